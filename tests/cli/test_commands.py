"""The command line: own data in, dashboards out as stable text, faults in two lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.app import orders_csv, orders_spec
from tests.cli.process import command

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    made = command(folder / "home", "connect", str(orders_csv(folder)))
    assert made.returncode == 0, made.stderr
    assert "Connected orders (csv): 1 tables, 400 rows" in made.stdout
    assert made.stdout.count("sophia generate") >= 3
    return folder / "home"


def test_connecting_the_same_file_again_replaces_it(home: Path) -> None:
    assert command(home, "connect", str(orders_csv(home.parent, 100))).returncode == 0
    listed = command(home, "connections", "list").stdout
    assert listed.count("orders") == 1
    assert "100 rows" in listed
    assert len(list((home / "data").glob("*.duckdb"))) == 1
    command(home, "connect", str(orders_csv(home.parent)))


def test_a_folder_is_one_connection_and_can_be_removed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text("x,z\n1,3\n")
    made = command(home, "connect", str(tmp_path), "--name", "pair")
    assert "Connected pair (csv): 2 tables" in made.stdout, made.stderr
    assert command(home, "connections", "remove", "pair").returncode == 0
    assert "pair" not in command(home, "connections", "list").stdout


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere.csv", "There is no file nowhere.csv"),
        ("oracle://u:c4n4ry@h/d", "cannot be connected"),
        ("mysql://u:c4n4ry@127.0.0.1:1/d", "The database at 127.0.0.1:1 does not answer"),
        ("postgres", "PostgreSQL needs host"),
        ("postgresql://u:c4n4ry@127.0.0.1:1/d", "Postgres at 127.0.0.1:1 does not answer"),
    ],
)
def test_what_cannot_be_connected_is_said_without_a_trace_or_a_secret(home: Path, place: str, words: str) -> None:
    done = command(home, "connect", place)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "c4n4ry" not in done.stderr + done.stdout


def test_export_and_import_are_each_others_inverse(home: Path, tmp_path: Path) -> None:
    assert command(home, "dashboards", "import", "-", text=yaml.safe_dump(orders_spec())).returncode == 0
    text = command(home, "dashboards", "export", "orders").stdout
    assert command(home, "dashboards", "export", "orders").stdout == text
    (tmp_path / "orders.yaml").write_text(text)
    assert "version 1" in command(home, "dashboards", "import", str(tmp_path / "orders.yaml")).stdout
    (tmp_path / "orders.yaml").write_text(text.replace("title: Orders", "title: All orders"))
    assert "version 2" in command(home, "dashboards", "import", str(tmp_path / "orders.yaml"), "-m", "why").stdout
    assert "All orders" in command(home, "dashboards", "list").stdout


@pytest.mark.parametrize("text", ["{", "title: 7", "- a", "", "spec_version: 99"])
def test_a_file_that_is_no_dashboard_is_refused(home: Path, text: str) -> None:
    done = command(home, "dashboards", "import", "-", text=text)
    assert done.returncode == 1
    assert done.stderr.startswith("Error:")
    assert "Traceback" not in done.stderr


def test_a_sentence_becomes_a_dashboard(home: Path) -> None:
    done = command(home, "generate", "total amount by region", "--source", "orders")
    assert done.returncode == 0, done.stderr
    assert "/d/" in done.stdout.splitlines()[-1]


def test_a_catalog_is_shown_checked_and_edited(home: Path, tmp_path: Path) -> None:
    text = command(home, "catalog", "show", "orders").stdout
    assert command(home, "catalog", "check", "orders").returncode == 0
    document = yaml.safe_load(text)
    document["tables"][0]["synonyms"] = ["purchases"]
    (tmp_path / "catalog.yaml").write_text(yaml.safe_dump(document))
    assert command(home, "catalog", "edit", "orders", "--file", str(tmp_path / "catalog.yaml")).returncode == 0
    assert "purchases" in command(home, "catalog", "show", "orders").stdout
    document["tables"][0]["time_column"] = "nothing"
    (tmp_path / "catalog.yaml").write_text(yaml.safe_dump(document))
    assert command(home, "catalog", "edit", "orders", "--file", str(tmp_path / "catalog.yaml")).returncode == 1


def test_a_person_is_added_and_the_audit_log_is_whole(home: Path) -> None:
    done = command(
        home, "users", "add", "ann@example.org", "--role", "builder", SOPHIA_NEW_PASSWORD="correct horse battery"
    )
    assert done.returncode == 0, done.stderr
    assert command(home, "users", "list").stdout.split() == ["builder", "ann@example.org", "ann"]
    reset = command(home, "users", "reset", "ANN@example.org")
    assert "/password#" in reset.stdout, reset.stderr
    assert "ann (no password yet)" in command(home, "users", "list").stdout
    assert "Nobody has" in command(home, "users", "reset", "bob@example.org").stderr
    verified = command(home, "audit", "verify")
    assert verified.returncode == 0
    assert "unbroken" in verified.stdout


def test_the_api_is_described_with_its_spec_and_its_errors(home: Path) -> None:
    document = json.loads(command(home, "openapi").stdout)
    schemas = document["components"]["schemas"]
    assert {"Dashboard", "Kpi", "MetricDataset", "ChangeReply", "ErrorReply", "DatasetReply"} <= set(schemas)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403"} <= set(operation["responses"]), f"{method} {path}"
            shown = operation["responses"]["403"]["content"]["application/json"]["schema"]["$ref"]
            assert shown.endswith("/ErrorReply")
    changed = document["paths"]["/generate-dashboard"]["post"]["responses"]["200"]["content"]
    assert set(changed) == {"application/json", "text/event-stream"}


def test_health_says_when_nobody_answers(home: Path) -> None:
    done = command(home, "health", SOPHIA_PORT="1")
    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_a_wrong_setting_is_named(home: Path) -> None:
    done = command(home, "run", SOPHIA_PORT="many")
    assert done.returncode == 1
    assert "SOPHIA_PORT" in done.stderr
    exposed = command(home, "run", SOPHIA_HOST="0.0.0.0")
    assert exposed.returncode == 1
    assert "loopback" in exposed.stderr


def test_a_semantic_model_is_tried_taken_over_and_written_again(home: Path, tmp_path: Path) -> None:
    model = tmp_path / "cube.yml"
    model.write_text(
        "cubes:\n  - name: orders\n    sql_table: orders\n    measures:\n"
        "      - {name: order_lines, type: count, title: Order lines}\n"
        "      - {name: gone, type: sum, sql: no_such_column}\n"
    )
    tried = command(home, "catalog", "import", "orders", str(model), "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "nothing was kept" in tried.stdout
    assert "order_lines" not in command(home, "catalog", "show", "orders").stdout
    done = command(home, "catalog", "import", "orders", str(model), "--format", "cube")
    assert "left out  metric  gone: the table 'orders' has no column 'no_such_column'" in done.stdout
    assert "order_lines" in command(home, "catalog", "show", "orders").stdout
    assert command(home, "catalog", "check", "orders").returncode == 0
    written = tmp_path / "osi.yaml"
    assert command(home, "catalog", "export", "orders", "-o", str(written)).returncode == 0
    assert "order_lines" in written.read_text()
    assert "0 left out" in command(home, "catalog", "import", "orders", str(written)).stdout
    bad = command(home, "catalog", "import", "orders", str(tmp_path / "nowhere"))
    assert bad.returncode == 1
    assert bad.stderr.startswith("Error: There is no file or folder")


def test_an_edited_catalog_runs_before_it_is_kept(home: Path, tmp_path: Path) -> None:
    edited = yaml.safe_load(command(home, "catalog", "show", "orders").stdout)
    edited["metrics"] = [{"name": "odd", "label": "Odd", "table": "orders", "expression": "count(no_such_function(1))"}]
    (tmp_path / "edited.yaml").write_text(yaml.safe_dump(edited))
    done = command(home, "catalog", "edit", "orders", "--file", str(tmp_path / "edited.yaml"))
    assert done.returncode == 1
    assert "no_such_function" in done.stderr
    assert "odd" not in command(home, "catalog", "show", "orders").stdout


def test_a_kind_of_source_takes_its_settings_from_the_command_and_secrets_from_variables(home: Path) -> None:
    given = ["--set", "host=127.0.0.1", "--set", "port=1", "--set", "database=d", "--set", "user=u"]
    done = command(home, "connect", "postgres", *given, "--set", "password=@PG_PASSWORD", PG_PASSWORD="c4n4ry")
    assert "Postgres at 127.0.0.1:1 does not answer" in done.stderr
    assert "c4n4ry" not in done.stderr + done.stdout
    unset = command(home, "connect", "postgres", *given, "--set", "password=@NOT_THERE")
    assert "The variable NOT_THERE for password is not set." in unset.stderr
    wrong = command(home, "connect", "postgres", "--set", "hots=x")
    assert "PostgreSQL has no setting 'hots'." in wrong.stderr
    assert "host, port" in wrong.stderr


def test_sources_say_how_far_they_are_verified(tmp_path: Path) -> None:
    listed = json.loads(command(tmp_path / "home", "sources", "list", "--json").stdout)["sources"]
    kinds = {item["kind"]: item for item in listed}
    assert kinds["postgres"]["capabilities"] == ["query"]
    assert kinds["rest"]["capabilities"] == ["sync"]
    assert all(item["evidence"] for item in listed)


def test_connections_are_tested_and_a_failure_shows_in_the_exit_code(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command(home, "connect", str(orders_csv(tmp_path)))
    good = command(home, "sources", "test", "--json")
    assert (good.returncode, json.loads(good.stdout)["ok"]) == (0, True)
    for file in (home / "data").glob("*.duckdb"):
        file.unlink()
    unsaid = command(home, "sources", "verify", "orders")
    assert "sophia sources verify orders --live" in unsaid.stderr
    nowhere = command(home, "sources", "verify", "orders", "--live")
    assert "no service behind it" in nowhere.stderr
    bad = command(home, "sources", "test", "orders")
    assert bad.returncode == 1
    assert "FAILED" in bad.stdout
    assert "Connect the files again." in bad.stdout
