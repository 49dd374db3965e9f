"""Components that a model wrote: wanted only when the request says so, drawn only when they pass the check."""

from __future__ import annotations

import re

from sophia.planner.verify import Answer, Bench
from sophia.spec.components import Component
from sophia.spec.components.custom import Custom

ASKED = re.compile(
    r"\b(?:custom|bespoke|react)\b(?:\W+(?!of\b|by\b|and\b|for\b|with\b)\w+){0,2}\W+(?:component|widget|visuali[sz]ation)s?\b",
    re.I,
)
CALL = re.compile(r"""(\buseDataset(?:<[^()]*>)?\(\s*)(["'`])data\2(\s*\))""")
WRITTEN = "{}: drawn by a component that the model wrote."
DROPPED = "{}: the component that the model wrote was left out, a chart stands in its place. {}"
UNCHECKED = "It could not be checked here."
INSTRUCTIONS = """
- The request asks for a component of its own: give that ask a `component`, one TSX module that draws the ask's result:
  import { useDataset } from "sophia";
  export default function Name() { const { columns, rows } = useDataset("data"); … }
  columns are [{ name, type }], splits first, then numbers; rows are objects, rows[0][columns[0].name]; dates ISO text.
  Import from "react" and "sophia" only. No window, document, network, links, forms or HTML text. Inline styles and SVG;
  colours var(--series-1) to var(--series-8), var(--text), var(--text-muted), var(--line)."""


def asked_for(request: str) -> bool:
    """Whether the request asks for a component to be written: "a custom component", "a bespoke revenue widget"."""
    return ASKED.search(request) is not None


def over(source: str, dataset: str) -> str:
    """Return what a model wrote over "data", reading `dataset` (id)."""
    return CALL.sub(lambda call: f'{call[1]}"{dataset}"{call[3]}', source)


def as_written(chart: Component, answer: Answer, bench: Bench) -> tuple[Component, str]:
    """Return the model's component in place of `chart` and a remark; or `chart` and why the component is refused."""
    dataset = answer.dataset.id
    source = over(answer.ask.component, dataset)
    refused = bench.judge(source, dataset, answer.result) if bench.judge else UNCHECKED
    if refused:
        return chart, DROPPED.format(chart.title, refused)
    made = Custom(id=chart.id, title=chart.title, definition=chart.definition, source=source, datasets=[dataset])
    return made, WRITTEN.format(chart.title)
