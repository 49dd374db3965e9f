"""One ask: the best reading of its words over the catalogs, judged before it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.link import Reading, readings, uncovered
from sophia.planner.understand.maker import Maker
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.read import Phrasing, read_phrasing
from sophia.planner.understand.refusal import READ_ONLY, destroys, looks_like_sql
from sophia.planner.understand.time import Timing, read_time
from sophia.planner.understand.vocabulary import Vocabulary, vocabulary_of
from sophia.planner.understand.words import Token, content, tokens_of

LONGEST = 2_000
MOST_READINGS = 6
PREFERRED = 0.6
OWN_DATA = 0.2
TOLERATED = 0.5
TOLERATED_ALONE = 0.7


def understand_ask(
    text: str, catalogs: Sequence[Catalog], *, prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """Return what `text` asks of one of the catalogs, or None with the reasons.

    `prefer` names the connection that the asker pointed at. Words that name nothing come back as Missed; when more
    than half of what was said is unknown, nothing is guessed.
    """
    return best_ask(text, [vocabulary_of(item) for item in catalogs], prefer)


def best_ask(
    text: str, vocabularies: Sequence[Vocabulary], prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """As understand_ask, over vocabularies that are already built."""
    short = text[:LONGEST]
    if destroys(short) or looks_like_sql(short):
        return None, (Missed(short.strip()[:120], READ_ONLY),)
    phrasing = read_phrasing(short)
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
    for _, reading, said, when in scored[:MOST_READINGS]:
        maker = Maker(reading, said, when, phrasing)
        ask = maker.make(short)
        if ask is not None:
            return _judged(ask, maker, [(score, other) for score, other, _, _ in scored])
    return None, (_unknown(short, tokens, vocabularies),)


def _judged(
    ask: PlannedAsk, maker: Maker, scored: Sequence[tuple[float, Reading]]
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    reading = maker.reading
    said, unknown = content(maker.tokens), _unexplained(maker)
    uncounted = (
        ask.measures[:1]
        and ask.measures[0].aggregate == "count"
        and not _names_what_is_counted(reading, maker.phrasing)
    )
    if said and unknown and (len(unknown) > len(said) * _tolerated(reading) or uncounted):
        words = " ".join(token.text for token in unknown)
        return None, (Missed(words, "Nothing in the data is called that.", tuple(nearest(words, reading.catalog))),)
    rivals = [other for score, other in scored[1:] if score >= scored[0][0] - 0.05 and _differs(other, reading)]
    names = tuple(dict.fromkeys(_named(other) for other in rivals if _named(other) != _named(reading)))[:3]
    choices = (Choice(ask.text.strip(), _named(reading), 0.6, names),) if names else ()
    share = 1 - len(unknown) / max(1, len(said))
    missed = tuple(
        Missed(token.text, "This word names nothing in the data.", tuple(nearest(token.lower, reading.catalog)[:2]))
        for token in unknown
        if len(token.text) > 2
    )
    missed += maker.unmet()
    return replace(ask, choices=choices, confidence=round(share, 2)), missed


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
        if (at := tokens.index(token)) not in known and not maker.filters.covers(at, at + 1)
    ]


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
