"""Component kinds: one model per file, joined into one union told apart by `kind`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sophia.spec.components.area import Area
from sophia.spec.components.bar import Bar
from sophia.spec.components.bullet import Bullet
from sophia.spec.components.button import Button
from sophia.spec.components.chat_panel import ChatPanel
from sophia.spec.components.combo import Combo
from sophia.spec.components.container import Container
from sophia.spec.components.custom import Custom
from sophia.spec.components.filter import FilterInput
from sophia.spec.components.funnel import Funnel
from sophia.spec.components.heat_map import HeatMap
from sophia.spec.components.insights import Insights
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.line import Line
from sophia.spec.components.pie import Pie
from sophia.spec.components.queue_panel import QueuePanel
from sophia.spec.components.scatter import Scatter
from sophia.spec.components.stacked_bar import StackedBar
from sophia.spec.components.table import Table
from sophia.spec.components.tabs import Tabs
from sophia.spec.components.text import Text
from sophia.spec.components.upload_panel import UploadPanel
from sophia.spec.components.waterfall import Waterfall

Component = Annotated[
    Kpi
    | Line
    | Area
    | Bar
    | StackedBar
    | Combo
    | Pie
    | Scatter
    | HeatMap
    | Funnel
    | Waterfall
    | Bullet
    | Table
    | Text
    | Tabs
    | Container
    | FilterInput
    | Button
    | ChatPanel
    | UploadPanel
    | QueuePanel
    | Insights
    | Custom,
    Field(discriminator="kind"),
]
