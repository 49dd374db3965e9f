"""A custom component is accepted as TSX that compiles, keeps the rules and can be drawn; else refused with the reason."""

import json

import pytest

from sophia.kernel.errors import BadInput
from sophia.render.custom import compile as compiling
from sophia.render.custom.compile import LONGEST, Sample, check_component, compile_component
from sophia.render.custom.worker import Engine

pytestmark = pytest.mark.slow

GOOD = """import { useMemo, useState } from "react";
import { useDataset } from "sophia";

type Row = { region: string; revenue: number };

export default function Share() {
  const { columns, rows } = useDataset("revenue");
  const [picked, pick] = useState<string | null>(null);
  const total = useMemo(() => rows.reduce((sum, row) => sum + Number(row.revenue), 0), [rows]);
  return (
    <ul title={columns[0].name}>
      {(rows as Row[]).map((row) => (
        <li key={row.region} onClick={() => pick(row.region)}>
          {row.region}: {row.revenue} of {total} {picked === row.region ? "picked" : ""}
        </li>
      ))}
    </ul>
  );
}
"""
REVENUE = {"revenue": Sample((("region", "text"), ("revenue", "number")), (("East", 5), ("West", 7.5)))}


def drawing(body: str, before: str = "") -> str:
    lines = ('import { useDataset } from "sophia";', before, "export default function C() {", body, "}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(30)


def faults(engine: Engine, source: str, samples: dict[str, Sample] | None = None) -> str:
    found = engine.call("sophiaCompile", source)
    if samples is not None:
        data = json.dumps({name: item.as_dict() for name, item in samples.items()})
        found = engine.call("sophiaRender", found["code"], data)
    return " ".join(item["message"] for item in found["faults"])


def refusal(source: str, samples: dict[str, Sample] | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        check_component(source, samples or {})
    assert caught.value.field == "source"
    return caught.value.message


def test_a_good_component_compiles_without_types_and_names_its_datasets():
    compiled = check_component(GOOD, REVENUE)
    assert compiled.datasets == ("revenue",)
    assert "exports.default = Share" in compiled.code
    assert "type Row" not in compiled.code
    assert compile_component(GOOD) == compiled


def test_a_syntax_error_names_its_line_and_column():
    assert refusal(GOOD.replace("</ul>", "</ol>")).startswith(
        "Line 17, column 5: Expected corresponding JSX closing tag"
    )


def test_every_broken_rule_is_said_at_once_where_it_stands():
    source = drawing("  fetch('/x');\n  return eval('1');")
    assert refusal(source) == (
        'Line 4, column 3: "fetch" is refused: a component has no network; its data comes by useDataset only. '
        'Line 5, column 10: "eval" is refused: a component may not make code from text.'
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("new Function('return 1')();", '"Function" is refused'),
        ("(() => 1).constructor('return 1')();", '"constructor" is refused'),
        ("(() => 1)['constructor']('return 1')();", '"constructor" is refused'),
        ("import('https://example.com/x.js');", '"import()" is refused'),
        ("new XMLHttpRequest();", '"XMLHttpRequest" is refused'),
        ("new WebSocket('wss://example.com');", '"WebSocket" is refused'),
        ("new RTCPeerConnection();", '"RTCPeerConnection" is refused'),
        ("navigator.sendBeacon('/x');", '"navigator" is refused'),
        ("document.cookie;", '"document" is refused'),
        ("window.parent.postMessage('x', '*');", '"window" is refused'),
        ("top.location = '/x';", '"top" is refused'),
        ("location.href = '/x';", '"location" is refused'),
        ("globalThis['fe' + 'tch']('/x');", '"globalThis" is refused'),
        ("localStorage.x = 1;", '"localStorage" is refused'),
        ("nowhere();", '"nowhere" is refused: nothing of this name is defined here'),
        ("return <script src='/x' />;", "<script> is refused"),
        ("return <iframe srcDoc='x' />;", "<iframe> is refused"),
        ("return <a href='/x'>x</a>;", "<a> is refused"),
        ("return <p dangerouslySetInnerHTML={{ __html: 'x' }} />;", '"dangerouslySetInnerHTML" is refused'),
        ("const name = 'revenue'; return useDataset(name);", "Call useDataset with the name of a dataset in quotes"),
        ("const read = useDataset; return read('revenue');", "Call useDataset with the name of a dataset in quotes"),
    ],
)
def test_what_reaches_outside_or_hides_its_data_is_refused(engine: Engine, line: str, reason: str):
    assert reason in faults(engine, drawing(line))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("export const C = () => null;", "There is no default export"),
        ("export default 5;", "The default export is not a function component."),
        ("export default async function C() { return null; }", "neither async nor a generator"),
        ("export default class C {}", "The default export is not a function component."),
        ("export const x = 1;\nexport default function C() { return x; }", "exports itself only"),
        ("import x from 'lodash';\nexport default function C() { return x; }", 'Import of "lodash"'),
        ("import * as s from 'sophia';\nexport default () => s.x;", 'Module "sophia" offers useDataset only.'),
        ("await 1;\nexport default () => null;", "A component's module cannot wait."),
        ("", "There is no default export"),
    ],
)
def test_a_component_is_one_exported_function_over_react_and_sophia(engine: Engine, source: str, reason: str):
    assert reason in faults(engine, source)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("throw new Error('no luck');", "It fails when it is drawn: no luck"),
        ("return null;", "It draws nothing."),
        ("return <div />;", "It draws nothing."),
        ("return <p>{useDataset('revenue').rows[0].regoin}</p>;", 'has no column "regoin"; it has region, revenue'),
        ("return <p>{useDataset('costs').rows.length}</p>;", 'There is no dataset "costs" here.'),
        ("return <p>{Number(useDataset('revenue').rows[0].region)}</p>;", 'It shows "NaN"'),
        ("const f = () => f() + 1; return <p>{f()}</p>;", "Maximum call stack size exceeded"),
    ],
)
def test_a_component_that_cannot_be_drawn_is_refused(engine: Engine, body: str, reason: str):
    assert reason in faults(engine, drawing(body), REVENUE)


def test_a_component_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "SECONDS", 0.5)
    assert refusal(drawing("while (true) {}")) == "It is still being drawn after 0.5 seconds."


@pytest.mark.parametrize(
    "body",
    [
        "const kept = []; while (true) kept.push(new Array(1000).fill(kept.length));",
        "const kept = []; while (true) kept.push(new Date(0).toISOString().repeat(1000) + kept.length);",
    ],
)
def test_a_component_that_takes_the_memory_is_stopped(body: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "SECONDS", 60.0)
    assert refusal(drawing(body)).startswith("It takes more than 256 MB to be drawn")


def test_a_render_that_lies_about_itself_does_not_change_its_code():
    source = drawing("Object.prototype.toJSON = () => ({ code: 'forged' }); throw new Error('x');")
    assert check_component(source, REVENUE) == compile_component(source)


def test_an_svg_without_words_is_a_drawing():
    assert check_component(drawing("return <svg><rect width='4' height='4' /></svg>;"), {}).datasets == ()


def test_too_long_a_component_is_refused_before_it_is_read():
    assert f"more than {LONGEST}" in refusal("// " + "x" * LONGEST)


def test_without_the_engine_the_remedy_names_the_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BadInput) as caught:
        check_component(GOOD, REVENUE)
    assert "extra `custom`" in str(caught.value.remedy)
