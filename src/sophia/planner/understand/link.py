"""Linking: the words that name things, chosen jointly so that everything lies on one connected set of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sophia.catalog.model import Catalog
from sophia.planner.understand.vocabulary import Match, Vocabulary
from sophia.planner.understand.words import Token, content, stems_of
from sophia.planner.wire import reachable

SPLITTERS = {"by", "per", "each", "every", "across", "group", "split", "broken", "respective", "different", "for"}
BEAM = 12
HOP = 0.04
PARTIAL, EXACT = 0.7, 0.95
NAMELESS = 1.2
METRIC_LOST = 0.8
ADJECTIVE = 0.2
OWNED = 0.3
AVERAGING = {"average", "mean", "median", "avg", "typical"}
BEING = {"is", "are", "was", "were", "still"}
STATE = 0.6
COUNTED = {"of", "many"}
STATES = frozenset(("open", "complete", "live"))
NUMERIC = {"measure", "money", "rate", "duration"}


@dataclass(frozen=True)
class Reading:
    """One way to read an ask over one catalog: the matches it uses, the base table they share, and its score."""

    catalog: Catalog
    base: str
    matches: tuple[Match, ...]
    score: float
    covered: frozenset[int] = field(default=frozenset())

    @property
    def columns(self) -> list[Match]:
        """Matches that name columns, in order of mention."""
        return [match for match in self.matches if match.name.kind == "column"]


def readings(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Reading]:
    """Return the best readings of `tokens` over one catalog, best first."""
    catalog = vocabulary.catalog
    matches = vocabulary.matches(tokens)
    if not matches:
        return []
    numbers = {place for item in matches if item.name.kind == "metric" for place in range(item.start, item.end)}
    found = []
    for base in _bases(matches, catalog):
        reach = reachable(catalog, base)
        usable = [match for match in matches if home_of(match, catalog) in reach]
        chosen = _choose(usable, base, tokens, catalog)
        covered = frozenset(place for match in chosen for place in range(match.start, match.end))
        away = _distances(catalog, base)
        score = sum(
            _weight(match, base, tokens, catalog) - HOP * away.get(home_of(match, catalog), 0) for match in chosen
        )
        missing = [index for index, token in enumerate(tokens) if index not in covered and not token.filler]
        weak = {match.start for match in chosen if match.name.kind == "column" and match.name.weight < PARTIAL}
        lost = 0.35 * len(missing) + METRIC_LOST * len(numbers.intersection([*missing, *weak]))
        found.append(Reading(catalog, base, tuple(chosen), score - lost, covered))
    found.sort(key=lambda item: (-item.score, item.base))
    return found[:BEAM]


def _distances(catalog: Catalog, base: str) -> dict[str, int]:
    """Return how many joins away from `base` each table is that its rows lead to."""
    found, edge = {base: 0}, [base]
    while edge:
        following = [join.to_table for join in catalog.joins if join.from_table in edge and join.to_table not in found]
        found |= dict.fromkeys(following, max(found.values()) + 1)
        edge = following
    return found


def home_of(match: Match, catalog: Catalog) -> str:
    """Return the table that a match belongs to."""
    if match.name.kind == "metric":
        metric = catalog.metric(match.name.ref)
        return metric.table if metric is not None else ""
    return match.name.ref if match.name.kind == "table" else match.name.ref.rpartition(".")[0]


def _bases(matches: Sequence[Match], catalog: Catalog) -> list[str]:
    """Return the tables that could be the base: those that something named leads back to."""
    homes = {home_of(match, catalog) for match in matches}
    known = {table.name for table in catalog.tables}
    leading = {join.from_table for join in catalog.joins if join.to_table in homes}
    return sorted((homes | leading) & known)


def _choose(usable: Sequence[Match], base: str, tokens: Sequence[Token], catalog: Catalog) -> list[Match]:
    """Pick matches that do not overlap, the best first."""
    beside = _beside(usable) if len(catalog.tables) > 1 else set()
    ranked = sorted(
        usable,
        key=lambda match: (
            -_weight(match, base, tokens, catalog) - (OWNED if match in beside else 0.0), match.start, match.name.ref
        ),
    )  # fmt: skip
    taken: set[int] = set()
    chosen: list[Match] = []
    columns = {
        (match.start, match.end) for match in usable if match.name.kind == "column" and match.name.weight >= EXACT
    }
    for match in ranked:
        places = set(range(match.start, match.end))
        if match.name.kind == "table" and (match.start, match.end) in columns and _named_before(match, usable):
            continue
        if not places & taken:
            taken |= places
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.start)


def _beside(usable: Sequence[Match]) -> set[Match]:
    """Return the values said beside another of their column: the "won" of "won and lost deals" is no date."""
    values = [match for match in usable if match.name.kind == "value"]
    return {
        match
        for match in values
        if any(other.name.ref == match.name.ref and other.start != match.start for other in values)
    }


def _named_before(match: Match, usable: Sequence[Match]) -> bool:
    """Whether the table has been named already, so that the second time its words mean a column of it."""
    same = (item for item in usable if item.name.kind == "table" and item.name.ref == match.name.ref)
    return any(item.end <= match.start for item in same)


def _weight(match: Match, base: str, tokens: Sequence[Token], catalog: Catalog) -> float:
    """Score a match: longer and exact first, at home on the base table, of a kind that fits its place."""
    score = match.score
    home = home_of(match, catalog)
    score += 0.25 if home == base else 0.0
    before = tokens[match.start - 1].lower if match.start else ""
    if match.name.kind == "column":
        score += OWNED if match.start and names_thing(tokens[match.start - 1], home, catalog) else 0.0
        column = catalog.column(match.name.ref)
        role = column.role if column is not None else "text"
        if before in SPLITTERS:
            score += 0.2 if role not in NUMERIC else -0.1
        elif role == "boolean":
            score -= ADJECTIVE
        score -= 0.3 if role in {"id", "key"} else 0.0
        score += OWNED if role in NUMERIC and before not in COUNTED and _called_like_table(match, catalog) else 0.0
        score -= STATE if role == "date" and before not in SPLITTERS and _a_state(match, tokens) else 0.0
    if match.name.kind == "table" and before not in SPLITTERS:
        score += 0.4 if home == base else -0.3
    if match.name.kind == "table" and before in SPLITTERS and not _labelled(home, catalog):
        score -= NAMELESS
    if match.name.kind in {"value", "flag"} and before in BEING and tokens[match.start].lower == _written(match):
        score += OWNED
    if match.name.kind == "value" and before in {"by", "per", "each", "every"}:
        score -= NAMELESS
    if match.name.kind == "table" and before in AVERAGING and not _says_more(match, tokens):
        score -= NAMELESS
    if match.name.kind == "metric" and before in {"by", "per", "each"}:
        score -= 0.6
    exact = [token.lower for token in tokens[match.start : match.end]]
    plain = match.name.ref.rpartition(".")[2].lower().replace("_", " ").split()
    return score + (0.15 if exact == plain else 0.0)


def _called_like_table(match: Match, catalog: Catalog) -> bool:
    """Whether a number is called as one row of its table is: the budget of a budget, which is what is meant."""
    table = catalog.table(match.name.ref.rpartition(".")[0])
    return table is not None and len(catalog.tables) > 1 and stems_of(table.entity) == match.name.stems


def _says_more(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a word of meaning stands right after a name: the "rating" of "average song rating"."""
    return match.end < len(tokens) and not tokens[match.end].filler


def _a_state(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a date is named by one word that says how things stand: "open" is no "opened" and no "opening date"."""
    word = tokens[match.start].lower
    return match.end - match.start == 1 and word in STATES and word not in match.name.ref.lower().split("_")


def _written(match: Match) -> str:
    """Return how a value is written, or a flag called: "open" is no "opened"."""
    return (match.name.value if isinstance(match.name.value, str) else match.name.ref.rpartition("_")[2]).lower()


def names_thing(token: Token, table_name: str, catalog: Catalog) -> bool:
    """Whether a word is what one row of a table is called: the "circuit" of "circuit country"."""
    table = catalog.table(table_name)
    if table is None:
        return False
    names = (stems_of(name) for name in (table.entity, table.label, table.name) if name)
    return any(name and name[-1] == token.stem for name in names)


def _labelled(name: str, catalog: Catalog) -> bool:
    """Whether rows of a table have a name that a chart can split by."""
    table = catalog.table(name)
    return table is not None and table.label_column is not None


def uncovered(reading: Reading, tokens: Sequence[Token]) -> list[Token]:
    """Return the meaningful tokens that a reading leaves unexplained."""
    return [token for token in content(tokens) if tokens.index(token) not in reading.covered]
