"""One ask: the best reading of its words over the catalogs, judged before it is believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sophia.catalog.model import Catalog
from sophia.kernel.clock import utc_now
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.dates import with_iso_dates, with_years
from sophia.planner.understand.elapsed import timed
from sophia.planner.understand.fraction import divided
from sophia.planner.understand.having import UNCOUNTED, having, holding_of
from sophia.planner.understand.link import EXACT, Reading, readings, uncovered
from sophia.planner.understand.listed_with import listed_with
from sophia.planner.understand.maker import Maker
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.omission import impossible, omitted, unspanned
from sophia.planner.understand.per_thing import per_thing
from sophia.planner.understand.rank import count_last, ranked, ranking_of
from sophia.planner.understand.ranking_guess import guessed
from sophia.planner.understand.read import Phrasing, read_phrasing
from sophia.planner.understand.refusal import READ_ONLY, commands, destroys, harmless, looks_like_sql
from sophia.planner.understand.retelling import retold
from sophia.planner.understand.rivals import rivals_of
from sophia.planner.understand.spelling import spelt
from sophia.planner.understand.time import Timing, read_time
from sophia.planner.understand.vocabulary import Vocabulary, vocabulary_of
from sophia.planner.understand.words import Token, content, tokens_of

LONGEST = 2_000
MOST_READINGS = 6
PREFERRED = 0.6
OWN_DATA = 0.2
DATES = frozenset(("date", "dates"))
TOLERATED = 0.5
TOLERATED_ALONE = 0.7
NOT_APPLIED = "This condition could not be applied to anything in the data."
OTHER_WAY = "The data is joined another way than this; it cannot be split so yet."
COMPARING = frozenset("above over below under than least most exceeding beyond < > <= >= = between".split())
AHEAD = re.compile(
    r"\b(?:(?:in|within|over|for|during)\s+)?(?:the\s+)?(?:next|coming|upcoming)\s+(?:\d+\s+)?(?:day|week|month|quarter|year)s?\b",
    re.I,
)


def understand_ask(
    text: str, catalogs: Sequence[Catalog], *, prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """Return what `text` asks of one of the catalogs, or None with the reasons.

    `prefer` names the connection that the asker pointed at. Words that name nothing come back as Missed; when more
    than half of what was said is unknown, nothing is guessed.
    """
    vocabularies = [vocabulary_of(item) for item in catalogs]
    safe = harmless(text[:LONGEST])
    if not re.search(r"\w", safe.text) and safe.refused:
        return None, safe.refused
    read = spelt(safe.text, vocabularies)
    ask, missed = best_ask(read.text, vocabularies, prefer)
    missed += safe.refused
    if ask is not None:
        corrected = tuple(Choice(said, meant) for said, meant in read.read)
        ask = replace(ask, choices=ask.choices + corrected)
    return ask, missed


def best_ask(
    text: str, vocabularies: Sequence[Vocabulary], prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """As understand_ask, over vocabularies that are already built."""
    short = text[:LONGEST]
    if commands(short) or destroys(short) or looks_like_sql(short):
        return None, (Missed(short.strip()[:120], READ_ONLY),)
    ahead = AHEAD.search(short)
    if ahead is not None:
        return None, (Missed(ahead[0].strip(), "Stretches of time that lie ahead cannot be asked for yet."),)
    first = _read(short, vocabularies, prefer)
    if any(item.reason == UNCOUNTED for item in first[1]):
        return first
    best = retold(short, first, vocabularies, lambda other, wider: _read(other, wider, prefer))
    return unspanned(short, best, [item.catalog for item in vocabularies])


def _read(
    text: str, vocabularies: Sequence[Vocabulary], prefer: str | None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """Return the reading of a text as it stands; a ranking, or a condition on groups, as one."""
    plain = _number(text, vocabularies, prefer)
    ranking, holding = ranking_of(count_last(text)), holding_of(text)
    catalogs = {item.catalog.connection: item.catalog for item in vocabularies}
    if ranking is None and holding is not None:
        return having(holding, plain, lambda other: _number(other, vocabularies, prefer), catalogs)
    if ranking is None:
        return plain
    return ranked(ranking, plain, lambda other: _number(other, vocabularies, prefer), catalogs)


def _number(
    text: str, vocabularies: Sequence[Vocabulary], prefer: str | None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """Return the reading of a text that ranks nothing: a number made of others, or one of the data as it is."""
    plain = _plain(text, vocabularies, prefer)
    catalogs = {item.catalog.connection: item.catalog for item in vocabularies}

    def read(other: str) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
        return _plain(other, vocabularies, prefer)

    made = listed_with(text, read) or divided(text, plain, read, catalogs)
    if made is None and (plain[0] is None or plain[1]):
        made = timed(text, read, catalogs)
    made = made or per_thing(text, plain, read, catalogs)
    return made or plain


def _plain(
    short: str, vocabularies: Sequence[Vocabulary], prefer: str | None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    phrasing = read_phrasing(
        with_years(with_iso_dates(short), today_of([item.catalog for item in vocabularies], prefer))
    )
    timing = read_time(phrasing.rest, phrasing.bin)
    tokens = tokens_of(timing.rest)
    scored: list[tuple[float, Reading, Sequence[Token], Timing]] = []
    for vocabulary in vocabularies:
        bonus = PREFERRED if vocabulary.catalog.connection == prefer else 0.0
        bonus += 0.0 if vocabulary.catalog.demo else OWN_DATA
        said: Sequence[Token] = tokens
        when = timing
        if timing.grain and vocabulary.names_column(timing.grain) and not vocabulary.dated:
            when = replace(timing, trend=False)
            said = tokens_of(timing.ungrained)
        scored += [(reading.score + bonus, reading, said, when) for reading in readings(said, vocabulary)]
    scored.sort(key=lambda item: (-item[0], item[1].catalog.connection, item[1].base))
    answers = (
        _judged(ask, maker, [(score, other) for score, other, _, _ in scored])
        for _, reading, said, when in scored[:MOST_READINGS]
        if (ask := (maker := Maker(reading, said, when, phrasing)).make(short)) is not None
    )
    first = next(answers, None)
    if first is None:
        return None, (_unknown(short, tokens, vocabularies),)
    if first[0] is None and first[1][0].reason == NOT_APPLIED:
        return next((answer for answer in answers if _lists_or_counts(answer)), first)
    return first


def today_of(catalogs: Sequence[Catalog], prefer: str | None = None) -> date:
    """Return the day at which the data stands that is asked: that of the preferred connection, else the first's."""
    ordered = sorted(catalogs, key=lambda item: item.connection != prefer)
    stands = next((item.as_of for item in ordered if item.as_of), None)
    return date.fromisoformat(stands[:10]) if stands else utc_now().date()


