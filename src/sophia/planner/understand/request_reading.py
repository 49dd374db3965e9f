"""A whole request: its phrases and features, in order of mention, become one plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.planner.account import assumptions_of, sentence_of
from sophia.planner.plan import Missed, Plan, PlannedAsk
from sophia.planner.question import time_column_of
from sophia.planner.request import Request
from sophia.planner.understand.apps import app_of, behaviour_of
from sophia.planner.understand.ask import today_of
from sophia.planner.understand.continuation import BY, BY_TAIL, SAME
from sophia.planner.understand.dates import with_years
from sophia.planner.understand.dealing import dealt
from sophia.planner.understand.omission import UNDATED
from sophia.planner.understand.parts import shared_head, shared_tail
from sophia.planner.understand.phrase import SURE, Collected, PhraseReader
from sophia.planner.understand.rank import count_last
from sophia.planner.understand.refusal import READ_ONLY, harmless, looks_like_sql
from sophia.planner.understand.scope import Scope, Scopes
from sophia.planner.understand.sections import expand, matching
from sophia.planner.understand.segment import Segments, segments_of
from sophia.planner.understand.spelling import spelt
from sophia.planner.understand.time import is_only_time, window_of
from sophia.planner.understand.timeline import joined_date
from sophia.spec.params import Window

UNSPLIT = "What this is to split was not understood."
LONGEST = 20_000
MOST_PHRASES = 60
MOST_NUMBERS = 8


def understand(request: Request, catalogs: Sequence[Catalog]) -> Plan:
    """Return everything that `request` asks of `catalogs`.

    Raises BadInput for an empty or overlong description, an unknown data source, or an unknown feature.
    """
    _check(request)
    chosen = _chosen(request, catalogs)
    safe = harmless(request.description)
    if looks_like_sql(safe.text) or not re.search(r"\w", safe.text):
        return Plan(title="", missed=safe.refused or (Missed(request.description[:120], READ_ONLY),))
    reader = PhraseReader(chosen)
    read = spelt(safe.text, reader.vocabularies)
    segments = segments_of(dealt(count_last(with_years(read.text, today_of(chosen)))))
    _read_clauses(segments, reader)
    for feature in request.features:
        _read_feature(feature, reader)
    if segments.title and not reader.collected.asks:
        reader.topic(segments.title)
    plan = _plan(request, segments.title, chosen, reader.collected)
    return replace(plan, assumptions=read.assumptions + plan.assumptions, missed=plan.missed + safe.refused)


def _read_clauses(segments: Segments, reader: PhraseReader) -> None:
    """Read every phrase within its heading; in a bare list ("MRR, NRR and win rate by month") they share a time.

    A stretch of time in the title, in a heading, or as a phrase of its own ("all for 2026") holds for all without one.
    """
    scopes = Scopes(reader)
    overall = window_of(segments.title)
    known: dict[str, Scope | None] = {"": None}
    left = MOST_PHRASES
    spoken: list[str] = []
    for heading, clause in zip(segments.headings, segments.clauses, strict=True):
        if heading not in known:
            known[heading] = scopes.of(heading)
        told = list(clause) if segments.title else shared_tail(clause, reader.ask)
        told = _split_on(spoken, told, reader)
        leaning = [*spoken, *told] if told and SAME.match(told[0]) else told
        phrases = shared_head(leaning, reader.ask)[len(leaning) - len(told) :]
        spoken = phrases[-1:]
        before = len(reader.collected.asks)
        for phrase in phrases[: max(0, left)]:
            if len(segments.phrases) > 1 and is_only_time(phrase):
                overall = window_of(phrase)
                continue
            scopes.read(phrase, known[heading], alone=len(segments.phrases) == 1 and not segments.title)
        left -= len(phrases)
        if heading:
            _hold_to(window_of(heading), reader, before)
    _hold_to(overall, reader, 0)


def _split_on(spoken: Sequence[str], told: Sequence[str], reader: PhraseReader) -> list[str]:
    """Return phrases with those that only split ("By tier, by region") put on what the sentence before asked for.

    Where that was not understood, there is nothing to split: it is said, and no rows are counted instead.
    """
    if not spoken or not told or BY.match(told[0]) is None:
        return list(told)
    kept: list[str] = []
    for phrase in told:
        whole = f"{BY_TAIL.sub('', spoken[-1])} {phrase}"
        if BY.match(phrase) is None:
            kept.append(phrase)
        elif reader.ask(spoken[-1])[0] is not None and reader.ask(whole)[0] is not None:
            kept.append(whole)
        else:
            reader.collected.missed.append(Missed(phrase, UNSPLIT))
    return kept


def _hold_to(window: Window | None, reader: PhraseReader, first: int) -> None:
    """Hold the asks from `first` on to a stretch of time, but for those that name one; what has no date is said."""
    if window is None:
        return
    collected = reader.collected
    catalogs = {item.connection: item for item in reader.catalogs}
    for at, ask in enumerate(collected.asks[first:], first):
        if ask.window is not None or not ask.measures:
            continue
        catalog = catalogs[ask.connection]
        timed = time_column_of(ask, catalog) or joined_date(ask.table, catalog)
        if timed is None:
            collected.missed.append(Missed(ask.title or ask.text, UNDATED))
        else:
            collected.asks[at] = replace(ask, window=window, time_column=timed)


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


def _read_feature(feature: str, reader: PhraseReader) -> None:
    phrase = feature.replace("-", " ").replace("_", " ")
    behaviour, _ = behaviour_of(phrase)
    if behaviour is not None:
        reader.collected.behaviours.append(behaviour)
    app = app_of(phrase, reader.catalogs)
    if app is not None:
        reader.collected.add_app(app)
    named = [
        (catalog, section)
        for catalog in reader.catalogs
        for section in catalog.sections
        if feature.lower() in {item.lower() for item in section.features}
    ]
    sections = named or matching(phrase, reader.catalogs, SURE)
    for catalog, section in sections:
        reader.collected.add_asks(expand(section, catalog, phrase))
    if behaviour is None and app is None and not sections:
        ask, missed = reader.ask(phrase)
        if ask is None or missed:
            raise _unknown_feature(feature, reader.catalogs)
        reader.collected.add_asks([ask])


def _unknown_feature(feature: str, catalogs: Sequence[Catalog]) -> BadInput:
    known = sorted({name for catalog in catalogs for section in catalog.sections for name in section.features})
    return BadInput(
        f"The feature {feature!r} is not known for these data sources.",
        field="features",
        remedy=f"Known here: {', '.join(known) or 'none'}, and strategic-chat, real-time-updates, "
        "drill-down-analysis, export-reports.",
    )


def _plan(request: Request, named: str, catalogs: Sequence[Catalog], collected: Collected) -> Plan:
    collected.asks = few_numbers(collected.asks)
    titles = [item.title for item in collected.asks] + [item.title for item in collected.apps]
    used = [catalog for catalog in catalogs if _used(catalog, collected)]
    return Plan(
        title=titles[0] if len(titles) == 1 else joint_title(named, titles),
        asks=tuple(collected.asks),
        apps=tuple(collected.apps),
        behaviours=tuple(dict.fromkeys(collected.behaviours)),
        understood=tuple(sentence_of(ask) for ask in collected.asks) + tuple(app.title for app in collected.apps),
        assumptions=assumptions_of(collected.asks, used),
        missed=tuple(collected.missed),
        connections=tuple(catalog.connection for catalog in used),
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


def joint_title(named: str, titles: Sequence[str]) -> str:
    """Return what the dashboard was called, else what stands first on it."""
    if re.search(r"\w+\s+\w", named):
        return named[:1].upper() + named[1:]
    if len(titles) > 2:
        return f"{titles[0]} and {len(titles) - 1} more"
    return " and ".join(titles) if titles else "Dashboard"
