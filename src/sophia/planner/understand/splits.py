"""Splits: what the numbers are broken down by, dates cut as asked or as they make sense."""

from __future__ import annotations

from sophia.catalog.model import Catalog, Column, Table
from sophia.kernel.ids import slugify
from sophia.planner.plan import Choice
from sophia.planner.understand.read import Phrasing
from sophia.planner.understand.roles import Mention
from sophia.planner.understand.thesaurus import NEAR
from sophia.planner.understand.time import Timing
from sophia.planner.understand.timeline import DATED, holds_years, natural_grain, unsaid_grain
from sophia.spec.datasets import Dimension, Measure

UNSAID = 0.5


class Splits:
    """The dimensions of one ask; `measures` are the numbers they split, whose result names they must not take."""

    def __init__(self, catalog: Catalog, timing: Timing, phrasing: Phrasing, measures: list[Measure]) -> None:
        self.catalog = catalog
        self.timing = timing
        self.phrasing = phrasing
        self.measures = measures
        self.all: list[Dimension] = []
        self.doubts: tuple[Choice, ...] = ()

    def add(self, mention: Mention, *, itself: bool = False) -> None:
        """Add what a mention names: a thing by its label, a date cut, a key by what it stands for.

        `itself`: the mentioned column is also what is counted.
        """
        column = mention.column
        if mention.match.name.kind == "table":
            table = self.catalog.table(mention.ref)
            key = calling(table) if table is not None else None
            if key:
                self.add_column(f"{mention.ref}.{key}")
        elif column is not None and column.type in DATED:
            self._add_date(mention, column, itself)
        elif column is not None and ((column.role in {"id", "key"} and mention.split) or self._coded(mention)):
            self.add_column(self._label_behind(mention.ref))
        else:
            self.add_column(mention.ref)

    def add_column(self, reference: str) -> None:
        """Add a column as it is, once, under a name that nothing else has."""
        if reference in self.columns:
            return
        taken = {item.name for item in self.measures}
        name = slug(reference.rpartition(".")[2])
        if name in {item.name for item in self.all} | taken:
            name = slug(reference)
        self.all.append(Dimension(name=f"{name}_value" if name in taken else name, column=reference))

    def add_time(self, column: str | None) -> None:
        """Add the grain that was asked for, on a date among the splits, else on `column`."""
        if self.cut:
            return
        dated = next((item.column for item in self.all if self.is_date(item.column)), None)
        if dated is None and self.take_years():
            return
        reference = dated or column
        if reference:
            self.all = [item for item in self.all if item.column != reference]
            self.all.insert(0, Dimension(name="period", column=reference, grain=self.timing.grain))

    def add_course(self, reference: str | None, grain: str | None) -> None:
        """Add the time axis that a trend needs, unless there is one: `reference` cut by `grain` or naturally."""
        column = self.catalog.column(reference) if reference else None
        if reference is None or column is None or self.timed:
            return
        self.all.insert(0, Dimension(name="period", column=reference, grain=grain or natural_grain(column)))

    def take_years(self) -> bool:
        """Take a split by a column of year numbers as the time axis; it has no finer parts."""
        if any(item.name == "period" for item in self.all):
            return False
        for place, item in enumerate(self.all):
            if holds_years(self.catalog.column(item.column)):
                self.all.insert(0, self.all.pop(place).model_copy(update={"name": "period"}))
                return True
        return False

    @property
    def columns(self) -> list[str]:
        """Return the "table.column" of each split."""
        return [item.column for item in self.all]

    @property
    def cut(self) -> bool:
        """Whether a date is among the splits, cut by a grain."""
        return any(item.grain for item in self.all)

    @property
    def timed(self) -> bool:
        """Whether there is a time axis."""
        return any(item.name == "period" or self.is_date(item.column) for item in self.all)

    def is_date(self, reference: str) -> bool:
        """Whether a "table.column" holds dates."""
        column = self.catalog.column(reference)
        return column is not None and column.type in DATED

    def _add_date(self, mention: Mention, column: Column, itself: bool) -> None:
        reference = mention.ref
        if self.cut or reference in self.columns:
            return
        grain = self.timing.grain
        if grain is None and self.phrasing.bin == "time":
            grain = natural_grain(column)
        elif grain is None:
            table = self.catalog.table(reference.rpartition(".")[0])
            rows = (table.rows or 0) if table is not None else 0
            counted = all(item.aggregate == "count" and not item.metric for item in self.measures)
            chart = self._chart() or ("bar" if mention.each else "")
            grain = unsaid_grain(column, rows, chart, counted=counted, itself=itself)
            if grain == "weekday":
                self.doubts = (Choice(column.label or column.name, "by weekday", UNSAID, ("by month", "by year")),)
        if grain is None:
            self.add_column(reference)
        else:
            self.all.insert(0, Dimension(name="period", column=reference, grain=grain))

    def _chart(self) -> str:
        if self.timing.course:
            return self.phrasing.chart or "line"
        return self.phrasing.drawn or ("line" if self.timing.trend else "")

    def _label_behind(self, reference: str) -> str:
        """Return the label column that a foreign key stands for, the key itself when there is none."""
        table_name, _, name = reference.rpartition(".")
        for join in self.catalog.joins:
            if (join.from_table, join.from_column) == (table_name, name):
                target = self.catalog.table(join.to_table)
                label = calling(target) if target is not None else None
                if target is not None and label and label not in target.primary_key:
                    return f"{target.name}.{label}"
        table = self.catalog.table(table_name)
        label = calling(table) if table is not None and name in table.primary_key else None
        return f"{table_name}.{label}" if label else reference

    def _coded(self, mention: Mention) -> bool:
        """Whether a thing was said by an everyday word and only the code for it was found: "items" for an SKU."""
        table_name, _, name = mention.ref.rpartition(".")
        table = self.catalog.table(table_name)
        joined = any((item.from_table, item.from_column) == (table_name, name) for item in self.catalog.joins)
        keyed = table is not None and table.primary_key == [name]
        return mention.match.name.weight <= NEAR and (joined or keyed)


def calling(table: Table) -> str | None:
    """Return the column that tells rows apart for a reader: the label, else a text unlike in each, else the key."""
    unlike = (item for item in table.columns if item.type == "text" and item.role == "category" and not item.hidden)
    unique = next((item.name for item in unlike if table.rows and item.distinct == table.rows), None)
    return table.label_column or unique or next(iter(table.primary_key), None)


def slug(text: str) -> str:
    """Return `text` as the name of a result column."""
    return slugify(text).replace("-", "_")
