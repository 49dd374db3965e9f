"""A small dashboard and its results, for export tests."""

from __future__ import annotations

from sophia.query.result import Result, ResultColumn
from sophia.spec.actions import SetParam
from sophia.spec.components.bar import Bar
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.shape import Layout, Series
from sophia.spec.components.table import Table, TableColumn
from sophia.spec.components.text import Text
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import Dimension, Measure, MetricDataset
from sophia.spec.params import Param
from sophia.spec.shape import Format

MONEY = Format(style="currency", currency="USD")
BY_STAGE = MetricDataset(
    id="ds_stage",
    connection="crm",
    measures=[Measure(name="amount", aggregate="sum", column="deal.amount")],
    dimensions=[Dimension(name="stage", column="deal.stage")],
)
BARS = Bar(
    id="c_bar",
    title='Deals "by" {stage}',
    definition="Sum of the deals' amounts.",
    dataset="ds_stage",
    x="stage",
    y=[Series(column="amount", label="Amount", format=MONEY)],
    click=SetParam(param="stage", from_column="stage"),
)
TABLE = Table(
    id="c_table",
    title="Deals",
    layout=Layout(y=4),
    dataset="ds_stage",
    columns=[
        TableColumn(column="stage", label="Stage"),
        TableColumn(column="amount", label="Amount", format=MONEY),
    ],
)
RESULT = Result(
    columns=(ResultColumn("stage", "text"), ResultColumn("amount", "number")),
    data=(("Won", "=1+1", None), (1234.5, -2, None)),
    rows=3,
    connection="crm",
    as_of="2026-11-15T23:59:59",
    demo=True,
)
SPEC = Dashboard(
    id="dash_1",
    slug="sales",
    title="CEO dashboard: 2026 & on",
    params=[Param(id="stage", type="multi_select", label="Stage", column="deal.stage", connection="crm")],
    datasets=[BY_STAGE],
    pages=[
        Page(
            id="main",
            title="Main <1>",
            components=[
                BARS,
                TABLE,
                Kpi(id="c_kpi", title="Total", layout=Layout(y=8), dataset="ds_stage", value="amount"),
                Text(id="c_text", layout=Layout(y=12), markdown="# Hi\n\u2028{`${x}`} </script>"),
            ],
        )
    ],
)
