"""Answer ambiguous questions with up to five charts each through the planner, and score them as nvBench 2.0 does.

`python bench/nl2.py --questions FILE.json.gz --predictions OUT.jsonl [--score] [--most 5]`: FILE is a JSON list (gzip or plain)
of questions with `csv_file` (<database>@<table>.csv), `nl_query`, `table_schema` (columns, example values and counts of
distinct values: the tables are not published) and `gold_answer` (two to five Vega-Lite specs). Each schema becomes
a catalog: a DuckDB table whose rows repeat the examples is discovered as any connection is, then takes the
published counts. OUT gets one line a question: `charts`, Vega-Lite-like specs, best first.

F1@k is the harmonic mean of precision (of the first k charts) and recall (of the gold charts), averaged over the questions.
Two specs are equal when mark, channels (field, aggregate, bin, time unit) and conditions are; names without case,
values as text without outer blanks. Sort order is not compared. A condition that keeps every value of its column is
none; equal gold charts count once. A third of the databases (by SHA-256 of the name) is held out: nobody looks at their
questions, and their figure stands beside the others'.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.planner.understand.alternatives import Alternative, Channel, alternatives_of
from sophia.planner.understand.gist import gist_of
from sophia.sources.contract import Connection
from sophia.spec.datasets import Filter

MARKS = {"bar": "bar", "line": "line", "pie": "arc", "heat_map": "rect", "scatter": "point", "box_plot": "boxplot"}
ENDS = {"gte": "gte", "lte": "lte", "gt": "gt", "lt": "lt"}
MOST_ROWS = 300
CUTS = (1, 3, 5)


def catalog_of(schema: Mapping[str, Any], table: str, folder: Path) -> Catalog:
    """Return the catalog of a table of which names, examples and counts of distinct values are known."""
    counts = schema["unique_value_counts"]
    rows = max(counts.values(), default=1)
    path = folder / f"{hashlib.sha256(json.dumps(schema).encode()).hexdigest()[:16]}.duckdb"
    quoted = ['"' + name.replace('"', '""') + '"' for name in schema["table_columns"]]
    examples = [schema["column_examples"][name] for name in schema["table_columns"]]
    columns = ", ".join(f"{name} {_type(values)}" for name, values in zip(quoted, examples, strict=True))
    home = '"' + table.replace('"', '""') + '"'
    with duckdb.connect(str(path)) as made:
        made.execute(f"CREATE TABLE {home} ({columns})")
        for row in range(min(rows, MOST_ROWS)):
            given = [values[row % len(values)] if values else None for values in examples]
            made.execute(f"INSERT INTO {home} VALUES ({', '.join('?' * len(given))})", given)
    found = discover(Connection(name=table, source="file", snapshot=path))
    [only] = found.tables
    known = [
        item.model_copy(update={"distinct": counts[item.name], "hidden": False, "secret": False})
        for item in only.columns
    ]
    return found.model_copy(update={"tables": [only.model_copy(update={"columns": known, "rows": rows})]})


def _type(values: Sequence[Any]) -> str:
    if values and all(isinstance(value, int) for value in values):
        return "BIGINT"
    if values and all(isinstance(value, int | float) for value in values):
        return "DOUBLE"
    return "DATE" if values and all(_day(value) for value in values) else "VARCHAR"


def _day(value: object) -> bool:
    try:
        duckdb.execute("SELECT CAST(? AS DATE)", [str(value)])
    except duckdb.Error:
        return False
    return str(value)[:4].isdigit()


def spec_of(item: Alternative) -> dict[str, Any]:
    """Return an alternative as a Vega-Lite-like spec."""
    channels = {"x": item.x, "y": item.y, "color": item.color, "size": item.size, "theta": item.theta}
    encoding = {name: _encoding(channel) for name, channel in channels.items() if channel is not None}
    conditions = [{"filter": _condition(each)} for each in item.filters if each.column]
    return {"mark": MARKS[item.chart], "encoding": encoding} | ({"transform": conditions} if conditions else {})


def _encoding(channel: Channel) -> dict[str, Any]:
    found: dict[str, Any] = {"field": channel.column.rpartition(".")[2]} if channel.column else {}
    found |= {"aggregate": channel.aggregate} if channel.aggregate else {}
    found |= {"bin": {"maxbins": channel.bins}} if channel.bins else {}
    return found | ({"timeUnit": channel.grain} if channel.grain else {})


def _condition(item: Filter) -> dict[str, Any]:
    field = {"field": item.column.rpartition(".")[2]}
    if item.op == "between":
        return field | {"range": list(item.values)}
    if item.op in ENDS:
        return field | {ENDS[item.op]: item.values[0]}
    return field | {"oneOf": list(item.values)}


def canonical(spec: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """Return what two equal specs have in common, as text."""
    encoding = {
        name: {
            "field": str(channel.get("field", "")).lower(),
            "aggregate": channel.get("aggregate", ""),
            "bin": bool(channel.get("bin")),
            "timeUnit": channel.get("timeUnit", ""),
        }
        for name, channel in spec["encoding"].items()
    }
    conditions = sorted({_plain(each["filter"]) for each in spec.get("transform", ()) if _cuts(each["filter"], counts)})
    return json.dumps([spec["mark"], encoding, conditions], sort_keys=True)


def _cuts(condition: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
    """Whether a condition leaves anything out."""
    values = {_text(value) for value in condition.get("oneOf", ())}
    return not values or len(values) < counts.get(condition["field"], len(values) + 1)


def _plain(condition: Mapping[str, Any]) -> str:
    parts = {key: value for key, value in condition.items() if key != "field"}
    said = {
        key: [_text(each) for each in value]
        if key == "range"
        else sorted(_text(each) for each in value)
        if isinstance(value, list)
        else _text(value)
        for key, value in parts.items()
    }
    return json.dumps([str(condition["field"]).lower(), said], sort_keys=True)


def _text(value: object) -> str:
    try:
        return f"{float(str(value)):g}" if len(str(value)) < 7 else repr(float(str(value)))
    except ValueError:
        return " ".join(str(value).lower().split())


def f1(gold: Sequence[str], predicted: Sequence[str], cut: int) -> float:
    """Return F1@`cut` of one question; `gold` and `predicted` are canonical specs."""
    first, right = list(dict.fromkeys(predicted))[:cut], set(gold)
    hits = len(right.intersection(first))
    return 2 * hits / (len(first) + len(right)) if hits else 0.0


def held_out(database: str) -> bool:
    """Whether a database belongs to the third that nothing is tried on."""
    return int(hashlib.sha256(database.encode()).hexdigest(), 16) % 3 == 0


def answer(question: str, catalog: Catalog, most: int) -> list[dict[str, Any]]:
    """Return the charts that the planner proposes for a question, best first."""
    gist = gist_of(question, catalog)
    return [spec_of(item) for item in alternatives_of(gist, catalog, most)] if gist is not None else []


def report(scores: Iterable[tuple[bool, Mapping[int, float]]]) -> str:
    """Return the figures as text: seen, held out, all."""
    rows = list(scores)
    lines = ["                 n   F1@1   F1@3   F1@5"]
    for name, wanted in (("seen", {False}), ("held out", {True}), ("all", {False, True})):
        chosen = [found for held, found in rows if held in wanted]
        figures = "  ".join(f"{100 * sum(each[cut] for each in chosen) / max(1, len(chosen)):5.1f}" for cut in CUTS)
        lines.append(f"{name:<12}{len(chosen):>6}  {figures}")
    return "\n".join(lines)


def main() -> None:
    """Answer the questions, write the charts, and with --score print F1@1, @3 and @5."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--predictions", type=Path, required=True)
    parser.add_argument("--most", type=int, default=5, help="charts per question at most")
    parser.add_argument("--score", action="store_true")
    chosen = parser.parse_args()
    raw = chosen.questions.read_bytes()
    questions = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    scores = []
    with tempfile.TemporaryDirectory() as work, chosen.predictions.open("w", encoding="utf-8") as out:
        shelf = cache(lambda schema, table: catalog_of(json.loads(schema), table, Path(work)))
        for place, item in enumerate(questions):
            database, _, table = item["csv_file"].removesuffix(".csv").partition("@")
            charts = answer(item["nl_query"], shelf(item["table_schema"], table), chosen.most)
            out.write(json.dumps({"id": place, "charts": charts}, default=str) + "\n")
            if chosen.score:
                counts = json.loads(item["table_schema"])["unique_value_counts"]
                gold = [canonical(spec, counts) for spec in json.loads(item["gold_answer"])]
                found = [canonical(spec, counts) for spec in charts]
                scores.append((held_out(database), {cut: f1(gold, found, cut) for cut in CUTS}))
    print(report(scores) if chosen.score else f"{len(questions)} questions")


if __name__ == "__main__":
    main()
