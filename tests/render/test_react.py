"""The ejected source is one readable module with every part of the spec in it."""

from __future__ import annotations

import pytest
from py_mini_racer import MiniRacer

from sophia.render.react import TAGS, component_name, eject
from sophia.spec.components import Component
from sophia.spec.components.custom import Custom
from sophia.spec.components.shape import Layout
from tests.render.samples import SPEC


def test_every_component_kind_has_a_tag() -> None:
    union = Component.__origin__  # type: ignore[attr-defined]
    kinds = {model.model_fields["kind"].default for model in union.__args__}
    assert kinds == set(TAGS)


@pytest.mark.parametrize(
    ("title", "name"),
    [("CEO dashboard", "CeoDashboard"), ("2026 in review", "Dashboard2026InReview"), ("???", "Dashboard")],
)
def test_a_title_becomes_a_component_name(title: str, name: str) -> None:
    assert component_name(title) == name


def test_the_module_holds_pages_datasets_and_props() -> None:
    source = eject(SPEC)
    assert 'import { BarChart, Dashboard, DataTable, Kpi, Markdown, Page } from "@sophia/react";' in source
    assert "export default function CeoDashboard2026On() {" in source
    assert '<Page id="main" title={"Main <1>"}>' in source
    assert 'title={"Deals \\"by\\" {stage}"}' in source
    assert 'click={{ kind: "set_param", param: "stage", from_column: "stage" }}' in source
    assert 'connection: "crm"' in source


def test_text_cannot_break_out_of_its_literal() -> None:
    source = eject(SPEC)
    assert 'markdown={"# Hi\\n\\u2028{`${x}`} </script>"}' in source
    assert "\u2028" not in source


def test_the_same_spec_gives_the_same_bytes() -> None:
    assert eject(SPEC) == eject(SPEC.model_validate_json(SPEC.model_dump_json()))


def test_a_custom_component_stands_there_as_it_is() -> None:
    code = 'import { useDataset } from "sophia";\nexport default () => <p>{`\\n ${1}`} \\ $ </p>;\r\n'
    own = Custom(id="c_own", source=code, datasets=["ds_stage"], layout=Layout(x=0, y=20, w=6, h=4))
    main = SPEC.pages[0]
    page = main.model_copy(update={"components": [*main.components, own]})
    source = eject(SPEC.model_copy(update={"pages": [page]}))
    assert '\n          source={`import { useDataset } from "sophia";\nexport default () => <p>' in source
    literal = source.partition("source={")[2].partition("}\n        />")[0]
    assert MiniRacer().eval(literal) == code
