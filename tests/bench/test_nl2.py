"""bench/nl2.py keeps its contract: charts in the gold's words, one line a question, and F1@k as it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.nl2 import canonical, f1

ROOT = Path(__file__).parents[2]
SCHEMA = {
    "table_columns": ["boat_id", "harbour", "length"],
    "column_examples": {"boat_id": ["1", "2", "3"], "harbour": ["Nord", "Syd"], "length": [4, 6, 9]},
    "unique_value_counts": {"boat_id": 9, "harbour": 2, "length": 5},
}
GOLD = [
    {"mark": "arc", "encoding": {"color": {"field": "harbour"}, "theta": {"aggregate": "count"}}},
    {"mark": "arc", "encoding": {"color": {"field": "harbour"}, "theta": {"field": "length", "aggregate": "sum"}}},
    {"mark": "arc", "encoding": {"color": {"field": "harbour"}, "theta": {"field": "length", "aggregate": "mean"}}},
]


def test_an_ambiguous_question_is_answered_with_its_charts_and_scored(tmp_path: Path) -> None:
    question = {
        "csv_file": "bay@boats.csv",
        "nl_query": "A pie chart of the harbours.",
        "table_schema": json.dumps(SCHEMA),
        "gold_answer": json.dumps(GOLD),
    }
    (tmp_path / "q.json").write_text(json.dumps([question]), encoding="utf-8")
    command: list[str | Path] = [
        sys.executable,
        ROOT / "bench" / "nl2.py",
        "--questions",
        tmp_path / "q.json",
        "--predictions",
    ]
    done = subprocess.run(
        [*command, tmp_path / "out.jsonl", "--score"], check=True, capture_output=True, text=True, timeout=120
    )
    [line] = [json.loads(each) for each in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [canonical(each, {}) for each in line["charts"]] == [canonical(each, {}) for each in GOLD]
    assert done.stdout.splitlines()[-1].split() == ["all", "1", "50.0", "100.0", "100.0"]


def test_specs_are_equal_whatever_the_order_of_their_parts_and_values() -> None:
    one = {"mark": "bar", "encoding": {"x": {"field": "A"}, "y": {"aggregate": "count"}}}
    other = {"encoding": {"y": {"aggregate": "count"}, "x": {"field": "a", "sort": "-y"}}, "mark": "bar"}
    listed = {"transform": [{"filter": {"field": "A", "oneOf": [3, "x "]}}]}
    turned = {"transform": [{"filter": {"field": "a", "oneOf": ["X", "3"]}}]}
    assert canonical(one, {}) == canonical(other, {})
    assert canonical(one | listed, {}) == canonical(other | turned, {}) != canonical(one, {})
    assert canonical(one | listed, {"A": 2}) == canonical(one, {})


def test_f1_counts_only_the_first_charts() -> None:
    assert f1(["a", "b"], ["a", "x", "b"], 1) == 2 / 3
    assert f1(["a", "b"], ["a", "b"], 3) == 1.0
    assert f1(["a", "b"], ["x"], 3) == 0.0
