"""Retelling: a question that the plain names do not answer, read again in plainer words and with everyday names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sophia.catalog.model import Table
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.link import NUMERIC
from sophia.planner.understand.omission import NO_SPAN, Answer, is_omission
from sophia.planner.understand.splits import calling
from sophia.planner.understand.vocabulary import Vocabulary, wide_vocabulary_of
from sophia.planner.understand.wording import lightened, loses, plainer, portion_of
from sophia.planner.understand.words import tokens_of
from sophia.spec.datasets import Measure

Read = Callable[[str, Sequence[Vocabulary]], Answer]

CLEAR = 0.99
LIKELY = 0.66
MANY = 25
MOST_READ = 12
NO_NUMBER = "No number of this data is called that, so there is nothing to average."
LONGEST = 240
QUESTION = re.compile(r"(?:how (?!many\b|much\b)|what\b|which\b|why\b|who\b|when\b|where\b)", re.I)
PERSONAL = re.compile(r"(?:who|why|where)\b", re.I)
WONDERED = re.compile(r"(?:where|when|why|who|how often|(?:top|bottom) \d+ \w+ \w+$)\b", re.I)
AVERAGED = re.compile(r"(?:the |our )?(?:typical|average|mean|usual) (?!number\b)", re.I)
REFERRING = re.compile(r"\b(?:them|those|these)\b", re.I)
LISTED = re.compile(r"\b(?:list|table|names?|details?|rows?|records?|top|bottom|which|who|latest|newest)\b", re.I)
HOW_MANY = re.compile(r"\b(?:how many|(?:the )?number of)\b", re.I)
TIMED = re.compile(
    r"\b(?:hour|day|week|month|quarter|year|dai|annual|when|over time|trend|develop|evolv|chang|grow|date|time)", re.I
)
QUANTITY = re.compile(r"(?:total|average|sum of) (?!number\b)", re.I)


def retold(text: str, first: Answer, vocabularies: Sequence[Vocabulary], read: Read) -> Answer:
    """Return `first`, or what `text` means in plainer words when that is understood better.

    What was read so is said: the ask carries the choice "… was read as …".
    """
    settled = is_clear(first) or _only_omits(first)
    if len(text) > LONGEST or REFERRING.search(text) or (settled and not _unasked(text, first)):
        return first
    wide = [wide_vocabulary_of(item.catalog) for item in vocabularies]
    best: Answer = (None, first[1]) if _unasked(text, first) else first
    kept = (told for told in (*_expanded(plainer(text), wide), text) if not loses(text, told))
    if QUESTION.match(text):
        kept = (told for told in kept if not QUESTION.match(told))
    for told in list(dict.fromkeys((*_portions(text, wide), *_lightened(kept, wide))))[:MOST_READ]:
        answer = read(told, wide)
        if answer[0] is None and any(item.reason == NO_SPAN for item in answer[1]):
            return answer
        if (
            _runs_unasked(text, answer)
            or _counts_unasked(told, answer)
            or _lists_unasked(text, told, answer, wide)
            or _counts_ones(answer, wide)
            or _is_no_share(text, answer)
        ):
            continue
        if _merit(answer) > _merit(best):
            best = answer
        if is_clear(best):
            break
    ask, missed = best
    if ask is None and AVERAGED.match(text) is not None and first[0] is not None:
        return None, (Missed(text.strip()[:120], NO_NUMBER),)
    if ask is None or ask is first[0] or not (is_clear(best) or _nearly(best, first)):
        return first
    meant = Choice(text.strip(" ?.!"), ask.title)
    return replace(ask, text=text.strip(), choices=(*ask.choices, meant)), missed


def _runs_unasked(text: str, answer: Answer) -> bool:
    """Whether it was asked how many there are and a course over time came out."""
    ask, _ = answer
    return ask is not None and ask.task == "trend" and HOW_MANY.search(text) is not None and TIMED.search(text) is None


def _counts_unasked(told: str, answer: Answer) -> bool:
    """Whether a total or an average was asked for and rows came out counted."""
    ask, _ = answer
    return ask is not None and QUANTITY.match(told) is not None and all(not _adds(item) for item in ask.measures)


def _lists_unasked(text: str, told: str, answer: Answer, wide: Sequence[Vocabulary]) -> bool:
    """Whether rows came out where nobody asked for a list, or a number was cut by another one's every value."""
    ask, _ = answer
    if ask is None:
        return False
    measured = any(_is_measured(item.column, ask, wide) for item in ask.dimensions)
    return measured or (ask.task == "rows" and (LISTED.search(text) is None or told.startswith("top ")))


