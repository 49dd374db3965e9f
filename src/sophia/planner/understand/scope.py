"""Scopes: a condition said once for several asks, in a heading, in a sentence of its own, or in the ask before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand.phrase import CLEAR, PhraseReader
from sophia.planner.understand.segment import LIMITING
from sophia.planner.understand.time import window_of
from sophia.planner.understand.title import title_of
from sophia.planner.understand.vocabulary import wide_vocabulary_of
from sophia.planner.understand.words import content, tokens_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Filter
from sophia.spec.params import Window

ONLY = re.compile(
    r"\b(?:only|just|solely|exclusively)\b|^\s*(?:for|in|within|regarding)\s+(?:(?:the|our|all)\s+)?", re.I
)
WATCHING = re.compile(
    r"^(?:(?:and|also|please|then)\s+)*(?:(?:i|we)(?:['’]d)?\s+)?(?:(?:want|need|like|would\s+like)\s+to\s+)?"
    r"(?:(?:keep|have)\s+an\s+eye\s+on|watch|look\s+(?:at|into)|care\s+about|focus\s+on|(?:am|are)\s+interested\s+in|"
    r"show(?:\s+me)?|talk\s+about|about)\s+",
    re.I,
)
EVERYTHING = re.compile(
    r"^(?:all|everything)(?:\s+(?:for|in|of|is|about|but))?\s+|\b(?:(?:and\s+)?(?:everything|all)(?:\s+(?:below|here|else|of\s+it))?)\s*$|"
    r"\ball\s+(?=q[1-4]\b|\d{4}\b)",
    re.I,
)
POINTING = re.compile(r"\b(?:the\s+|those\s+|these\s+)?(?:ones|them|they|those|these)\b", re.I)
REFERRING = re.compile(r"(?<=\w),?\s+and\s+(?=(?:what|how|which|who|when)\b[^,;]*\b(?:they|them|those|these)\b)", re.I)
OWNING = re.compile(r"^(?:their|its)\s+", re.I)
BEHIND = re.compile(r"\s+(?:for|of|in|from|on|with)\s+(?:them|those|these|it)$", re.I)
COUNTING = re.compile(
    r"\bhow\s+many(?:\s+of\s+(?:them|those|these))?(?=\s*$|\s+(?:were|are|was|is|there|do|did|have|has|we|they|each|per|by|"
    r"every|came|come|in|this|last)\b)",
    re.I,
)
BARE = re.compile(
    r"^(?:the\s+)?(?:(?:monthly|weekly|daily|quarterly|yearly)\s+)?(?:trend|course|number|count|total)\b", re.I
)
NOT_HERE = "“{0}” cannot be put on this, so it is not shown."
UNBOUND = "This names nothing in the data that the rest could be limited to."


@dataclass(frozen=True)
class Scope:
    """What later words point back to: rows of a table, with conditions.

    `noun` names the rows. `firm`: the conditions hold for every ask below; otherwise only for those that point back.
    """

    words: str
    noun: str
    connection: str
    table: str
    filters: tuple[Filter, ...]
    firm: bool = False
    window: Window | None = None
    time_column: str | None = None


class Scopes:
    """Reads phrases as `reader` does, within what was said above them."""

    def __init__(self, reader: PhraseReader) -> None:
        self.reader = reader
        self._last: Scope | None = None

    def of(self, words: str) -> Scope | None:
        """Return the scope that a heading or a sentence sets, None where it only names what follows."""
        only = ONLY.search(words) is not None
        plain = re.sub(r"\s+", " ", WATCHING.sub("", ONLY.sub(" ", words).strip(" :,.")).strip(" :,."))
        plain = re.sub(r"\s+", " ", EVERYTHING.sub(" ", plain)).strip(" ,") or plain
        ask, missed = self.reader.ask(plain) if plain else (None, ())
        if ask is None or not ask.filters or len(missed) > 1:
            found = self._valued(plain) or (self._held(plain) if only or LIMITING.search(words) else None)
            if found is not None:
                return replace(found, firm=True if found.window else only or self._names_rows(plain))
            if LIMITING.search(words) and window_of(words) is None:
                self.reader.collected.missed.append(Missed(words.strip(" :"), UNBOUND))
            return None
        return replace(self._of(ask, plain), firm=only or self._names_rows(plain))

    def read(self, phrase: str, scope: Scope | None, *, alone: bool = False) -> None:
        """Take what a phrase asks for into the collection, with the conditions that hold for it."""
        first, *later = REFERRING.split(phrase, maxsplit=1)
        if later and self.reader.ask(first)[0] is not None:
            self.read(first, scope, alone=alone)
            self.read(later[0], scope, alone=alone)
            return
        told, pointed = self._told(phrase, scope or self._last)
        collected = self.reader.collected
        before = list(collected.asks)
        self.reader.read(told, alone=alone)
        within = scope if scope is not None and (scope.firm or pointed) else self._last if pointed else None
        new = [ask for ask in collected.asks if ask not in before]
        if within is not None:
            narrowed = [self._narrowed(ask, within) for ask in new]
            collected.asks = [*before, *(item for item in narrowed if isinstance(item, PlannedAsk))]
            collected.missed += [item for item in narrowed if isinstance(item, Missed)]
            new = collected.asks[len(before) :]
        if new:
            self._last = self._of(new[-1], phrase)

    def _valued(self, words: str) -> Scope | None:
        """Return the scope of words that are values of one column, with at most the rows' name beside them."""
        tokens = tokens_of(words)
        for catalog in self.reader.catalogs:
            matches = wide_vocabulary_of(catalog).matches(tokens)
            values = [item for item in matches if item.name.kind == "value"]
            named = {place for item in matches for place in range(item.start, item.end)}
            column = {item.name.ref for item in values}
            if len(column) != 1 or any(token not in [tokens[at] for at in named] for token in content(tokens)):
                continue
            said = list(dict.fromkeys(item.name.value for item in values))
            reference = column.pop()
            made = Filter(column=reference, op="eq" if len(said) == 1 else "in", values=said)
            table = reference.rpartition(".")[0]
            return Scope(words, self._noun(catalog, table), catalog.connection, table, (made,))
        return None

    def _held(self, words: str) -> Scope | None:
        """Return the scope of several conditions, read as those of some rows that all of them can be put on."""
        for catalog in self.reader.catalogs:
            for table in sorted(catalog.tables, key=lambda item: -(item.rows or 0)):
                noun = self._noun(catalog, table.name)
                for told in _countings(noun, words):
                    ask, missed = self.reader.ask(told)
                    if (
                        ask is not None
                        and ask.filters
                        and not missed
                        and ask.confidence >= CLEAR
                        and not ask.dimensions
                    ):
                        return self._of(ask, words)
        return None

    def _noun(self, catalog: Catalog, name: str) -> str:
        table = catalog.table(name)
        return ((table.label if table else "") or name).replace("_", " ").lower()

    def _of(self, ask: PlannedAsk, words: str) -> Scope:
        catalog = next(item for item in self.reader.catalogs if item.connection == ask.connection)
        noun = self._noun(catalog, ask.table)
        return Scope(
            words, noun, ask.connection, ask.table, ask.filters, window=ask.window, time_column=ask.time_column
        )

    def _names_rows(self, words: str) -> bool:
        """Whether a heading names the rows and not only a value of theirs: "late trips", not "north"."""
        wide = (wide_vocabulary_of(item) for item in self.reader.catalogs)
        return any(match.name.kind == "table" for item in wide for match in item.matches(tokens_of(words)))

    def _told(self, phrase: str, scope: Scope | None) -> tuple[str, bool]:
        """Return a phrase with what it points back to put in, and whether it points back."""
        if scope is None:
            return phrase, False
        if OWNING.search(phrase):
            return OWNING.sub("", phrase), True
        if BEHIND.search(phrase) and self.reader.ask(BEHIND.sub("", phrase))[0] is not None:
            return BEHIND.sub("", phrase), True
        tellings = list(dict.fromkeys(_tellings(phrase, scope.noun)))
        pointed = bool(tellings)
        first = self.reader.ask(phrase)
        if not tellings and first[0] is None and BARE.match(phrase):
            tellings, pointed = [f"number of {scope.noun} {phrase}", f"{phrase} of {scope.noun}"], True
        answers = [(told, *self.reader.ask(told)) for told in tellings]
        clear = [told for told, ask, missed in answers if ask is not None and not missed and ask.confidence >= CLEAR]
        known = [told for told, ask, _ in answers if ask is not None]
        chosen = next(iter(clear or known), None)
        return (chosen, True) if chosen is not None else (phrase, pointed and first[0] is not None)

    def _narrowed(self, ask: PlannedAsk, scope: Scope) -> PlannedAsk | Missed:
        """Put the scope's conditions on an ask; where they cannot hold it is not shown without them."""
        said = {each.column for item in ask.filters for each in (item, *item.any_of)}
        further = [item for item in scope.filters if not said & {each.column for each in (item, *item.any_of)}]
        if (
            scope.window is not None
            and ask.window is None
            and scope.time_column not in said
            and ask.table == scope.table
            and ask.measures
        ):
            ask = replace(ask, window=scope.window, time_column=scope.time_column)
        if not further:
            return ask
        catalog = next(item for item in self.reader.catalogs if item.connection == ask.connection)
        needed = {each.column.rpartition(".")[0] for item in further for each in (item, *item.any_of) if each.column}
        if ask.connection != scope.connection or not needed <= set(reachable(catalog, ask.table)):
            return Missed(ask.title or ask.text, NOT_HERE.format(scope.words))
        made = replace(ask, filters=(*ask.filters, *further))
        return made if ask.section else replace(made, title=title_of(made, catalog))


