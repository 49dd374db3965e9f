"""The past of a dashboard: which version an undo, a redo, a number or a day means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from sophia.dashboards.shelf import Opened, Shelf
from sophia.dashboards.store import DashboardStore, Version
from sophia.kernel.errors import NotFound
from sophia.planner.edit.change import Restore, Restored
from sophia.planner.plan import Missed


class Past:
    """The versions of one dashboard, looked up when a sentence asks for one."""

    def __init__(self, store: DashboardStore, shelf: Shelf, now: Opened) -> None:
        self._store = store
        self._shelf = shelf
        self._now = now

    def __call__(self, wanted: Restore) -> Restored | Missed:
        """Return the spec that `wanted` means and which version it is, or why there is none."""
        versions = self._store.versions(self._now.saved.dashboard_id)
        if wanted.steps < 0:
            return self._undone(wanted, versions)
        if wanted.steps > 0:
            undone = redoable(versions)
            if undone is None:
                return Missed(wanted.words, "Nothing has been undone that could be done again.")
            return self._at(undone, f"Redo: {_reason(undone, versions)}")
        return self._named(wanted, versions)

    def _undone(self, wanted: Restore, versions: Sequence[Version]) -> Restored | Missed:
        parent = self._now.saved.parent
        if parent is None:
            return Missed(wanted.words, "There is nothing left to undo.", ("restore version 1",))
        then = self._shelf.open(self._now.saved.dashboard_id, parent)
        return Restored(then.spec, f"Undo: {_reason(self._now.saved, versions)}")

    def _named(self, wanted: Restore, versions: Sequence[Version]) -> Restored | Missed:
        if wanted.moment is not None:
            found = next((item for item in versions if _aware(item.created_at) <= wanted.moment), None)
            if found is None:
                first = _aware(versions[-1].created_at)
                return Missed(wanted.words, f"The dashboard was made later, on {_day(first)}.", ("restore version 1",))
            return self._at(found, f"Put it back as it was on {_day(wanted.moment)}: version {found.version}.")
        found = next((item for item in versions if item.version == wanted.version), None)
        if found is None:
            near = f"restore version {versions[0].version}"
            return Missed(wanted.words, f"There is no version {wanted.version}.", (near,))
        return self._at(found, f"Restore version {found.version} of {_day(_aware(found.created_at))}.")

    def _at(self, found: Version, words: str) -> Restored | Missed:
        try:
            return Restored(self._shelf.open(found.dashboard_id, found.version).spec, words)
        except NotFound as error:
            return Missed(words, error.message)


def redoable(versions: Sequence[Version]) -> Version | None:
    """Return the version that the last undo took back and nothing has replaced since; `versions` newest first.

    An undo is told by its parent, which is not the version before it; a redo by its spec, which is the one undone.
    """
    undone: list[Version] = []
    ordered = list(reversed(versions))
    for before, item in pairwise(ordered):
        if item.parent != before.version:
            undone.append(before)
        elif undone and item.spec == undone[-1].spec:
            undone.pop()
        else:
            undone.clear()
    return undone[-1] if undone else None


def _reason(version: Version, versions: Sequence[Version]) -> str:
    """Return what first made a state: an undo or redo only brought it back."""
    return next(item.message for item in reversed(versions) if item.spec == version.spec)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _day(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B %Y}"
