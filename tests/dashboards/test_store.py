"""Versions are immutable and ordered; what was acknowledged is there; the same on SQLite and Postgres."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sophia.access.audit import Audit
from sophia.dashboards.store import Change, DashboardStore
from sophia.kernel.errors import Conflict, NotFound
from sophia.kernel.viewer import Viewer
from sophia.spec.dashboard import Dashboard
from sophia.store.engine import Store
from tests.app import orders_spec

ANN = Viewer("user_ann", "Ann", "builder")


@pytest.fixture
def dashboards(store: Store) -> DashboardStore:
    return DashboardStore(store, Audit(store))


def spec(title: str = "Orders", spec_id: str = "dash_orders", slug: str = "orders") -> Dashboard:
    return Dashboard.model_validate(orders_spec(spec_id, slug, title))


def test_every_change_is_a_version_with_author_and_reason(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec("One"), "First."))
    saved = dashboards.put(ANN, Change(spec("Two"), "Second.", ("Renamed.",), base=1))
    assert (saved.version, saved.author, saved.message, saved.changes) == (2, "Ann", "Second.", ("Renamed.",))
    assert [item.version for item in dashboards.versions("orders")] == [2, 1]
    assert Dashboard.model_validate_json(dashboards.version("orders", 1).spec) == spec("One")


def test_the_same_spec_again_is_no_new_version(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec(), "First."))
    assert dashboards.put(ANN, Change(spec(), "Again.")).version == 1


def test_a_stale_base_is_a_conflict_and_loses_nothing(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec("One"), ""))
    dashboards.put(ANN, Change(spec("Two"), "", base=1))
    with pytest.raises(Conflict) as caught:
        dashboards.put(ANN, Change(spec("Three"), "", base=1))
    assert caught.value.field == "base_version"
    assert dashboards.head("orders").title == "Two"


def test_of_many_writers_at_once_exactly_one_wins_each_version(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec("Start"), ""))

    def save(number: int) -> bool:
        try:
            dashboards.put(ANN, Change(spec(f"Title {number}"), "", base=1))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(save, range(12)))
    assert won.count(True) == 1
    assert dashboards.head("orders").version == 2


def test_an_address_belongs_to_one_dashboard(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec(), ""))
    with pytest.raises(Conflict):
        dashboards.put(ANN, Change(spec(spec_id="dash_other"), ""))
    assert dashboards.slug_for("dash_other", "orders") == "orders-2"
    assert dashboards.slug_for("dash_orders", "anything") == "orders"


def test_a_deleted_dashboard_keeps_its_record_and_comes_back_with_a_new_version(dashboards: DashboardStore) -> None:
    dashboards.put(ANN, Change(spec(), ""))
    dashboards.delete(ANN, "orders")
    with pytest.raises(NotFound):
        dashboards.head("dash_orders")
    assert dashboards.heads() == []
    assert dashboards.put(ANN, Change(spec(), "")).version == 2


def test_the_name_of_a_kind_passes_to_the_newest_dashboard_left_of_it(dashboards: DashboardStore) -> None:
    for number in (1, 2, 3):
        dashboards.put(ANN, Change(spec(spec_id=f"dash_{number}", slug=f"orders-{number}"), ""))
    assert dashboards.head("shop-dashboard").id == "dash_3"
    dashboards.delete(ANN, "dash_3")
    assert dashboards.head("shop-dashboard").id == "dash_2"
    for number in (1, 2):
        dashboards.delete(ANN, f"dash_{number}")
    with pytest.raises(NotFound):
        dashboards.head("shop-dashboard")


def test_each_change_is_one_line_in_the_audit_log(dashboards: DashboardStore, store: Store) -> None:
    dashboards.put(ANN, Change(spec("One"), ""))
    dashboards.put(ANN, Change(spec("Two"), ""))
    dashboards.put(ANN, Change(spec("Two"), ""))
    dashboards.delete(ANN, "orders")
    verdict = Audit(store).verify()
    assert (verdict.rows, verdict.broken_at) == (3, None)
