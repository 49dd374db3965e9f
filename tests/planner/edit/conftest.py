"""The shop's dashboard, and short ways to look at what an edit made of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sophia.planner.generate import generate
from sophia.planner.outcome import Outcome
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import MetricDataset
from sophia.spec.params import Param
from sophia.spec.validate import components_of


@dataclass(frozen=True)
class Seen:
    """A dashboard before and after an edit; components are named by the titles they had before."""

    before: Dashboard
    after: Dashboard
    outcome: Outcome

    def id(self, title: str) -> str:
        """Return the id of the component that was called `title`."""
        return next(item.id for item in components_of(self.before) if item.title == title)

    def of(self, title: str) -> Component:
        """Return, as it is now, the component that was called `title`."""
        return next(item for item in components_of(self.after) if item.id == self.id(title))

    def gone(self, title: str) -> bool:
        """Whether the component that was called `title` is no longer there."""
        return self.id(title) not in {item.id for item in components_of(self.after)}

    def now(self, title: str) -> Component:
        """Return the component that is called `title` now."""
        return next(item for item in components_of(self.after) if item.title == title)

    def data(self, title: str) -> MetricDataset:
        """Return the query behind the component that was called `title`."""
        key = self.of(title).dataset  # type: ignore[union-attr]
        found = next(item for item in self.after.datasets if item.id == key)
        assert isinstance(found, MetricDataset)
        return found

    def param(self, label: str) -> Param:
        """Return the filter called `label`."""
        return next(item for item in self.after.params if item.label == label)

    def splits(self, title: str) -> list[tuple[str, str | None]]:
        """Return (column, grain) of each split of what was called `title`."""
        return [(item.column, item.grain) for item in self.data(title).dimensions]

    def kept(self, title: str) -> list[tuple[str, str, list[object]]]:
        """Return the fixed conditions of what was called `title`."""
        return [(item.column, item.op, list(item.values)) for item in self.data(title).filters if item.param is None]

    def titles(self) -> list[str]:
        """Return the titles of all components."""
        return [item.title for item in components_of(self.after)]


@pytest.fixture(scope="session")
def spec(bench: Bench) -> Dashboard:
    """Revenue and Margin as numbers, Revenue by month as a line, Revenue by segment as bars, Latest sales as a table."""
    return generate(Request("shop health"), bench).spec
