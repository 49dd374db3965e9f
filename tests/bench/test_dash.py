"""DashBench's scorer is right: gold scores 100, nothing scores near 0, a wrong number is confident and wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from bench.dash.domains import HELD_OUT, NAMES, build
from bench.dash.edits import judge
from bench.dash.gold import Answers, Gold, suits
from bench.dash.protocol import Part, Reply, Shown
from bench.dash.rules import Sophia
from bench.dash.run import report, score
from bench.dash.score import Task, score_edit, score_reply
from bench.dash.tables_only import TablesOnly
from bench.dash.tasks import briefs, composed, edits, start, traps
from bench.dash.variants import VARIANTS, varied

pytestmark = pytest.mark.slow

Data = tuple[str, Answers]
ROOT = Path(__file__).parents[2]
EVERYDAY = {
    "Assembly",
    "Operator",
    "Marketing",
    "Finance",
    "Research",
    "Operations",
    "Design",
    "Quality",
    "Office",
    "Travel",
    "Services",
}


@pytest.fixture(scope="module", params=NAMES)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Data]:
    path = build(request.param, tmp_path_factory.mktemp("dash"))
    with duckdb.connect(str(path), read_only=True) as database:
        yield request.param, Answers(database)


def component(gold: Gold, answers: Answers, turn: int) -> Shown:
    rows = tuple(next(answers.readings(gold, False)))
    names = tuple(f"c{i}" for i in range(len(rows[0])))
    drawn = Shown(f"c{turn}", "", f"Part {turn}", names, rows, provenance="select", phone=turn, filtered=True)
    kinds = (replace(drawn, kind=kind) for kind in sorted(gold.admissible))
    return next(item for item in kinds if suits(gold, item))


def placed(shown: Sequence[Shown]) -> tuple[Shown, ...]:
    numbers = [item for item in shown if item.kind == "kpi"]
    others = [item for item in shown if item.kind != "kpi"]
    return tuple(replace(item, place=(0, 4 * i, 12, 4)) for i, item in enumerate([*numbers, *others]))


def gold_reply(task: Task, answers: Answers) -> Reply:
    shown = placed([component(gold, answers, turn) for turn, gold in enumerate(task.asks)])
    refused = (
        ((" ".join(task.about), "It is not in the data.", ("orders",)),) if task.trap not in {"", "injection"} else ()
    )
    return Reply(shown=shown, refused=refused)


def tasks_of(domain: str) -> list[Task]:
    return [*composed(domain), *briefs(domain), *traps(domain)]


def test_gold_scores_full_marks(data: Data) -> None:
    domain, answers = data
    marks = {task.id: score_reply(task, gold_reply(task, answers), answers) for task in tasks_of(domain)}
    assert {key: mark.points for key, mark in marks.items() if mark.total < 99.9 or mark.wrong} == {}


def test_nothing_scores_near_zero(data: Data) -> None:
    domain, answers = data
    marks = [score_reply(task, Reply(), answers) for task in tasks_of(domain)]
    assert max(mark.total for mark in marks) == 0
    assert sum(mark.wrong for mark in marks) == 0


def test_a_wrong_number_is_confident_and_wrong_unless_doubt_stands_beside_it(data: Data) -> None:
    domain, answers = data
    for task in composed(domain):
        reply = gold_reply(task, answers)
        first = reply.shown[0]
        rows = tuple((*row[:-1], row[-1] * 1.01 + 1) for row in first.rows)
        wrong = replace(reply, shown=(replace(first, rows=rows), *reply.shown[1:]))
        mark = score_reply(task, wrong, answers)
        assert mark.wrong == 1, task.id
        assert mark.total < 95
        doubted = (replace(wrong.shown[0], note="Is this the column?"), *wrong.shown[1:])
        assert score_reply(task, replace(wrong, shown=doubted), answers).wrong == 0


def test_an_edit_that_does_nothing_in_silence_scores_nothing_but_preservation(data: Data) -> None:
    domain, answers = data
    before = started(start(domain))
    keys = {part.key: f"c{i}" for i, part in enumerate(start(domain))}
    for edit in edits(domain):
        if any(change.get("undone") for change in edit.changes):
            continue
        verdict = judge(edit, before, before, keys, answers)
        assert not all(verdict.effects), edit.id
        if any(verdict.effects):
            continue
        trap = any(change.get("refused") for change in edit.changes)
        assert score_edit(verdict.effects, before, verdict.preserved, verdict.surplus, trap).total <= 5


def started(parts: Sequence[Part]) -> Reply:
    rows = (("a", 2.0), ("c", 1.0), ("b", 3.0))
    shown = tuple(
        Shown(
            f"c{i}",
            part.chart or "waterfall",
            part.title,
            ("x", "y"),
            rows,
            place=(4, 4 * i, 4, 4),
            phone=i,
        )
        for i, part in enumerate(parts)
    )
    return Reply(shown=shown, looks={"title": "Start", "mode": "system", "toggle": False, "pages": ("Overview",)})


def test_a_right_edit_that_spoils_something_else_loses_preservation(data: Data) -> None:
    domain, answers = data
    before = started(start(domain))
    keys = {part.key: f"c{i}" for i, part in enumerate(start(domain))}
    edit = next(item for item in edits(domain) if [set(change) for change in item.changes] == [{"of", "title"}])
    change = edit.changes[0]
    renamed = tuple(
        replace(item, title=change["title"]) if item.id == keys[change["of"]] else item for item in before.shown
    )
    good = judge(edit, before, replace(before, shown=renamed), keys, answers)
    assert good.effects == (True,)
    assert good.preserved
    other = next(i for i, item in enumerate(renamed) if item.id != keys[change["of"]])
    spoilt = (*renamed[:other], replace(renamed[other], kind="pie"), *renamed[other + 1 :])
    assert not judge(edit, before, replace(before, shown=spoilt), keys, answers).preserved


def test_the_rules_planner_is_scored_alike_twice(tmp_path: Path) -> None:
    planner = Sophia()
    books = [score(planner, tmp_path, "BCDE", cap=2, domains=["freight"]) for _ in range(2)]
    planner.close()
    first, second = (report(book) for book in books)
    assert first["hash"] == second["hash"]
    assert first["total"] == second["total"] > score_of_nothing(tmp_path)


def score_of_nothing(folder: Path) -> float:
    return float(report(score(TablesOnly(), folder, "BCDE", cap=2, domains=["freight"]))["total"])


def test_the_same_seed_gives_the_same_data(tmp_path: Path) -> None:
    for turn in ("one", "two"):
        (tmp_path / turn).mkdir()
        build("clinic", tmp_path / turn)
    first, second = (sorted((tmp_path / turn / "clinic").glob("*.csv")) for turn in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_there_are_as_many_requests_as_the_readme_says() -> None:
    counts = {
        "B": sum(len(composed(name)) for name in NAMES),
        "C": sum(len(briefs(name)) for name in NAMES),
        "D": sum(len(edits(name)) for name in NAMES),
        "E": sum(len(traps(name)) for name in NAMES),
    }
    written = (ROOT / "bench" / "dash" / "README.md").read_text(encoding="utf-8")
    rows = {line.split()[1]: int(line.split("|")[-2]) for line in written.splitlines() if re.match(r"\| [B-E] ", line)}
    assert rows == counts
    assert len(NAMES) >= 8
    assert len(HELD_OUT) * 3 >= len(NAMES)
    assert counts["C"] >= 60
    assert counts["D"] >= 100
    refusals = sum(any("refused" in change for change in edit.changes) for name in NAMES for edit in edits(name))
    assert (counts["E"] + refusals) / sum(counts.values()) >= 0.15


def test_a_business_wording_says_no_column_of_its_domain(tmp_path: Path) -> None:
    for name in NAMES:
        with duckdb.connect(str(build(name, tmp_path)), read_only=True) as database:
            named = database.execute("SELECT DISTINCT column_name FROM information_schema.columns").fetchall()
        columns = {column.replace("_", " ") for (column,) in named} - {"day", "week", "month", "quarter", "year"}
        for task in composed(name):
            if task.wording == "business":
                said = {column for column in columns if f" {column} " in f" {task.words.lower()} "}
                assert said == set(), task.id


def test_no_name_out_of_the_benchmark_stands_in_the_planner(tmp_path: Path) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/sophia/planner").rglob("*.py"))
    for name in NAMES:
        with duckdb.connect(str(build(name, tmp_path)), read_only=True) as database:
            texts = database.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'VARCHAR'"
            ).fetchall()
            values = {
                value
                for table, column in texts
                for (value,) in database.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
                if value and len(value) >= 6 and value != value.lower() and value not in EVERYDAY
            }
        assert {value for value in values if value in source} == set(), name


def test_every_variant_changes_some_request_and_keeps_its_gold() -> None:
    tasks = [task for name in NAMES for task in [*composed(name), *briefs(name)]]
    for name in VARIANTS:
        changed = [other for task in tasks if (other := varied(task, name)) is not None]
        assert len(changed) >= 3, name
        assert all(other.asks for other in changed)
