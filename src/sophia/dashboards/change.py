"""Change by sentence: generate a dashboard, add a component, modify what is there; previewed or saved."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from sophia.access.policy import authorize
from sophia.catalog.context import catalog_for
from sophia.catalog.model import Catalog
from sophia.dashboards.custom import refusal_of
from sophia.dashboards.past import Past
from sophia.dashboards.shelf import Opened, Shelf
from sophia.dashboards.store import Change, DashboardStore
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, SophiaError
from sophia.kernel.meters import Change as Made
from sophia.kernel.meters import Ending, Meters
from sophia.kernel.viewer import Viewer
from sophia.planner.add import add
from sophia.planner.edit.change import History
from sophia.planner.generate import generate
from sophia.planner.model.reading import Guide
from sophia.planner.model.rephrase import modify_with
from sophia.planner.outcome import Outcome, Report, silent
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.query.contract import QueryPath
from sophia.spec.dashboard import Dashboard
from sophia.spec.theme import Theme


class Catalogs(Protocol):
    """Where the catalogs of all connections come from."""

    def catalogs(self) -> Mapping[str, Catalog]:
        """Return name → catalog."""
        ...


class Guides(Protocol):
    """Where the model comes from that revises the rules' reading."""

    def guide(self, viewer: Viewer, purpose: str) -> Guide | None:
        """Return the model to ask for `viewer`, its calls logged under `purpose`; None when the rules read alone."""
        ...


class RulesOnly:
    """No model is asked."""

    def guide(self, viewer: Viewer, purpose: str) -> Guide | None:
        """Return None."""
        return None


@dataclass(frozen=True)
class Added:
    """What is to be added, in words: where its data lives and where it goes."""

    description: str
    data_source: str | None = None
    position: str = "bottom"


@dataclass(frozen=True)
class Done:
    """The outcome of a change and the version it became; for a preview the version it was made from."""

    outcome: Outcome
    spec: Dashboard
    slug: str
    version: int
    preview: bool


class Changes:
    """Turns sentences into new versions."""

    def __init__(
        self,
        store: DashboardStore,
        shelf: Shelf,
        queries: QueryPath,
        catalogs: Catalogs,
        brand: Callable[[], Theme],
        *,
        guides: Guides | None = None,
        clock: Clock = utc_now,
        meters: Meters | None = None,
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._queries = queries
        self._catalogs = catalogs
        self._brand = brand
        self._guides = guides or RulesOnly()
        self._clock = clock
        self._meters = meters or Meters()

    def generate(self, viewer: Viewer, request: Request, report: Report = silent) -> Done:
        """Make the dashboard of `request`; the same request is the same dashboard (no new version when equal)."""
        authorize(viewer, "dashboard.generate")
        with self._measured("generate"):
            bench = self._bench(viewer, request.data_sources)
            guide = self._guides.guide(viewer, "generate")
            outcome = generate(request, bench, report=report, guide=guide)
        spec = outcome.spec
        slug = self._store.slug_for(spec.id, spec.slug)
        if slug != spec.slug:
            spec = spec.model_copy(update={"slug": slug})
        message = request.description[:400] or f"Generated the {request.type} dashboard."
        return self._save(viewer, outcome, Change(spec, message, outcome.changes, action="dashboard.generate"))

    def add(self, viewer: Viewer, key: str, asked: Added, *, preview: bool = False, report: Report = silent) -> Done:
        """Add the component that `asked` describes. Raises BadInput naming the field at fault."""
        authorize(viewer, "dashboard.edit")
        now = self._shelf.open(key)
        with self._measured("add"):
            bench = self._bench(viewer, ())
            if asked.data_source is not None:
                _check_sources([asked.data_source], bench.catalogs, "data_source")
            outcome = add(
                now.spec,
                asked.description,
                bench,
                source=asked.data_source,
                position=asked.position,
                report=report,
                guide=self._guides.guide(viewer, "add"),
            )
        return self._finish(viewer, now, outcome, asked.description, preview=preview)

    def modify(
        self,
        viewer: Viewer,
        key: str,
        sentence: str,
        *,
        preserve: bool = False,
        preview: bool = False,
        report: Report = silent,
    ) -> Done:
        """Change the dashboard as `sentence` says; an earlier state it asks for becomes a new version.

        Raises BadInput when nothing in it could be applied.
        """
        authorize(viewer, "dashboard.edit")
        now = self._shelf.open(key)
        bench = self._bench(viewer, ())
        guide = self._guides.guide(viewer, "modify")
        history = History(Past(self._store, self._shelf, now), self._clock())
        with self._measured("modify"):
            outcome = modify_with(
                now.spec, sentence, bench, guide, preserve=preserve, brand=self._brand(), report=report, history=history
            )
        return self._finish(viewer, now, outcome, sentence, preview=preview)

    @contextlib.contextmanager
    def _measured(self, change: Made) -> Iterator[None]:
        """Time a sentence; one that is refused with a reason is no failure."""
        began = time.perf_counter()
        ending: Ending = "failed"
        try:
            yield
            ending = "done"
        except SophiaError as error:
            ending = "refused" if error.status < 500 else "failed"
            raise
        finally:
            self._meters.changed(change, ending, time.perf_counter() - began)

    def _bench(self, viewer: Viewer, names: tuple[str, ...]) -> Bench:
        catalogs = self._catalogs.catalogs()
        _check_sources(names, catalogs, "data_sources")
        chosen = names or tuple(catalogs)
        seen = {name: catalog_for(viewer, catalogs[name]) for name in chosen}
        return Bench(self._queries, viewer, seen, refusal_of)

    def _finish(self, viewer: Viewer, now: Opened, outcome: Outcome, words: str, *, preview: bool) -> Done:
        if preview:
            return Done(outcome, outcome.spec, now.saved.slug, now.saved.version, preview=True)
        kept = now.saved.parent if outcome.undone else None
        change = Change(outcome.spec, words[:400], outcome.changes, base=now.saved.version, keep_parent_of=kept)
        return self._save(viewer, outcome, change)

    def _save(self, viewer: Viewer, outcome: Outcome, change: Change) -> Done:
        try:
            saved = self._store.put(viewer, change)
        finally:
            self._shelf.forget()
        return Done(outcome, change.spec, saved.slug, saved.version, preview=False)


def _check_sources(names: tuple[str, ...] | list[str], catalogs: Mapping[str, Catalog], field: str) -> None:
    for name in names:
        if name not in catalogs:
            remedy = f"Known: {', '.join(catalogs) or 'none yet'}. `sophia connect` adds one."
            raise BadInput(f"There is no connection {name[:60]!r}.", field=field, remedy=remedy)
