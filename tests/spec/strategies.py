"""Random but valid dashboards, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from sophia.spec.actions import OpenLink, SetParam
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.button import Button
from sophia.spec.components.kpi import Kpi, Sparkline
from sophia.spec.components.shape import Layout, Note, Series
from sophia.spec.components.table import Table, TableColumn
from sophia.spec.components.text import Text
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import Dimension, Filter, Measure, MetricDataset, SqlDataset
from sophia.spec.params import Param, Window
from sophia.spec.shape import Format
from sophia.spec.theme import Theme

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@st.composite
def datasets(draw: st.DrawFn, key: str) -> MetricDataset | SqlDataset:
    if draw(st.booleans()):
        return SqlDataset(id=key, connection="crm", sql=f"select {draw(st.integers(0, 9))} as value")
    return MetricDataset(
        id=key,
        connection="crm",
        table="deal",
        measures=[Measure(name="value", aggregate="sum", column="deal.amount")],
        dimensions=[Dimension(name="stage", column="deal.stage")] if draw(st.booleans()) else [],
        window=draw(st.sampled_from([None, Window(kind="last", unit="month", count=3), Window(kind="all")])),
        filters=[Filter(column="deal.region", op="in", param="region")] if draw(st.booleans()) else [],
        limit=draw(st.sampled_from([None, 10, 500])),
    )


@st.composite
def components(draw: st.DrawFn, key: str, row: int) -> Component:
    place = Layout(x=draw(st.integers(0, 6)), y=row * 4, w=draw(st.integers(1, 6)), h=4, phone=row)
    title = draw(words)
    kind = draw(st.sampled_from(["kpi", "bar", "table", "text", "button"]))
    dataset = draw(st.sampled_from(["ds_a", "ds_b"]))
    match kind:
        case "kpi":
            line = draw(st.sampled_from([None, Sparkline(dataset="ds_b", x="period", y="value")]))
            return Kpi(id=key, title=title, layout=place, dataset=dataset, value="value", sparkline=line)
        case "bar":
            click = draw(st.sampled_from([None, SetParam(param="region", from_column="stage")]))
            return Bar(
                id=key, title=title, layout=place, dataset=dataset, x="stage", y=[Series(column="value")], click=click
            )
        case "table":
            column = TableColumn(column="value", label=draw(words), format=Format(style="currency", currency="EUR"))
            return Table(id=key, title=title, layout=place, dataset=dataset, columns=[column])
        case "text":
            note = draw(st.sampled_from([None, Note(text="why", alternatives=["other"])]))
            return Text(id=key, title=title, layout=place, markdown=draw(words), note=note)
        case _:
            return Button(id=key, title=title, layout=place, action=OpenLink(url="/d/other"))


@st.composite
def dashboards(draw: st.DrawFn) -> Dashboard:
    pages = []
    pool = iter(draw(st.permutations([f"c_{index}" for index in range(12)])))
    for page in draw(st.permutations(["one", "two"]))[: draw(st.integers(1, 2))]:
        items = [draw(components(next(pool), row)) for row in range(draw(st.integers(0, 5)))]
        pages.append(Page(id=page, title=draw(words), components=items))
    return Dashboard(
        id="dash_x",
        slug="x",
        title=draw(words),
        theme=Theme(mode=draw(st.sampled_from(["system", "dark"])), primary=draw(st.sampled_from([None, "#336699"]))),
        params=[Param(id="region", type="multi_select", label="Region", column="deal.region", connection="crm")],
        datasets=[draw(datasets("ds_a")), draw(datasets("ds_b"))],
        pages=pages,
    )
