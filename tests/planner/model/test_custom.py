"""A model may write a component when it is asked for one; it is drawn only when it passes the check."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sophia.dashboards.custom import refusal_of
from sophia.llm.contract import ModelFailed
from sophia.planner.custom import asked_for
from sophia.planner.generate import generate
from sophia.planner.model.reading import Guide
from sophia.planner.outcome import Outcome
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.components.custom import Custom
from sophia.spec.validate import components_of
from tests.planner.model.scripted import BY_SEGMENT, Scripted

pytestmark = pytest.mark.slow

WORDS = "Show me revenue by segment as a custom component"
SOURCE = """import { useDataset } from "sophia";

export default function Shares() {
  const { columns, rows } = useDataset<Row>('data');
  const [split, value] = columns.map((column) => column.name);
  return <ul>{rows.map((row) => <li key={String(row[split])}>{row[split]}: {Number(row[value]).toFixed(0)}</li>)}</ul>;
}
"""


def made(bench: Bench, source: str, words: str = WORDS) -> tuple[Outcome, Scripted]:
    model = Scripted({"asks": [{**BY_SEGMENT, "component": source}]})
    judged = replace(bench, judge=refusal_of)
    return generate(Request(words), judged, guide=Guide(model)), model


def test_a_component_that_passes_is_drawn_over_the_asks_own_dataset(bench: Bench) -> None:
    outcome, _ = made(bench, SOURCE)
    (own,) = (item for item in components_of(outcome.spec) if item.kind == "custom")
    assert isinstance(own, Custom)
    assert own.title == "Revenue by segment"
    assert own.datasets == [outcome.spec.datasets[0].id]
    assert f"useDataset<Row>('{own.datasets[0]}')".replace("'", '"') in own.source
    assert "Revenue by segment: drawn by a component that the model wrote." in outcome.assumptions


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (SOURCE.replace("const [split", "fetch('/x'); const [split"), '"fetch" is refused'),
        (SOURCE.replace("</ul>", ""), "Line "),
        (SOURCE.replace("'data'", "'other'"), "'other', which it does not declare"),
        (SOURCE.replace("row[split]}:", "row.nothing}:"), 'no column "nothing"'),
        (SOURCE.replace("return", "throw new Error('no luck');"), "no luck"),
    ],
)
def test_any_other_is_left_out_with_a_note_and_a_chart_stands_in_its_place(
    bench: Bench, source: str, reason: str
) -> None:
    outcome, _ = made(bench, source)
    assert "custom" not in {item.kind for item in components_of(outcome.spec)}
    assert [item.title for item in components_of(outcome.spec)] == ["Revenue by segment"]
    (note,) = (line for line in outcome.assumptions if "was left out" in line)
    assert reason in note


def test_a_refused_component_goes_back_with_the_reason_and_without_any_data(bench: Bench) -> None:
    telling = SOURCE.replace("return", "throw new Error(rows.map((row) => row[split]).join());")
    answers = [{"asks": [{**BY_SEGMENT, "component": source}]} for source in (telling, SOURCE)]
    model = Scripted(*answers)
    outcome = generate(Request(WORDS), replace(bench, judge=refusal_of), guide=Guide(model, seconds=60))
    assert outcome.made_by.repairs == 1
    assert "custom" in {item.kind for item in components_of(outcome.spec)}
    correction = model.told[1].turns[-1].text
    assert "asks[0].component: It fails when it is drawn: A." in correction
    (result,) = bench.run(list(outcome.spec.datasets)).values()
    assert result.data[0]
    assert not any(str(segment) in correction for segment in result.data[0])


def test_a_model_that_fails_while_it_repairs_keeps_its_reading(bench: Bench) -> None:
    answers = [{"asks": [{**BY_SEGMENT, "component": "no"}]}, ModelFailed("timeout", "it was too slow")]
    outcome = generate(Request(WORDS), replace(bench, judge=refusal_of), guide=Guide(Scripted(*answers)))
    assert [item.title for item in components_of(outcome.spec)] == ["Revenue by segment"]
    assert outcome.made_by.model == "scripted"
    assert any("was left out" in line for line in outcome.assumptions)


def test_nobody_who_asks_for_a_chart_gets_a_component(bench: Bench) -> None:
    outcome, model = made(bench, SOURCE, words="Show me revenue by segment")
    assert "custom" not in {item.kind for item in components_of(outcome.spec)}
    assert '"component"' not in model.prompt
    assert "TSX" not in model.told[0].instructions


def test_who_asks_for_one_has_the_model_told_how(bench: Bench) -> None:
    _, model = made(bench, SOURCE)
    assert "useDataset" in model.told[0].instructions
    assert "TSX of the component" in model.prompt


def test_without_a_judge_no_component_is_taken(bench: Bench) -> None:
    model = Scripted({"asks": [{**BY_SEGMENT, "component": SOURCE}]})
    outcome = generate(Request(WORDS), bench, guide=Guide(model))
    assert any("It could not be checked here." in line for line in outcome.assumptions)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("a custom component for revenue", True),
        ("a bespoke revenue widget", True),
        ("Write a React component that shows tickets", True),
        ("custom report of all components", False),
        ("spend by component", False),
        ("customer visualisation", False),
    ],
)
def test_a_component_is_asked_for_in_so_many_words(words: str, wanted: Any) -> None:
    assert asked_for(words) is wanted


def test_nothing_is_said_to_be_missing_when_it_was_written(bench: Bench) -> None:
    assert made(bench, SOURCE)[0].not_understood == ()