def _lists_or_counts(answer: tuple[PlannedAsk | None, tuple[Missed, ...]]) -> bool:
    """Whether an answer without anything missed lists or counts rows: the kind of thing that a condition is put on."""
    ask, missed = answer
    return ask is not None and not missed and all(item.aggregate == "count" for item in ask.measures)


def _judged(
    ask: PlannedAsk, maker: Maker, scored: Sequence[tuple[float, Reading]]
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    reading = maker.reading
    said, unknown = content(maker.tokens), _unexplained(maker)
    uncounted = (
        not _only_table(reading, ask)
        and ask.measures[:1]
        and ask.measures[0].aggregate == "count"
        and not _names_what_is_counted(reading, maker.phrasing)
    )
    headless = _headless(said, unknown, reading)
    if said and unknown and (len(unknown) > len(said) * _tolerated(reading) or uncounted or headless):
        words = " ".join(token.text for token in unknown)
        return None, (Missed(words, "Nothing in the data is called that.", tuple(nearest(words, reading.catalog))),)
    if maker.astray:
        return None, (Missed(maker.astray, OTHER_WAY, (_named(reading),)),)
    refused = impossible(ask, maker)
    if refused is not None:
        return None, (replace(refused, alternatives=tuple(nearest(refused.words, reading.catalog))),)
    lost = _lost_condition(maker.tokens, unknown) or _lost_name(maker.tokens, unknown, reading)
    if lost:
        return None, (Missed(lost, NOT_APPLIED, (_named(reading),)),)
    rivals = [other for score, other in scored[1:] if score >= scored[0][0] - 0.05 and _differs(other, reading)]
    names = tuple(dict.fromkeys(_named(other) for other in rivals if _named(other) != _named(reading)))[:3]
    choices: tuple[Choice, ...] = (Choice(ask.text.strip(), _named(reading), 0.6, names),) if names else ()
    choices += (*rivals_of(ask, reading, maker.tokens), *maker.splits.doubts, *maker.filters.doubts())
    share = 1 - len(unknown) / max(1, len(said))
    missed = tuple(
        Missed(token.text, "This word names nothing in the data.", tuple(nearest(token.lower, reading.catalog)[:2]))
        for token in unknown
        if len(token.text) > 1
    )
    missed += (*maker.unmet(), *omitted(ask, maker))
    return guessed(replace(ask, choices=choices, confidence=round(share, 2)), maker), missed


def _only_table(reading: Reading, ask: PlannedAsk) -> bool:
    """Whether what is counted can only be the rows: there is one table, and a column of it splits them."""
    named = {match.name.ref for match in reading.matches if match.name.kind == "column" and match.name.weight >= EXACT}
    return len(reading.catalog.tables) == 1 and any(item.column in named for item in ask.dimensions)


def _headless(said: Sequence[Token], unknown: Sequence[Token], reading: Reading) -> bool:
    """Whether what was asked for is unknown and only what it belongs to is known ("passwords of all users")."""
    several = len(reading.catalog.tables) > 1
    return several and bool(unknown) and said[0] is unknown[0] and len(unknown) * 2 >= len(said)


def _lost_condition(tokens: Sequence[Token], unknown: Sequence[Token]) -> str:
    """Return a comparison with a number that nothing took up, "" when there is none: dropping it would mislead."""
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if before is None or before.lower not in COMPARING or not token.lower[:1].isdigit():
            continue
        if token in unknown:
            return f"{before.text} {token.text}"
    return ""


def _lost_name(tokens: Sequence[Token], unknown: Sequence[Token], reading: Reading) -> str:
    """Return a name ("MRR for Acme") that no value of the data matches, "" when there is none."""
    if len(reading.catalog.tables) < 2 or not any(token.text[:1].islower() for token in tokens):
        return ""
    for place, token in enumerate(tokens[1:], 1):
        if (
            token in unknown
            and token.text[:1].isupper()
            and tokens[place - 1].lower in {"for", "of", "in", "at", "from"}
        ):
            return token.text
    return ""


def _tolerated(reading: Reading) -> float:
    """Return the share of unknown words up to which a reading is believed: more where there is but one table."""
    alone = len(reading.catalog.tables) == 1 and any(match.name.kind == "column" for match in reading.matches)
    return TOLERATED_ALONE if alone else TOLERATED


def _unexplained(maker: Maker) -> list[Token]:
    """Return the meaningful tokens that no name, aggregate or condition accounts for."""
    tokens, reading = maker.tokens, maker.reading
    known = {place for mark in marks_of(tokens, reading.covered) for place in range(mark.start, mark.end)}
    return [
        token
        for token in uncovered(reading, tokens)
        if (at := tokens.index(token)) not in known
        and not maker.filters.covers(at, at + 1)
        and not (token.lower in DATES and _after_date(at, reading))
    ]


def _after_date(place: int, reading: Reading) -> bool:
    """Whether the name right before a word is that of a date: the "date" of "paid date" says nothing new."""
    before = (reading.catalog.column(match.name.ref) for match in reading.columns if match.end == place)
    return any(column is not None and column.role == "date" for column in before)


def _names_what_is_counted(reading: Reading, phrasing: Phrasing) -> bool:
    named = {match.name.ref for match in reading.matches if match.name.kind in {"table", "column"}}
    return bool(named) and (bool(phrasing.chart) or any(match.name.kind == "table" for match in reading.matches))


def _differs(other: Reading, reading: Reading) -> bool:
    return {match.name.ref for match in other.matches} != {match.name.ref for match in reading.matches}


def _named(reading: Reading) -> str:
    for match in reading.matches:
        metric = reading.catalog.metric(match.name.ref) if match.name.kind == "metric" else None
        column = reading.catalog.column(match.name.ref) if match.name.kind == "column" else None
        found = metric or column
        if found is not None:
            return f"{found.label or found.name} of {reading.catalog.connection}"
    return f"{reading.base} of {reading.catalog.connection}"


def nearest(words: str, catalog: Catalog) -> list[str]:
    """Return the labels of metrics, else columns, that look most like `words`."""
    from rapidfuzz import process

    labels = [metric.label for metric in catalog.metrics]
    labels += [
        column.label for table in catalog.tables for column in table.columns if column.label and not column.hidden
    ]
    return [label for label, _, _ in process.extract(words, list(dict.fromkeys(labels)), limit=3)]


def _unknown(text: str, tokens: Sequence[Token], vocabularies: Sequence[Vocabulary]) -> Missed:
    words = " ".join(token.text for token in content(tokens)) or text.strip()[:80]
    labels = [label for item in vocabularies[:3] for label in nearest(words, item.catalog)[:2]]
    return Missed(words[:200], "Nothing in the data answers this.", tuple(labels[:3]))
