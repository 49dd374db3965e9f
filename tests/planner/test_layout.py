"""Layouts have no overlap and no hole, whatever is put, moved, resized or removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sophia.kernel.errors import BadInput
from sophia.planner.layout import GRID, POSITIONS, arrange, close_up, insert, resize
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.line import Line
from sophia.spec.components.pie import Pie
from sophia.spec.components.shape import Series
from sophia.spec.components.table import Table
from sophia.spec.components.text import Text

VALUE = Series(column="v")


def made(kind: str, key: str) -> Component:
    match kind:
        case "kpi":
            return Kpi(id=key, title=key, dataset="ds", value="v")
        case "line":
            return Line(id=key, title=key, dataset="ds", x="x", y=[VALUE])
        case "bar":
            return Bar(id=key, title=key, dataset="ds", x="x", y=[VALUE])
        case "pie":
            return Pie(id=key, title=key, dataset="ds", label="x", value=VALUE)
        case "table":
            return Table(id=key, title=key, dataset="ds")
        case _:
            return Text(id=key, title=key)


kinds = st.lists(st.sampled_from(["kpi", "line", "bar", "pie", "table", "text"]), min_size=1, max_size=14)


def several(names: list[str]) -> list[Component]:
    return [made(kind, f"c{index}") for index, kind in enumerate(names)]


def cells(items: list[Component]) -> list[tuple[int, int]]:
    return [
        (x, y)
        for item in items
        for x in range(item.layout.x, item.layout.x + item.layout.w)
        for y in range(item.layout.y, item.layout.y + item.layout.h)
    ]


def assert_whole(items: list[Component]) -> None:
    taken = cells(items)
    assert len(taken) == len(set(taken)), "components overlap"
    bottom = max((item.layout.y + item.layout.h for item in items), default=0)
    assert len(taken) == GRID * bottom, "the grid has holes"
    assert sorted(item.layout.phone for item in items) == list(range(len(items)))


@given(kinds)
def test_every_arrangement_fills_its_rows(names: list[str]) -> None:
    placed = arrange(several(names))
    assert_whole(placed)
    assert {item.id for item in placed} == {item.id for item in several(names)}


@given(kinds)
def test_numbers_come_first_and_tables_last(names: list[str]) -> None:
    placed = arrange(several(names))
    tops = {kind: [item.layout.y for item in placed if item.kind == kind] for kind in ("kpi", "table", "line")}
    assert max(tops["kpi"], default=-1) < min(tops["line"] + tops["table"], default=10**6)
    assert max(tops["line"], default=-1) < min(tops["table"], default=10**6)


@given(kinds, st.sampled_from(POSITIONS), st.sampled_from(["line", "kpi", "table"]))
def test_a_new_component_leaves_no_hole_at_any_position(names: list[str], position: str, kind: str) -> None:
    before = arrange(several(names))
    after = insert(before, made(kind, "new"), position)
    assert_whole(after)
    assert [item.id for item in after if item.id != "new"]


@given(kinds)
def test_top_right_is_the_top_right_corner(names: list[str]) -> None:
    after = insert(arrange(several(names)), made("line", "new"), "top-right")
    new = next(item.layout for item in after if item.id == "new")
    assert (new.y, new.x + new.w) == (0, GRID)


@given(kinds, st.data())
def test_removing_a_component_closes_the_gap(names: list[str], data: st.DataObject) -> None:
    placed = arrange(several(names))
    gone = data.draw(st.sampled_from([item.id for item in placed]))
    assert_whole(close_up([item for item in placed if item.id != gone]))


@given(kinds, st.data())
def test_resizing_pushes_neighbours_and_leaves_no_overlap(names: list[str], data: st.DataObject) -> None:
    placed = arrange(several(names))
    key = data.draw(st.sampled_from([item.id for item in placed]))
    after = resize(placed, key, data.draw(st.integers(2, 12)), data.draw(st.integers(2, 8)))
    taken = cells(after)
    assert len(taken) == len(set(taken))
    assert {item.id for item in after} == {item.id for item in placed}


def test_rows_that_need_not_move_stay_byte_identical() -> None:
    before = arrange(several(["kpi", "kpi", "line", "bar", "table"]))
    after = {item.id: item for item in insert(before, made("line", "new"), "bottom")}
    assert all(after[item.id] == item for item in before)


def test_an_unknown_position_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="'nowhere'") as caught:
        insert([], made("kpi", "new"), "nowhere")
    assert caught.value.field == "position"
    assert "top-right" in (caught.value.remedy or "")
