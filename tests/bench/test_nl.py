"""bench/nl.py keeps its contract: one prediction a question in the scorer's format, with its time, whatever the table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
RINKS = "Name,Town,Opened,Seats\n" + "".join(
    f"Rink {i},{('Oslo', 'Bergen', 'Tromsø')[i % 3]},{2000 + i % 9}-0{1 + i % 9}-15,{100 * i}\n" for i in range(1, 40)
)
RAGGED = '"Odd ""name""",Kind\n' + "".join(f"a{i},k{i % 4}\n" for i in range(30)) + "lost\n"
QUESTIONS = [
    ("club", "rinks", "Show the total seats for each town in a bar chart."),
    ("club", "rinks", "What is the number of rinks opened per year? Draw a line chart."),
    ("club", "rinks", "Pie of the number of rinks by town where seats are greater than 1500"),
    ("club", "rinks", ""),
    ("odd", "left over", "How many left over of each kind, as a bar chart?"),
]


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("nl")
    for (database, table), text in {("club", "rinks"): RINKS, ("odd", "left over"): RAGGED}.items():
        (folder / "tables" / database).mkdir(parents=True)
        (folder / "tables" / database / f"{table}.csv").write_text(text, encoding="utf-8")
    lines = [
        json.dumps({"id": f"q{i}", "n": i % 2, "db": database, "table": table, "question": question})
        for i, (database, table, question) in enumerate(QUESTIONS)
    ]
    (folder / "q.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    out = folder / "out.jsonl"
    command = [
        sys.executable,
        ROOT / "bench" / "nl.py",
        "--questions",
        folder / "q.jsonl",
        "--tables",
        folder / "tables",
    ]
    subprocess.run([*command, "--predictions", out], check=True, capture_output=True, timeout=120)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_every_question_has_one_line_in_order_with_its_time(predictions: list[dict[str, Any]]) -> None:
    assert [(item["id"], item["n"]) for item in predictions] == [(f"q{i}", i % 2) for i in range(len(QUESTIONS))]
    assert all(item["milliseconds"] >= 0 for item in predictions)


def test_answers_speak_the_scorers_words(predictions: list[dict[str, Any]]) -> None:
    bar, line, pie, nothing, odd = predictions
    assert (bar["chart"], bar["x"]["column"], bar["y"]) == ("bar", "Town", {"column": "Seats", "aggregate": "sum"})
    assert (line["chart"], line["x"]["column"], line["bin"]) == ("line", "Opened", "year")
    assert (pie["chart"], pie["y"]["aggregate"]) == ("pie", "count")
    assert [(item["column"], item["op"], item["value"]) for item in pie["filters"]] == [("Seats", ">", "1500")]
    assert set(nothing) == {"id", "n", "milliseconds"}
    assert (odd["x"]["column"], odd["y"]["aggregate"]) == ("Kind", "count")
