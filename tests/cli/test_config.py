"""`sophia config`: a setup file is checked without changing anything, and applied as often as one likes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from sophia.access.audit import SYSTEM
from tests.app import orders_csv, running
from tests.cli.process import command
from tests.services.postgres import Postgres

pytestmark = pytest.mark.slow

FILE = """connections:
  shop:
    source: postgres
    config: {{host: 127.0.0.1, port: {port}, database: {database}, user: sophia, password: "${{SHOP_PASSWORD}}"}}
dashboards:
  ceo:
    orders: {{queries: [revenue], refresh_interval: 600}}
    shop: {{refresh_interval: 120}}
  project:
    orders: {{refresh_interval: 90}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert command(tmp_path / "home", "connect", str(orders_csv(tmp_path))).returncode == 0
    return tmp_path / "home"


def test_a_file_is_applied_once_and_then_changes_nothing(home: Path, postgres: Postgres) -> None:
    url = postgres.create_database()
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("CREATE TABLE sale (id INTEGER PRIMARY KEY, amount NUMERIC)")
    parts = urlsplit(url)
    file = home.parent / "sophia.yaml"
    file.write_text(FILE.format(port=parts.port, database=parts.path[1:]))
    secret = {"SHOP_PASSWORD": parts.password or ""}
    checked = command(home, "config", "check", str(file), **secret)
    assert (checked.returncode, checked.stdout) == (0, "sophia.yaml: 2 dashboards, 1 connections.\n"), checked.stderr
    assert "shop" not in command(home, "connections", "list").stdout

    first = command(home, "config", "apply", str(file), **secret)
    assert first.returncode == 0, first.stderr
    assert [" ".join(line.split()) for line in first.stdout.splitlines()] == [
        "connected shop",
        "every 90 s orders",
        "every 120 s shop",
    ]
    again = command(home, "config", "apply", str(file))
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    with running(home) as services:
        described = {name: services.connections.describe(SYSTEM, name) for name in ("orders", "shop")}
        assert {name: found.saved.refresh_interval for name, found in described.items()} == {"orders": 90, "shop": 120}
        assert {name: found.catalog.refresh_interval for name, found in described.items()} == {
            "orders": 90,
            "shop": 120,
        }


def test_what_is_not_connected_is_named_and_the_rest_applied(home: Path) -> None:
    guide = home.parent / "config_manager.py"
    guide.write_text(
        "DASHBOARD_DATA_SOURCES = {\n"
        "    'ceo': {'orders': {'refresh_interval': 60}, 'gong': {'endpoints': ['calls'], 'refresh_interval': 600}},\n}\n"
    )
    for verb, printed in (("check", "1 dashboards, 0 connections"), ("apply", "every     60 s  orders")):
        done = command(home, "config", verb, str(guide))
        assert (done.returncode, done.stderr) == (1, "not connected   gong\n")
        assert printed in done.stdout


@pytest.mark.parametrize("verb", ["check", "apply"])
def test_a_fault_is_said_with_its_line_and_without_a_trace(home: Path, verb: str) -> None:
    file = home.parent / "sophia.yaml"
    file.write_text(FILE.format(port=1, database="shop"))
    unset = command(home, "config", verb, str(file))
    assert unset.returncode == 1
    assert "sophia.yaml, line 4: The variable SHOP_PASSWORD is not set." in unset.stderr
    file.write_text("dashboards:\n  ceo:\n    shop: {refresh: 5}\n")
    unknown = command(home, "config", verb, str(file))
    assert "line 3: dashboards.ceo.shop.refresh: is not known here" in unknown.stderr
    assert "cannot be read" in command(home, "config", verb, str(home / "nowhere.yaml")).stderr
    assert "Traceback" not in unset.stderr + unknown.stderr


def test_a_connection_that_does_not_answer_leaves_no_secret_in_words(home: Path) -> None:
    file = home.parent / "sophia.yaml"
    file.write_text(FILE.format(port=1, database="shop"))
    done = command(home, "config", "apply", str(file), SHOP_PASSWORD="c4n4ry")
    assert done.returncode == 1
    assert "Postgres at 127.0.0.1:1 does not answer" in done.stderr
    assert "c4n4ry" not in done.stderr + done.stdout


def test_the_schema_is_printed_for_editors(home: Path) -> None:
    schema = json.loads(command(home, "config", "schema").stdout)
    assert set(schema["properties"]) == {"connections", "dashboards"}
