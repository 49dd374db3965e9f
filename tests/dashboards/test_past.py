"""Undo, redo, numbers and days find the version that is meant, on SQLite and Postgres alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sophia.access.audit import Audit
from sophia.dashboards.past import Past
from sophia.dashboards.shelf import Shelf
from sophia.dashboards.store import Change, DashboardStore
from sophia.kernel.viewer import Viewer
from sophia.planner.edit.change import Restore, Restored
from sophia.planner.plan import Missed
from sophia.spec.dashboard import Dashboard
from sophia.store.engine import Store
from tests.app import orders_spec

ANN = Viewer("user_ann", "Ann", "builder")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Workshop:
    """A dashboard that is renamed a day apart, and taken back and forth by wishes."""

    def __init__(self, store: Store) -> None:
        self.days = 0
        self.store = DashboardStore(store, Audit(store), lambda: START + timedelta(days=self.days))
        self.shelf = Shelf(self.store)

    def rename(self, title: str) -> None:
        self._put(Change(Dashboard.model_validate(orders_spec("dash_orders", "orders", title)), f"Call it {title}."))

    def wish(self, wanted: Restore) -> Restored | Missed:
        self.shelf.forget()
        return Past(self.store, self.shelf, self.shelf.open("orders"))(wanted)

    def take(self, wanted: Restore) -> str:
        found = self.wish(wanted)
        assert isinstance(found, Restored)
        parent = self.shelf.open("orders").saved.parent if wanted.steps < 0 else None
        self._put(Change(found.spec, wanted.words, keep_parent_of=parent))
        return found.spec.title

    def _put(self, change: Change) -> None:
        self.store.put(ANN, change)
        self.shelf.forget()
        self.days += 1


UNDO, REDO = Restore("undo", steps=-1), Restore("redo", steps=1)


@pytest.fixture
def orders(store: Store) -> Workshop:
    made = Workshop(store)
    for title in ("One", "Two", "Three"):
        made.rename(title)
    return made


def test_undo_goes_back_step_by_step_and_redo_forth_again(orders: Workshop) -> None:
    assert [orders.take(wish) for wish in (UNDO, UNDO, REDO, REDO)] == ["Two", "One", "Two", "Three"]
    assert isinstance(orders.wish(REDO), Missed)
    assert [orders.take(wish) for wish in (UNDO, REDO, UNDO)] == ["Two", "Three", "Two"]


def test_a_change_after_an_undo_leaves_nothing_to_redo(orders: Workshop) -> None:
    orders.take(UNDO)
    orders.rename("Four")
    assert isinstance(orders.wish(REDO), Missed)
    assert orders.take(UNDO) == "Two"


def test_at_the_beginning_there_is_nothing_to_undo(orders: Workshop) -> None:
    orders.take(UNDO)
    orders.take(UNDO)
    assert isinstance(orders.wish(UNDO), Missed)


def test_an_undo_says_what_it_takes_back(orders: Workshop) -> None:
    orders.take(UNDO)
    found = orders.wish(UNDO)
    assert isinstance(found, Restored)
    assert found.words == "Undo: Call it Two."


def test_a_day_means_the_last_version_of_it(orders: Workshop) -> None:
    found = orders.wish(Restore("Tuesday", moment=START + timedelta(days=1, hours=11)))
    assert isinstance(found, Restored)
    assert (found.spec.title, "version 2" in found.words) == ("Two", True)
    early = orders.wish(Restore("last year", moment=START - timedelta(days=300)))
    assert isinstance(early, Missed)
    assert "made later" in early.reason


def test_a_number_that_is_not_there_is_said_with_the_newest(orders: Workshop) -> None:
    missed = orders.wish(Restore("version 9", version=9))
    assert isinstance(missed, Missed)
    assert missed.alternatives == ("restore version 3",)
    found = orders.wish(Restore("version 1", version=1))
    assert isinstance(found, Restored)
    assert found.spec.title == "One"
