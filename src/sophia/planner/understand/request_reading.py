"""A whole request: its phrases and features, in order of mention, become one plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.planner.draw import window_words
from sophia.planner.plan import Behaviour, Missed, Plan, PlannedApp, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand.apps import app_of, behaviour_of
from sophia.planner.understand.ask import best_ask, looks_like_sql
from sophia.planner.understand.sections import expand, matching
from sophia.planner.understand.segment import halves_of, phrases_of
from sophia.planner.understand.vocabulary import Vocabulary, vocabulary_of

LONGEST = 20_000
MOST_PHRASES = 60
MOST_NUMBERS = 8
SURE, LIKELY = 0.6, 0.34
DESTRUCTIVE = re.compile(
    r"\b(delete|remove|erase|wipe|purge|drop|truncate|destroy|overwrite|update|insert)\b.{0,40}\b(all|every|data|rows?|records?|table|"
    r"database|deals|users|accounts|customers|entries)\b",
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


def same(ask: PlannedAsk, other: PlannedAsk) -> bool:
    """Whether two asks would show the same."""
    plain = {"text": "", "title": "", "choices": (), "confidence": 1.0, "section": ""}
    return replace(ask, **plain) == replace(other, **plain)  # type: ignore[arg-type]  # fields by name


def understand(request: Request, catalogs: Sequence[Catalog]) -> Plan:
    """Return everything that `request` asks of `catalogs`.

    Raises BadInput for an empty or overlong description, an unknown data source, or an unknown feature.
    """
    _check(request)
    chosen = _chosen(request, catalogs)
    if looks_like_sql(request.description) or DESTRUCTIVE.search(request.description):
        reason = "Sophia reads data and never changes it; say what you would like to see instead."
        return Plan(title="", missed=(Missed(request.description[:120], reason),))
    collected = Collected()
    vocabularies = [vocabulary_of(catalog) for catalog in chosen]
    for phrase in phrases_of(request.description)[:MOST_PHRASES]:
        _read_phrase(phrase, chosen, vocabularies, collected)
    for feature in request.features:
        _read_feature(feature, chosen, vocabularies, collected)
    return _plan(request, chosen, collected)


def _check(request: Request) -> None:
    if not request.description.strip():
        raise BadInput(
            "The description is empty.", field="description", remedy="Say in a sentence what you want to see."
        )
    if len(request.description) > LONGEST:
        raise BadInput(
            f"The description has {len(request.description):,} characters; {LONGEST:,} is the limit.",
            field="description",
            remedy="Shorten it, or build the dashboard in several steps.",
        )


def _chosen(request: Request, catalogs: Sequence[Catalog]) -> list[Catalog]:
    by_name = {catalog.connection: catalog for catalog in catalogs}
    for name in request.data_sources:
        if name not in by_name:
            raise BadInput(
                f"There is no connection {name!r}.",
                field="data_sources",
                remedy=f"Use one of: {', '.join(sorted(by_name))}.",
            )
    if request.data_sources:
        return [by_name[name] for name in dict.fromkeys(request.data_sources)]
    return sorted(catalogs, key=lambda item: (item.demo, item.connection))


def _read_phrase(
    phrase: str, catalogs: Sequence[Catalog], vocabularies: Sequence[Vocabulary], collected: Collected
) -> None:
    behaviour, rest = behaviour_of(phrase)
    while behaviour is not None:
        collected.behaviours.append(behaviour)
        if not rest.strip():
            return
        phrase = rest
        behaviour, rest = behaviour_of(phrase)
    app = app_of(phrase, catalogs)
    if app is not None:
        collected.add_app(app)
    sections = matching(phrase, catalogs, SURE)
    if not sections and app is None:
        ask, missed = best_ask(phrase, vocabularies)
        likely = matching(phrase, catalogs, LIKELY)
        if ask is not None and (not likely or (ask.confidence >= 0.99 and not missed)):
            collected.add_asks([ask])
            collected.missed += missed
            return
        sections = likely
        if not sections and not _halves(phrase, catalogs, vocabularies, collected):
            collected.missed += missed
            return
    for catalog, section in sections:
        collected.add_asks(expand(section, catalog, phrase))


def _halves(phrase: str, catalogs: Sequence[Catalog], vocabularies: Sequence[Vocabulary], collected: Collected) -> bool:
    """Read a phrase that names nothing as its parts at "and"; return whether there were any."""
    parts = halves_of(phrase)
    if len(parts) < 2:
        return False
    for part in parts:
        _read_phrase(part, catalogs, vocabularies, collected)
    return True


def _read_feature(
    feature: str, catalogs: Sequence[Catalog], vocabularies: Sequence[Vocabulary], collected: Collected
) -> None:
    phrase = feature.replace("-", " ").replace("_", " ")
    behaviour, _ = behaviour_of(phrase)
    if behaviour is not None:
        collected.behaviours.append(behaviour)
    app = app_of(phrase, catalogs)
    if app is not None:
        collected.add_app(app)
    named = [
        (catalog, section)
        for catalog in catalogs
        for section in catalog.sections
        if feature.lower() in {item.lower() for item in section.features}
    ]
    sections = named or matching(phrase, catalogs, SURE)
    for catalog, section in sections:
        collected.add_asks(expand(section, catalog, phrase))
    if behaviour is None and app is None and not sections:
        ask, missed = best_ask(phrase, vocabularies)
        if ask is None or missed:
            known = sorted({name for catalog in catalogs for section in catalog.sections for name in section.features})
            raise BadInput(
                f"The feature {feature!r} is not known for these data sources.",
                field="features",
                remedy=f"Known here: {', '.join(known) or 'none'}, and strategic-chat, real-time-updates, "
                "drill-down-analysis, export-reports.",
            )
        collected.add_asks([ask])


def _plan(request: Request, catalogs: Sequence[Catalog], collected: Collected) -> Plan:
    collected.asks = few_numbers(collected.asks)
    titles = [item.title for item in collected.asks] + [item.title for item in collected.apps]
    assumptions = [
        f"“{choice.words}” was read as {choice.meaning}; it could also mean {', '.join(choice.alternatives)}."
        for ask in collected.asks
        for choice in ask.choices
        if choice.alternatives
    ]
    frozen = sorted({catalog.as_of for catalog in catalogs if catalog.as_of and _used(catalog, collected)})
    if frozen:
        assumptions.append(f"Periods end on {frozen[-1]}, the newest date in the data.")
    return Plan(
        title=titles[0] if len(titles) == 1 else _joint_title(request, titles),
        asks=tuple(collected.asks),
        apps=tuple(collected.apps),
        behaviours=tuple(dict.fromkeys(collected.behaviours)),
        understood=tuple(_sentence(ask) for ask in collected.asks) + tuple(app.title for app in collected.apps),
        assumptions=tuple(assumptions),
        missed=tuple(collected.missed),
        connections=tuple(catalog.connection for catalog in catalogs if _used(catalog, collected)),
    )


def few_numbers(asks: Sequence[PlannedAsk]) -> list[PlannedAsk]:
    """Keep at most eight single numbers, taken from the sections in turn: more cannot be read at a glance."""
    numbers = [ask for ask in asks if ask.task == "kpi"]
    by_section: dict[str, list[PlannedAsk]] = {}
    for ask in numbers:
        by_section.setdefault(f"{ask.connection}/{ask.section}", []).append(ask)
    kept: list[PlannedAsk] = [ask for ask in numbers if not ask.section]
    for turn in range(max((len(group) for group in by_section.values()), default=0)):
        kept += [group[turn] for group in by_section.values() if turn < len(group) and group[turn] not in kept]
    chosen = kept[:MOST_NUMBERS]
    return [ask for ask in asks if ask.task != "kpi" or ask in chosen]


def _used(catalog: Catalog, collected: Collected) -> bool:
    used = {item.connection for item in collected.asks} | {item.connection for item in collected.apps}
    return catalog.connection in used


def _joint_title(request: Request, titles: Sequence[str]) -> str:
    named = re.match(
        r"(?:.*?\b(?:an?|the|our)\s+)?([\w\s/-]{3,60}?\s(?:dashboard|report|overview))\b", request.description, re.I
    )
    if named:
        return named[1].strip().capitalize()
    return " and ".join(titles[:2]) if titles else "Dashboard"


def _sentence(ask: PlannedAsk) -> str:
    span = window_words(ask.window).lower() if ask.window else ""
    return f"{ask.title}{f', {span}' if span else ''}, from {ask.connection}"