def _is_measured(reference: str, ask: PlannedAsk, wide: Sequence[Vocabulary]) -> bool:
    catalogs = (item.catalog for item in wide if item.catalog.connection == ask.connection)
    columns = (catalog.column(reference) for catalog in catalogs)
    return any(item is not None and item.role in NUMERIC and (item.distinct or 0) > MANY for item in columns)


def _expanded(tellings: Iterable[str], wide: Sequence[Vocabulary]) -> Iterator[str]:
    """Say what is counted where only "count by clubs" was understood and one table alone refers to them."""
    for told in tellings:
        yield told
        if told.startswith("count by "):
            for vocabulary in wide:
                yield from (f"number of {table} by {told[9:]}" for table in _referring(told[9:], vocabulary))


def _referring(thing: str, vocabulary: Vocabulary) -> list[str]:
    """Return the name of the one table whose rows refer to a thing, none where several do."""
    tables = {item.name.ref for item in vocabulary.matches(tokens_of(thing)) if item.name.kind == "table"}
    found = {join.from_table for join in vocabulary.catalog.joins if join.to_table in tables}
    return [name.replace("_", " ") for name in found] if len(found) == 1 else []


def _unasked(text: str, answer: Answer) -> bool:
    """Whether rows came out as they are, or counted, where it was asked who, where, when, why, or for an average."""
    ask, _ = answer
    if AVERAGED.match(text) is not None and ask is not None and all(not _adds(item) for item in ask.measures):
        return True
    if ask is not None and ask.task == "trend" and PERSONAL.match(text) is not None:
        return True
    if _is_no_share(text, answer):
        return True
    return ask is not None and ask.task == "rows" and (WONDERED.match(text) or portion_of(text)) is not None


def _is_no_share(text: str, answer: Answer) -> bool:
    """Whether a portion was asked for and a number alone came out, which is no portion of anything."""
    ask, _ = answer
    return ask is not None and ask.task == "kpi" and portion_of(text) is not None


def _counts_ones(answer: Answer, wide: Sequence[Vocabulary]) -> bool:
    """Whether the rows of a table came out counted by what tells them apart: one each."""
    ask, _ = answer
    if ask is None or ask.task not in {"breakdown", "rank"} or any(_adds(item) for item in ask.measures):
        return False
    tables = (item.catalog.table(ask.table) for item in wide if item.catalog.connection == ask.connection)
    own = {f"{table.name}.{name}" for table in tables if table is not None and (name := _unlike(table))}
    return any(item.column in own for item in ask.dimensions)


def _unlike(table: Table) -> str | None:
    """Return the column that tells a table's rows apart, None where several rows share its values."""
    name = calling(table)
    column = next((item for item in table.columns if item.name == name), None)
    shared = column is None or not column.distinct or not table.rows or column.distinct * 10 < table.rows * 9
    return None if shared else name


def _adds(measure: Measure) -> bool:
    return measure.aggregate not in {"count", "count_distinct"}


def is_clear(answer: Answer) -> bool:
    """Whether an answer leaves no word unexplained."""
    ask, missed = answer
    return ask is not None and not missed and ask.confidence >= CLEAR


def _only_omits(answer: Answer) -> bool:
    """Whether every word was understood and one thing alone has no place in the chart: other words say it no better."""
    ask, missed = answer
    return ask is not None and ask.confidence >= CLEAR and all(is_omission(item) for item in missed)


def _nearly(answer: Answer, first: Answer) -> bool:
    """Whether all but one word of what had no answer is understood, and that word is said."""
    ask, missed = answer
    named = all(item.reason.startswith("This word") for item in missed)
    return first[0] is None and ask is not None and ask.confidence >= LIKELY and len(missed) < 2 and named


def _merit(answer: Answer) -> tuple[float, int]:
    """Order answers: the larger the share of words understood, the better."""
    ask, missed = answer
    return (ask.confidence, -len(missed)) if ask is not None else (0.0, 0)


def _lightened(tellings: Iterable[str], wide: Sequence[Vocabulary]) -> Iterator[str]:
    """Yield each telling as it is, and without the words that carry a sentence only."""
    for told in tellings:
        yield told
        yield lightened(told, lambda word: any(item.carries(word) for item in wide))


def _portions(text: str, wide: Sequence[Vocabulary]) -> Iterator[str]:
    """Turn "what portion of the bills is signed off" into the share by the column that holds that state."""
    found = portion_of(text)
    if found is None:
        return
    things, said = found
    for vocabulary in wide:
        for match in vocabulary.matches(tokens_of(said)):
            if match.name.kind in {"value", "flag"}:
                column = match.name.ref.rpartition(".")[2].replace("_", " ")
                yield f"share of {things} by {column}"
