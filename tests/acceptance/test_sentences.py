"""Five hundred varied sentences over the demo company and three foreign databases leave nothing broken on the page."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bench.dash.domains import HELD_OUT, build

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.kernel.errors import BadInput
from sophia.kernel.viewer import Viewer
from sophia.planner.generate import generate
from sophia.planner.outcome import Outcome
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.query.path import Queries
from sophia.sources.contract import Connection
from sophia.spec.validate import components_of
from tests.demo_company import DemoCompany, make_company, queries_over
from tests.once import made_once

pytestmark = pytest.mark.slow

SENTENCES = 500
FOREIGN = sorted(HELD_OUT)
BUILDER = Viewer("u", "Una", "builder")
MEASURED = """
{m}
what is our {m}?
{m} by month
weekly {m} since the start of the year
{m} over the last 6 months
{m} last quarter compared with the quarter before
{m} ytd vs last year
show me {m} by {d}
top 5 {d} by {m}
bottom 3 {d} by {m} this year
which {d} has the highest {m}
{m} per {d} as a pie chart
share of {m} by {d}
how does {m} differ across {d}?
{m} by {d} and {e}
heat map of {m} by {d} and {e}
{m} trend by {d} for the last 12 months
{m} for {v} by month
{m} where {d} is {v}
{m} by {d} excluding {v}
{m} and {n} by month
distribution of {m} by {d}
line chart of {m} by week
"""
PLAIN = """
table of {t}
list the latest 10 {t}
number of {t} by {d}
number of {t} by month, {d} and nothing else
{t} with {d} {v}
{t} not {v}
average {c} of {t} by {d}
{c} vs {k}
total {c} by {d} excluding {v}
{c} above 10 by {d}
histogram of {c}
the 5 {t} with the largest {c}
total {c} per quarter, stacked by {d}
{d} with more than 3 {t}
"""
SPLITS = {"category", "status", "geo", "label", "boolean"}
AMOUNTS = {"measure", "money", "duration", "rate"}


class Sentences:
    """Draws sentences about one catalog out of its own words, seeded."""

    def __init__(self, catalog: Catalog, chance: random.Random) -> None:
        self.catalog = catalog
        self.chance = chance

    def draw(self) -> str:
        """Return a sentence whose every blank has a word of the catalog."""
        forms = PLAIN.strip().splitlines() + (MEASURED.strip().splitlines() if self.catalog.metrics else [])
        while True:
            words = self._words()
            form = self.chance.choice(forms)
            try:
                return form.format(**words)
            except KeyError:
                continue

    def _words(self) -> dict[str, str]:
        table: Table = self.chance.choice(self.catalog.tables)
        words: dict[str, str] = {}
        if self.catalog.metrics:
            metric: Metric = self.chance.choice(self.catalog.metrics)
            table = self.catalog.table(metric.table) or table
            words["m"] = self.chance.choice([metric.label, *metric.synonyms])
            words["n"] = self.chance.choice(self.catalog.metrics).label
        words["t"] = (table.label or table.name).lower()
        splits = self._shuffled(table, SPLITS)
        amounts = self._shuffled(table, AMOUNTS)
        words.update(zip("de", map(_called, splits), strict=False))
        words.update(zip("ck", map(_called, amounts), strict=False))
        values = [str(value) for column in splits[:1] for value in column.values]
        if values:
            words["v"] = self.chance.choice(values)
        return words

    def _shuffled(self, table: Table, roles: set[str]) -> list[Column]:
        columns = [column for column in table.columns if column.role in roles and not column.hidden]
        return self.chance.sample(columns, len(columns))


def _called(column: Column) -> str:
    return (column.label or column.name).replace("_", " ").lower()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mapping[str, Catalog], Queries]]:
    """The demo company's connections and three databases that nothing here was tuned on, behind one query path."""
    folder = tmp_path_factory.mktemp("world")
    company = made_once(tmp_path_factory, "company", make_company)
    connections, catalogs = dict(company.connections), dict(company.catalogs)
    for name in FOREIGN:
        path = build(name, _made(folder / "foreign"))
        connections[name] = Connection(name=name, source="duckdb", snapshot=path, as_of="2026-06-30")
        catalogs[name] = discover(connections[name])
    queries = queries_over(DemoCompany(connections, catalogs))
    yield catalogs, queries
    queries.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _faults(sentence: str, outcome: Outcome) -> list[str]:
    """Return what a reader would see broken: no evidence, a failed query, or no rows and no reason why."""
    evidence = {item.dataset: item for item in outcome.evidence}
    faults = []
    for component in components_of(outcome.spec):
        dataset = getattr(component, "dataset", None)
        if dataset is None:
            continue
        proof = evidence.get(dataset)
        if proof is None or proof.status != "ok":
            faults.append(f"{sentence!r}: {component.title!r} has no answer")
        elif proof.rows == 0:
            faults.append(f"{sentence!r}: {component.title!r} is empty")
    return faults


def test_no_component_is_broken_or_empty_and_every_refusal_has_its_reason(
    world: tuple[Mapping[str, Catalog], Queries],
) -> None:
    catalogs, queries = world
    chance = random.Random(20261123)
    faults: list[str] = []
    shown = refused = 0
    for turn in range(SENTENCES):
        # Every other sentence is about a foreign database: those are the ones nobody has seen.
        name = FOREIGN[turn // 2 % len(FOREIGN)] if turn % 2 else list(catalogs)[turn // 2 % len(catalogs)]
        sentence = Sentences(catalogs[name], chance).draw()
        try:
            outcome = generate(Request(sentence, data_sources=(name,)), Bench(queries, BUILDER, {name: catalogs[name]}))
        except BadInput as error:
            refused += 1
            if not (error.message and error.field):
                faults.append(f"{sentence!r} was refused without a reason")
            continue
        shown += 1
        faults += _faults(sentence, outcome)
        faults += [f"{sentence!r}: {item.words!r} has no reason" for item in outcome.not_understood if not item.reason]
    assert faults == []
    # A planner that refuses everything breaks nothing either.
    assert shown > 0.9 * SENTENCES, f"{refused} of {SENTENCES} were refused"
