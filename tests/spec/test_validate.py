"""A spec holds together, or says where it doesn't."""

from __future__ import annotations

import pytest

from sophia.kernel.errors import BadInput
from sophia.spec.actions import SetParam
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.container import Container
from sophia.spec.components.filter import FilterInput
from sophia.spec.components.shape import Layout, Series
from sophia.spec.components.tabs import Tab, Tabs
from sophia.spec.components.text import Text
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import Filter, MetricDataset, TransformDataset
from sophia.spec.validate import problems, validate


def dashboard(*components: Component, datasets: list[MetricDataset | TransformDataset] | None = None) -> Dashboard:
    page = Page(id="main", title="Main", components=[*components])
    return Dashboard(id="d", slug="d", title="D", datasets=datasets or [], pages=[page])


def bar(**changes: object) -> Bar:
    return Bar.model_validate({"id": "b", "dataset": "ds", "x": "s", "y": [{"column": "v"}], **changes})


SALES = MetricDataset(id="ds", connection="crm", table="deal")


def test_a_whole_dashboard_passes() -> None:
    spec = dashboard(bar(), datasets=[SALES])
    assert validate(spec) is spec


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (dashboard(Text(id="a"), Text(id="a", layout=Layout(y=9))), "'a' is used 2 times"),
        (dashboard(bar()), "draws the dataset 'ds'"),
        (dashboard(bar(click={"kind": "set_param", "param": "p"}), datasets=[SALES]), "sets the param 'p'"),
        (dashboard(FilterInput(id="f", param="p")), "sets the param 'p'"),
        (dashboard(Text(id="a", parent="x")), "no tabs or container"),
        (dashboard(Tabs(id="t", tabs=[Tab(id="one", label="1")]), Text(id="a", parent="t", slot="two")), "tab 'two'"),
        (dashboard(Text(id="a"), Text(id="b", layout=Layout(x=3, y=2, w=2))), "overlap"),
        (dashboard(Text(id="a", layout=Layout(x=6, w=7))), "past the 12th column"),
        (dashboard(datasets=[TransformDataset(id="t", inputs=["t"], sql="select 1")]), "it cannot"),
        (
            dashboard(
                datasets=[SALES.model_copy(update={"filters": [Filter(any_of=[Filter(column="a", param="q")])]})]
            ),
            "reads the param 'q'",
        ),
    ],
)
def test_each_fault_is_named(spec: Dashboard, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        validate(spec)


def test_components_inside_different_tabs_may_share_a_place() -> None:
    tabs = Tabs(id="t", tabs=[Tab(id="one", label="1"), Tab(id="two", label="2")])
    inside = [Text(id=key, parent="t", slot=key, layout=Layout()) for key in ("one", "two")]
    box = Container(id="k", layout=Layout(y=4))
    assert problems(dashboard(tabs, box, *inside)) == []
    assert Series(column="v").format.style == "number"
    assert SetParam(param="p").kind == "set_param"
