"""`sophia cost estimate`: the bill as a table and as JSON."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from sophia.cli.main import app

RUN = CliRunner()


def test_the_table_names_each_resource_and_the_sum() -> None:
    done = RUN.invoke(app, ["cost", "estimate"])
    assert done.exit_code == 0, done.output
    assert "aws:rds/instance:Instance database" in done.output
    assert "Retool Business for 2 builders and 8 viewers: 2,640.00 a year" in done.output
    assert "private origin" in done.output


def test_the_json_adds_up() -> None:
    done = RUN.invoke(app, ["cost", "estimate", "--json", "--profile", "lite", "--usage", "high"])
    document = json.loads(done.output)
    dollars = document["dollars_a_year"]
    recount = sum(12 * (line["quantity"] - line["free"]) * line["price"] for line in document["lines"])
    assert recount == pytest.approx(dollars["total"], abs=0.01)
    assert dollars["total"] == dollars["total_high"]
    assert dollars["total_low"] < dollars["total_typical"] < dollars["total_high"]
    assert {line["sku"] for line in document["lines"]} == set(document["sources"])


@pytest.mark.parametrize("wrong", [["--profile", "huge"], ["--usage", "some"], ["--retool", "free"]])
def test_a_wrong_choice_names_the_right_ones(wrong: list[str]) -> None:
    done = RUN.invoke(app, ["cost", "estimate", *wrong])
    assert done.exit_code == 1
    assert "Known:" in done.output + (done.stderr or "")
