"""Answer nvBench-style questions, each about its one named table, through the planner, and write predictions.

`python bench/nl.py --questions Q.jsonl --tables FOLDER --predictions OUT.jsonl [--every 1]`: Q holds one JSON object a
line (id, n, db, table, question); FOLDER/<db>/<table>.csv are the tables. OUT gets one JSON object a line in the order of Q: id,
n, chart, x, y, bin, filters, and the milliseconds that the answer took; a question without an answer has id, n and
milliseconds alone. Every table becomes a snapshot of its own, is
discovered as any connection is, and the question goes through `understand_ask`. Nothing is tuned to a database.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.kernel.errors import SophiaError
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.sources.contract import Connection
from sophia.spec.datasets import Filter, Measure

CHARTS = {
    "bar": "bar", "stacked_bar": "bar", "line": "line", "area": "line", "pie": "pie", "scatter": "scatter",
}  # fmt: skip
BINS = {"year": "year", "month": "month", "month_of_year": "month", "weekday": "weekday"}
OPERATORS = {"eq": "=", "ne": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "like": "LIKE"}
COMMAS = "header = true, delim = ',', quote = '\"', escape = '\"'"


class Shelf:
    """The tables of a folder, each discovered once."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder = folder
        self.work = work

    @cache  # noqa: B019  # the shelf lives as long as the run
    def catalog(self, database: str, table: str) -> Catalog:
        """Return the catalog of a snapshot that holds the one table."""
        path = self.work / f"{database}-{table}.duckdb"
        name = table.replace('"', '""')
        file = str(self.folder / database / f"{table}.csv")
        with duckdb.connect(str(path)) as made:
            try:
                made.execute(f'CREATE TABLE "{name}" AS FROM read_csv(?, {COMMAS}, sample_size = -1)', [file])
            except duckdb.InvalidInputException:  # ragged lines: read them as text
                loose = "all_varchar = true, null_padding = true, strict_mode = false"
                made.execute(f'CREATE TABLE "{name}" AS FROM read_csv(?, {COMMAS}, {loose})', [file])
        return discover(Connection(name=table, source="file", snapshot=path))


def predicted(ask: PlannedAsk, missed: Sequence[Missed] = ()) -> dict[str, Any]:
    """Return an ask in the words of the scorer.

    A cut that was understood but that no date can give ("by weekday" of a column of years) counts as understood, as in
    the gold; Sophia tells her user that it cannot be had.
    """
    splits = [{"column": _short(item.column), "aggregate": None} for item in ask.dimensions]
    numbers = [{"column": _short(item.column or "*"), "aggregate": _aggregate(item)} for item in ask.measures]
    if not ask.measures:
        splits = [{"column": _short(column), "aggregate": None} for column in ask.columns]
    pair = numbers[:2] if ask.task == "correlation" and len(numbers) > 1 else [*splits[:1], *numbers[:1]]
    pair = pair if len(pair) == 2 else [*splits, *numbers][:2]
    grain = next((item.grain for item in ask.dimensions if item.grain), None)
    chart = _chart(ask)
    # A date cut by day is itself; numbers that are years are cut by year already, which shows on a line only.
    years = chart == "line" and any(item.name == "period" for item in ask.dimensions)
    return {
        "chart": chart,
        "x": pair[0] if pair else None,
        "y": pair[1] if len(pair) > 1 else None,
        "bin": BINS.get(grain or _unmet(missed)) or ("year" if years and not grain else None),
        "filters": [*_window(ask), *(each for item in ask.filters for each in _filters(item))],
    }


def _unmet(missed: Sequence[Missed]) -> str:
    """Return the grain that was asked for in vain, "" when there is none."""
    return next(
        (item.words.removeprefix("by ").replace(" ", "_") for item in missed if item.words.startswith("by ")), ""
    )


def _aggregate(measure: Measure) -> str | None:
    """Return the aggregate that was asked for; a measure called as its column carries only our default."""
    if measure.name == _slug(_short(measure.column or "")):
        return None
    return "count" if measure.aggregate == "count_distinct" else measure.aggregate


def _slug(text: str) -> str:
    from sophia.kernel.ids import slugify

    return slugify(text).replace("-", "_")


def _short(reference: str) -> str:
    return reference.rpartition(".")[2]


def _chart(ask: PlannedAsk) -> str:
    if ask.chart in CHARTS:
        return CHARTS[ask.chart]
    return {"trend": "line", "share": "pie", "correlation": "scatter"}.get(ask.task, "bar")


def _window(ask: PlannedAsk) -> list[dict[str, str]]:
    """Return a stretch of dates as the condition that it is."""
    if ask.window is None or ask.window.kind != "between" or not ask.time_column:
        return []
    ends = " and ".join(end for end in (ask.window.start, ask.window.end) if end)
    return [{"column": _short(ask.time_column), "op": "between", "value": ends}]


def _filters(item: Filter) -> list[dict[str, str]]:
    parts = [each for other in item.any_of for each in _filters(other)]
    values = " and ".join(str(value) for value in item.values)
    if item.column:
        parts.append({"column": _short(item.column), "op": OPERATORS.get(item.op, item.op), "value": values})
    return parts


def answer(item: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """Return the line of the predictions for one question, with the milliseconds that it took."""
    started = time.perf_counter()
    try:
        ask, missed = understand_ask(item["question"], [catalog])
    except SophiaError:
        ask, missed = None, ()
    took = 1000 * (time.perf_counter() - started)
    found = predicted(ask, missed) if ask is not None else {}
    return {"id": item["id"], "n": item["n"], **found, "milliseconds": round(took, 2)}


def main() -> None:
    """Answer the questions and report how long an answer takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--predictions", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="answer every n-th question only")
    chosen = parser.parse_args()
    took: list[float] = []
    with tempfile.TemporaryDirectory() as work, chosen.predictions.open("w", encoding="utf-8") as out:
        shelf = Shelf(chosen.tables, Path(work))
        lines = [line for line in chosen.questions.read_text(encoding="utf-8").split("\n") if line.strip()]
        for line in lines[:: chosen.every]:
            item = json.loads(line)
            found = answer(item, shelf.catalog(item["db"], item["table"]))
            took.append(found["milliseconds"])
            out.write(json.dumps(found, default=str) + "\n")
    if not took:
        print("There are no questions.")
        return
    slow = sorted(took)[int(0.95 * (len(took) - 1))]
    print(f"{len(took)} questions, median {statistics.median(took):.1f} ms, p95 {slow:.1f} ms, most {max(took):.0f} ms")


if __name__ == "__main__":
    main()
