"""What the docs and the alert rules name is what the server measures."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sophia.kernel.meters import UNITS, Meters

FOLDER = Path(__file__).parents[2] / "docs" / "observability"
METRIC = re.compile(r"\bsophia_[a-z_]+")


def measured() -> set[str]:
    """Every metric's name as Prometheus knows it."""
    return set(re.findall(r"^# TYPE (sophia_\w+)", Meters().exposition().decode(), re.M))


def base(name: str) -> str:
    return re.sub(r"_(bucket|count|sum)$", "", name)


def test_every_metric_is_documented_and_nothing_else() -> None:
    text = (FOLDER / "README.md").read_text()
    assert set(METRIC.findall(text)) == measured() - {name for name in measured() if name.endswith("_created")}
    for name in UNITS:
        assert name in text


def test_the_rules_alarm_on_metrics_that_exist() -> None:
    rules = yaml.safe_load((FOLDER / "prometheus-rules.yml").read_text())["groups"][0]["rules"]
    assert len(rules) == 5
    for rule in rules:
        assert {base(name) for name in METRIC.findall(rule["expr"])} <= measured()
