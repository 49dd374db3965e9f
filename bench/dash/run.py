"""Score planners on DashBench: `python bench/dash/run.py [--part B|C|D|E|F] [--cap N] [--runs 3] [--failures]`.

Without --part and --cap everything is scored and the figures are written to bench/results/dashbench.json. --cap bounds
the tasks per part and domain, --domain names one domain, --failures prints each task that lost points (not of the
held-out domains).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":  # the folder of this file holds names that packages have
    sys.path[0] = str(ROOT)

from bench.dash.domains import HELD_OUT, NAMES, build  # noqa: E402
from bench.dash.edits import judge  # noqa: E402
from bench.dash.gold import Answers  # noqa: E402
from bench.dash.protocol import Planner, Reply  # noqa: E402
from bench.dash.rules import Sophia  # noqa: E402
from bench.dash.score import Mark, Task, mean, score_edit, score_reply, summary  # noqa: E402
from bench.dash.tables_only import TablesOnly  # noqa: E402
from bench.dash.tasks import briefs, composed, edits, start, traps  # noqa: E402
from bench.dash.variants import VARIANTS, varied  # noqa: E402
from bench.dash.world import AS_OF  # noqa: E402

RESULTS = ROOT / "bench" / "results" / "dashbench.json"
PARTS = {"B": composed, "C": briefs, "E": traps}
WEIGHTS = {"B": 0.3, "C": 0.3, "D": 0.2, "E": 0.2}


@dataclass
class Book:
    """The marks of one planner, with what is needed to report on them."""

    marks: dict[str, Mark] = field(default_factory=dict)
    tasks: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)

    def note(self, key: str, about: tuple[str, str, str], mark: Mark, reply: Reply) -> None:
        """Keep a mark; `about` is domain, wording or variant, words."""
        self.marks[key], self.tasks[key], self.replies[key] = mark, about, reply
        self.milliseconds.append(reply.milliseconds)
        self.contents.append(f"{key}\x1f{reply.content}\x1f{reply.refused}\x1f{mark.total:.6f}")


def score(planner: Planner, folder: Path, parts: str = "BCDEF", cap: int = 0, domains: Sequence[str] = NAMES) -> Book:
    """Score `planner` on the databases below `folder`, which are written where they are missing."""
    book = Book()
    for name in domains:
        database = folder / f"{name}.duckdb"
        if not database.exists():
            build(name, folder)
        planner.open(name, database, AS_OF.isoformat())
        with duckdb.connect(str(database), read_only=True) as connection:
            answers = Answers(connection)
            _score_words(planner, name, answers, book, (parts, cap))
            if "D" in parts:
                _score_edits(planner, name, answers, book, cap)
    return book


def _score_words(planner: Planner, name: str, answers: Answers, book: Book, what: tuple[str, int]) -> None:
    parts, cap = what
    for part, make in PARTS.items():
        tasks = make(name)[: cap or None]
        if part in parts:
            for task in tasks:
                _score_one(planner, task, answers, book)
        if "F" in parts and part in "BC":
            for task in tasks:
                _score_variants(planner, task, answers, book)


def _score_variants(planner: Planner, task: Task, answers: Answers, book: Book) -> None:
    if task.part == "B" and task.wording != "named":
        return
    if task.id not in book.marks:
        _score_one(planner, task, answers, book)
    for variant in VARIANTS:
        changed = varied(task, variant)
        if changed is not None:
            _score_one(planner, changed, answers, book)


def _score_one(planner: Planner, task: Task, answers: Answers, book: Book) -> None:
    reply = planner.ask(task.words)
    book.note(task.id, (task.domain, task.wording, task.words), score_reply(task, reply, answers), reply)


def _score_edits(planner: Planner, name: str, answers: Answers, book: Book, cap: int) -> None:
    parts = start(name)
    before = planner.start(parts)
    by_title = {item.title: item.id for item in before.shown}
    keys = {part.key: by_title[part.title] for part in parts}
    for edit in edits(name)[: cap or None]:
        now = before
        for sentence in edit.say:
            now = planner.edit(now, sentence)
        verdict = judge(edit, before, now, keys, answers)
        trap = any(change.get("refused") for change in edit.changes)
        mark = score_edit(verdict.effects, now, verdict.preserved, verdict.surplus, trap)
        book.note(edit.id, (name, "", " / ".join(edit.say)), mark, now)


def report(book: Book) -> dict[str, Any]:
    """Return the figures: per part, per wording, seen and held out, robustness, speed, hash."""
    groups: dict[str, list[Mark]] = defaultdict(list)
    for key, mark in book.marks.items():
        domain, wording, _ = book.tasks[key]
        part = key[0]
        groups[part].append(mark)
        groups[f"{part} {'held out' if domain in HELD_OUT else 'seen'}"].append(mark)
        if part == "B":
            groups[f"B {wording}"].append(mark)
    figures = {name: summary(marks) for name, marks in sorted(groups.items())}
    parts = {name: figures[name]["score"] for name in WEIGHTS if name in figures}
    weight = sum(WEIGHTS[name] for name in parts)
    answered = [mark for key, mark in book.marks.items() if key[0] in "BCE"]
    overall = summary(answered) if answered else {}
    took = sorted(book.milliseconds) or [0.0]
    return {
        "total": round(sum(WEIGHTS[name] * value for name, value in parts.items()) / weight, 1) if weight else None,
        "total_held_out": _total(figures, "held out"),
        "confident_and_wrong_percent": overall.get("confident_and_wrong_percent"),
        "edits_wrong_in_silence": sum(mark.wrong for key, mark in book.marks.items() if key[0] == "D"),
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(0.95 * (len(took) - 1))], 1),
        "hash": hashlib.sha256("\n".join(book.contents).encode()).hexdigest()[:16],
        "parts": figures,
        "robustness": _robustness(book),
    }


def _total(figures: dict[str, Any], which: str) -> float | None:
    found = {part: figures[f"{part} {which}"]["score"] for part in WEIGHTS if f"{part} {which}" in figures}
    weight = sum(WEIGHTS[part] for part in found)
    return round(sum(WEIGHTS[part] * value for part, value in found.items()) / weight, 1) if weight else None


def _robustness(book: Book) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variant in VARIANTS:
        prefix = f"F/{variant}/"
        keys = [key for key in book.marks if key.startswith(prefix)]
        if keys:
            plain = mean([book.marks[key.removeprefix(prefix)].total for key in keys])
            changed = mean([book.marks[key].total for key in keys])
            found[variant] = {"tasks": len(keys), "score": round(changed, 1), "drop": round(plain - changed, 1)}
    return found


def failures(book: Book) -> Iterable[str]:
    """Yield a line for each task that lost points of coverage or gave something wrong; held-out domains stay unseen."""
    for key, mark in book.marks.items():
        if book.tasks[key][0] not in HELD_OUT and (mark.wrong or not all(mark.met)):
            shown = [f"{item.kind}:{item.title}" for item in book.replies[key].shown if item.rows]
            refused = [f"{words or '…'}: {reason}"[:120] for words, reason, _ in book.replies[key].refused]
            met = "".join("+" if held else "-" for held in mark.met)
            yield f"{key} {mark.total:.0f} [{met}] wrong {mark.wrong} | {book.tasks[key][2]} | {shown} | {refused}"


def main() -> None:
    """Score Sophia and the baseline, print the figures, and write them down when nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=list("BCDEF"), help="one part only")
    parser.add_argument("--cap", type=int, default=0, help="tasks per part and domain")
    parser.add_argument("--domain", choices=NAMES, help="one domain only")
    parser.add_argument("--runs", type=int, default=1, help="runs whose hashes must agree")
    parser.add_argument("--failures", action="store_true", help="print every task that lost points")
    parser.add_argument("--out", type=Path, help="where to write the figures")
    chosen = parser.parse_args()
    parts, domains = chosen.part or "BCDEF", [chosen.domain] if chosen.domain else NAMES
    whole = not (chosen.part or chosen.cap or chosen.domain)
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as work:
        sophia = Sophia()
        books = [score(sophia, Path(work), parts, chosen.cap, domains) for _ in range(chosen.runs)]
        sophia.close()
        reports = [report(book) for book in books]
        hashes = {item["hash"] for item in reports}
        figures[sophia.name] = {**reports[0], "runs": chosen.runs, "same_in_every_run": len(hashes) == 1}
        baseline = TablesOnly()
        figures[baseline.name] = report(score(baseline, Path(work), parts, chosen.cap, domains))
    print(json.dumps(figures, indent=2))
    if chosen.failures:
        print("\n".join(failures(books[0])))
    out = chosen.out or (RESULTS if whole else None)
    if out:
        out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
