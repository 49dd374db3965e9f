"""One phrase of a request: a wish, a panel, a ready section, or a question of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sophia.catalog.model import Catalog, Section
from sophia.planner.plan import Behaviour, Missed, PlannedApp, PlannedAsk
from sophia.planner.understand.apps import app_of, behaviour_of
from sophia.planner.understand.ask import best_ask
from sophia.planner.understand.contrast import contrasted, extremes, whole_and_parts
from sophia.planner.understand.parts import MARKED, charts_of
from sophia.planner.understand.refusal import READ_ONLY, destroys
from sophia.planner.understand.sections import covered_by, expand, matching
from sophia.planner.understand.segment import halves_of
from sophia.planner.understand.title import title_of
from sophia.planner.understand.vocabulary import vocabulary_of
from sophia.spec.datasets import Order

SURE, LIKELY = 0.6, 0.34
CLEAR = 0.99
BY = re.compile(r"\b(?:by|per|for each|for every)\s+\w", re.I)
TOPIC = re.compile(
    r"\b(?:trends?|analytics|analysis|performance|overview|breakdowns?|monitoring|tracking|intelligence|health|report)\b",
    re.I,
)


@dataclass
class Collected:
    """What has been understood so far, in order of mention."""

    asks: list[PlannedAsk] = field(default_factory=list)
    apps: list[PlannedApp] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)

    def add_asks(self, asks: Sequence[PlannedAsk]) -> None:
        """Keep asks that are not there yet: two phrases may name the same section."""
        for ask in asks:
            if not any(same(ask, other) for other in self.asks):
                self.asks.append(ask)

    def add_app(self, app: PlannedApp) -> None:
        """Keep one panel of each kind."""
        if app.kind not in {item.kind for item in self.apps}:
            self.apps.append(app)

    @property
    def empty(self) -> bool:
        """Whether nothing that could be shown has been found."""
        return not self.asks and not self.apps


def same(ask: PlannedAsk, other: PlannedAsk) -> bool:
    """Whether two asks would show the same."""
    return _bare(ask) == _bare(other)


def _bare(ask: PlannedAsk) -> PlannedAsk:
    return replace(ask, text="", title="", choices=(), confidence=1.0, section="")


class PhraseReader:
    """Reads phrases over the same catalogs, each text once, into one collection."""

    def __init__(self, catalogs: Sequence[Catalog]) -> None:
        self.catalogs = catalogs
        self.collected = Collected()
        self.vocabularies = [vocabulary_of(catalog) for catalog in catalogs]
        self._known: dict[str, tuple[PlannedAsk | None, tuple[Missed, ...]]] = {}

    def ask(self, text: str) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
        """Return the best single reading of a text."""
        if text not in self._known:
            self._known[text] = best_ask(text, self.vocabularies)
        return self._known[text]

    @property
    def asked(self) -> int:
        """Return how many different texts have been read as questions: the work done."""
        return len(self._known)

    def read(self, phrase: str, *, alone: bool = False) -> None:
        """Take what a phrase asks for into the collection. `alone`: it is all that was asked."""
        if destroys(phrase):
            self.collected.missed.append(Missed(phrase[:120], READ_ONLY))
            return
        rest = phrase if BY.search(phrase) else self._wishes(phrase)
        if not rest.strip():
            return
        if self._section_by_name(rest, alone) or self._several(rest):
            return
        app = self._panel(rest)
        if app is not None:
            self.collected.add_app(app)
            self._expand(matching(rest, self.catalogs, SURE), rest)
        else:
            self._question(rest, left_over=rest != phrase)

    def _panel(self, phrase: str) -> PlannedApp | None:
        """Return the panel that a phrase names; "chat messages per day" is a question."""
        return None if BY.search(phrase) else app_of(phrase, self.catalogs)

    def topic(self, title: str) -> None:
        """Take the ready sections that a dashboard's own name stands for."""
        self._expand(matching(title, self.catalogs, SURE), title)

    def _wishes(self, phrase: str) -> str:
        """Take the wishes about the whole dashboard out of a phrase; return what is left."""
        behaviour, rest = behaviour_of(phrase)
        while behaviour is not None:
            self.collected.behaviours.append(behaviour)
            phrase = rest
            if not rest.strip():
                break
            behaviour, rest = behaviour_of(phrase)
        return phrase

    def _section_by_name(self, phrase: str, alone: bool) -> bool:
        """Expand the sections whose name a phrase is; a question that has its own answer stays a question."""
        sections = matching(phrase, self.catalogs, SURE)
        if not any(covered_by(phrase, section) for _, section in sections):
            return False
        if (alone or BY.search(phrase)) and MARKED.search(phrase) and not TOPIC.search(phrase):
            ask, missed = self.ask(phrase)
            if ask is not None and ask.dimensions and not missed and ask.confidence >= CLEAR:
                self.collected.add_asks([ask])
                return True
        app = self._panel(phrase)
        if app is not None:
            self.collected.add_app(app)
        self._expand(sections, phrase)
        return True

    def _several(self, phrase: str) -> bool:
        """Read the parts of a phrase that asks for several things; return whether it does."""
        sides = whole_and_parts(phrase) or extremes(phrase) or contrasted(phrase, self.ask)
        for side in sides:
            self._question(side, left_over=False)
        if sides:
            return True
        halves = halves_of(phrase)
        if len(halves) < 2:
            return False
        panels = [half for half in halves if not BY.search(half) and (self._panel(half) or behaviour_of(half)[0])]
        parts = halves if panels else charts_of(phrase, self.ask)
        if len(parts) < 2:
            return False
        for part in parts:
            self.read(part)
        return True

    def _question(self, phrase: str, *, left_over: bool) -> None:
        """Ask the data. Words left over from a wish ("let people export") count only when they are clear."""
        ask, missed = self.ask(phrase)
        clear = ask is not None and ask.confidence >= CLEAR and not missed
        if left_over and not clear:
            return
        near = [] if clear or (ask is not None and MARKED.search(phrase)) else matching(phrase, self.catalogs, LIKELY)
        named = [(catalog, section) for catalog, section in near if covered_by(phrase, section)]
        if named:
            self._expand(named, phrase)
        elif ask is not None:
            self.collected.add_asks(single_numbers(ask, self.catalogs))
            self.collected.missed += missed
        else:
            self.collected.missed += [_pointing(item, near) for item in missed]

    def _expand(self, sections: Sequence[tuple[Catalog, Section]], phrase: str) -> None:
        for catalog, section in sections:
            self.collected.add_asks(expand(section, catalog, phrase))


def _pointing(missed: Missed, near: Sequence[tuple[Catalog, Section]]) -> Missed:
    """Name the ready sections that come closest as alternatives to what could not be answered."""
    titles = [section.title for _, section in near]
    return replace(missed, alternatives=tuple(dict.fromkeys([*titles, *missed.alternatives]))[:4])


def single_numbers(ask: PlannedAsk, catalogs: Sequence[Catalog]) -> list[PlannedAsk]:
    """Return several numbers asked for at once as one tile each, several that rank things as one ranking each."""
    ranking = bool(ask.limit and ask.order and ask.task in {"rank", "breakdown"} and not ask.chart)
    if not (ranking or ask.task == "kpi") or len(ask.measures) < 2:
        return [ask]
    catalog = next(item for item in catalogs if item.connection == ask.connection)
    tiles = [replace(ask, measures=(measure,)) for measure in ask.measures]
    if ranking:
        down = ask.order[0].descending
        tiles = [replace(item, order=(Order(by=item.measures[0].name, descending=down),)) for item in tiles]
    return [replace(tile, title=title_of(tile, catalog)) for tile in tiles]
