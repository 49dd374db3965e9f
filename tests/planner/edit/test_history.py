"""Undo, redo and earlier states are understood as a number, a moment or a step; who keeps versions finds the spec."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sophia.kernel.errors import BadInput
from sophia.planner.edit.change import History, Restore, Restored
from sophia.planner.edit.history import restore_of
from sophia.planner.edit.modify import modify
from sophia.planner.plan import Missed
from sophia.planner.verify import Bench
from sophia.spec.dashboard import Dashboard

NOW = datetime(2026, 3, 11, 9, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Monday", "2026-03-09"),
        ("last Wednesday", "2026-03-04"),
        ("it was yesterday", "2026-03-10"),
        ("two days ago", "2026-03-09"),
        ("2 March", "2026-03-02"),
        ("December 24", "2025-12-24"),
        ("2026-02-28", "2026-02-28"),
        ("last week", "2026-03-08"),
    ],
)
def test_a_day_means_how_things_stood_at_its_end(words: str, day: str) -> None:
    found = restore_of(words, NOW)
    assert found is not None
    assert found.moment is not None
    assert found.moment.isoformat() == f"{day}T23:59:59.999999+00:00"


def test_a_number_and_the_beginning_are_versions_and_hours_are_exact() -> None:
    assert (restore_of("version 3", NOW) or Restore("")).version == 3
    assert (restore_of("the original", NOW) or Restore("")).version == 1
    assert (restore_of("an hour ago", NOW) or Restore("")).moment == datetime(2026, 3, 11, 8, tzinfo=UTC)
    assert restore_of("something nice", NOW) is None


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("undo", "steps=-1"),
        ("undo that", "steps=-1"),
        ("take back the last change", "steps=-1"),
        ("revert the last edit please", "steps=-1"),
        ("restore the previous version", "steps=-1"),
        ("redo", "steps=1"),
        ("undo the undo", "steps=1"),
        ("restore version 3", "version=3"),
        ("go back to version 3", "version=3"),
        ("put it back as it was on Monday", "2026, 3, 9"),
        ("bring the dashboard back to how it was on Monday", "2026, 3, 9"),
        ("revert to Monday", "2026, 3, 9"),
        ("restore it to the way it was yesterday", "2026, 3, 10"),
        ("put everything back as it was two days ago", "2026, 3, 9"),
        ("reset it to the original", "version=1"),
    ],
)
def test_a_sentence_asks_for_an_earlier_state(spec: Dashboard, bench: Bench, sentence: str, wanted: str) -> None:
    asked: list[Restore] = []

    def past(wish: Restore) -> Restored | Missed:
        asked.append(wish)
        return Restored(spec.model_copy(update={"title": "Earlier"}), "Restore an earlier state.")

    outcome = modify(spec, sentence, bench, history=History(past, NOW))
    assert outcome.spec.title == "Earlier"
    assert wanted in repr(asked)
    assert outcome.undone == ("steps=-1" in wanted)


def test_an_undo_may_stand_beside_another_change(spec: Dashboard, bench: Bench) -> None:
    earlier = Restored(spec.model_copy(update={"title": "Earlier"}), "Undo.")
    outcome = modify(spec, "undo that and make it dark instead", bench, history=History(lambda _: earlier, NOW))
    assert (outcome.spec.title, outcome.spec.theme.mode, outcome.undone) == ("Earlier", "dark", False)


def test_where_no_versions_are_kept_it_is_said(spec: Dashboard, bench: Bench) -> None:
    with pytest.raises(BadInput, match="No earlier versions"):
        modify(spec, "undo", bench)