def _tellings(phrase: str, noun: str) -> Iterator[str]:
    """Yield a phrase with a noun for what it only points at: "how many were there" of trips, "which had them"."""
    if COUNTING.search(phrase):
        yield re.sub(r"\b(?:there\s+(?:were|are)|(?:were|are)\s+there)\b", "", COUNTING.sub(f"how many {noun}", phrase))
    if POINTING.search(phrase):
        named = POINTING.sub(noun, phrase)
        yield re.sub(r"\b(?:there\s+(?:were|are)|(?:were|are)\s+there)\b", "", named)
        which = re.match(
            r"(?:which|what)\s+(?P<what>(?:[\w-]+\s+){1,2}?)(?:had|have|has|do|did|does|were|are|was|is)\b",
            phrase,
            re.I,
        )
        if which:
            yield f"number of {_adjectives(phrase)}{noun} by {which['what'].strip()}"


def _countings(noun: str, words: str) -> Iterator[str]:
    """Yield the ways to count rows under the conditions that some words are."""
    for said in dict.fromkeys((words, words.replace(",", " in"), words.replace(",", " and"))):
        yield from (f"number of {noun} in {said}", f"number of {noun} {said}", f"number of {said} {noun}")


def _adjectives(phrase: str) -> str:
    """Return the word before "ones": the "late" of "the late ones"."""
    found = re.search(r"\b([\w-]+)\s+ones\b", phrase, re.I)
    return f"{found[1]} " if found and found[1].lower() not in {"the", "those", "these", "which"} else ""
