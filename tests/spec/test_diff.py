"""Differences apply, invert and read well."""

from __future__ import annotations

import pytest
from hypothesis import given

from sophia.kernel.errors import Conflict
from sophia.spec.components.shape import Layout
from sophia.spec.components.text import Text
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.diff import apply, describe, diff, invert
from sophia.spec.theme import Theme
from tests.spec.strategies import dashboards


def page_of(*components: Text) -> Dashboard:
    return Dashboard(id="d", slug="d", title="Sales", pages=[Page(id="main", title="Main", components=[*components])])


@given(dashboards(), dashboards())
def test_applying_a_diff_gives_the_other_dashboard_byte_for_byte(before: Dashboard, after: Dashboard) -> None:
    after = after.model_copy(update={"id": before.id, "spec_version": before.spec_version})
    assert apply(before, diff(before, after)).model_dump_json() == after.model_dump_json()


@given(dashboards(), dashboards())
def test_the_inverse_takes_a_change_back(before: Dashboard, after: Dashboard) -> None:
    operations = diff(before, after)
    assert apply(apply(before, operations), invert(operations)).model_dump_json() == before.model_dump_json()


@given(dashboards())
def test_a_dashboard_does_not_differ_from_itself(spec: Dashboard) -> None:
    assert diff(spec, spec) == []
    assert describe(spec, spec) == []


def test_changes_are_told_in_words() -> None:
    note, old = Text(id="a", title="Notes"), Text(id="b", title="Old")
    before = page_of(note, old)
    moved = note.model_copy(update={"layout": Layout(x=0, y=9, w=12, h=4)})
    after = page_of(moved, Text(id="c", title="Fresh", layout=Layout(y=20)))
    after = after.model_copy(update={"title": "Revenue", "theme": Theme(mode="dark", primary="#112233")})
    assert describe(before, after) == [
        "Added “Fresh”.",
        "Renamed the dashboard from “Sales” to “Revenue”.",
        "Removed “Old”.",
        "Changed the theme: mode, primary.",
        "Moved “Notes”.",
    ]


def test_an_operation_on_something_gone_is_a_conflict() -> None:
    before, after = page_of(Text(id="a", title="A")), page_of(Text(id="a", title="B"))
    with pytest.raises(Conflict, match="no longer there"):
        apply(page_of(), diff(before, after))
