"""Cost Explorer: the demo company's bill comes back from a simulated one whose every request AWS's own library checks."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from pydantic import SecretStr

from sophia.demo.cost_explorer import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.cost_explorer import SOURCE, CostExplorerConfig, asked
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told, served
from tests.services.aws import CostExplorer
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

FIRST = date(2025, 11, 1)
BEGUN = date(2026, 2, 2)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Any]]:
    return {name: list(rows) for name, rows in fill(World(1))}


def line_to(folder: Path, api: CostExplorer, **changed: Any) -> Line:
    assert SOURCE.sync is not None
    given = {"since": BEGUN, "before_per_month": 3000.0} | changed
    config = CostExplorerConfig(key_id=api.key, secret_key=SecretStr(api.secret), **given)

    def answer(request: Asked) -> Told:
        api.now = line.now
        return api.answer(request)

    line = Line(folder, SOURCE.sync, config, answer, api.now)
    return line


@pytest.fixture
def synced(tables: dict[str, list[Any]], tmp_path: Path) -> tuple[Line, CostExplorer, Outcome]:
    api = CostExplorer(list(tables["cost_day"]))
    line = line_to(tmp_path, api)
    done = line.run()
    assert done.ok, done.errors
    return line, api, done


def test_days_and_months_equal_the_demo_companys(
    tables: dict[str, list[Any]], synced: tuple[Line, CostExplorer, Outcome]
) -> None:
    line, _, done = synced
    rows = line.ask(done, "SELECT day, service, workload, cost, amortized_cost FROM cost_day")
    found = {row[:3]: (float(row[3]), float(row[4])) for row in rows}
    assert found == {row[:3]: (row[3], row[4]) for row in tables["cost_day"] if row[0] >= FIRST}
    bills = {month: float(total) for month, total in line.table(done, "bill_month")}
    assert bills == pytest.approx({month: total for month, total in tables["bill_month"] if month >= FIRST})
    assert "columns" not in differences(done.published, "cost-explorer", "retool_invoice", [], lambda _, value: value)


def test_savings_are_the_platforms_cost_beside_what_staying_costs(
    tables: dict[str, list[Any]], synced: tuple[Line, CostExplorer, Outcome]
) -> None:
    line, _, done = synced
    found = {row[0]: [float(value) for value in row[1:]] for row in line.table(done, "saving_month")}
    wanted = {row[0]: (row[1], row[2]) for row in tables["saving_month"]}
    assert found.keys() == wanted.keys()
    assert [month for month in wanted if found[month][:2] != pytest.approx(wanted[month], abs=0.011)] == []
    assert found[date(2026, 2, 1)][2] == pytest.approx(3000 * 27 / 28, abs=0.01)
    assert found[date(2026, 3, 1)][2] == 3000
    assert found[date(2026, 11, 1)][2] == 1500


def test_the_pack_of_the_demo_applies_whole(synced: tuple[Line, CostExplorer, Outcome], tmp_path: Path) -> None:
    _, _, done = synced
    assert lost(done.published, "cost-explorer", tmp_path / "demo") == set()
    assert done.tables["retool_invoice"] == 0


def test_a_corrected_and_a_retagged_cost_replace_the_old_ones(synced: tuple[Line, CostExplorer, Outcome]) -> None:
    line, api, _ = synced
    line.now += timedelta(hours=8)
    day = date(2026, 10, 20)
    api.rows = [row for row in api.rows if row[0] != day] + [(day, "Amazon EC2", "", 12.5, 12.0)]
    done = line.run()
    found = line.ask(done, f"SELECT service, workload, CAST(cost AS DOUBLE) FROM cost_day WHERE day = '{day}'")
    assert found == [("Amazon EC2", "untagged", 12.5)]


def test_days_split_over_pages_are_put_together(tables: dict[str, list[Any]], tmp_path: Path) -> None:
    api = CostExplorer(list(tables["cost_day"]), page=7)
    line = line_to(tmp_path, api, days=20)
    done = line.run()
    kept = [row for row in tables["cost_day"] if row[0] >= date(2026, 10, 1)]
    assert (done.ok, done.tables["cost_day"]) == (True, len(kept))
    assert len(api.asked) == -(-len(kept) // 7)


def test_a_day_takes_three_requests_and_the_newest_day_is_there_each_time(
    synced: tuple[Line, CostExplorer, Outcome],
) -> None:
    line, api, _ = synced
    api.page = 2000
    begun = line.now
    api.asked.clear()
    assert SOURCE.sync is not None
    for number in range(1, 4):
        line.now = begun + timedelta(seconds=SOURCE.sync.interval * number)
        today = line.now.date()
        api.rows.append((today, f"Service {number}", "product", 1.0, 1.0))
        done = line.run()
        assert done.ok
        assert line.ask(done, f"SELECT day FROM cost_day WHERE service = 'Service {number}'") == [(today,)]
    assert len(api.asked) == 3


def test_an_unchanged_cycle_asks_once_and_publishes_nothing(synced: tuple[Line, CostExplorer, Outcome]) -> None:
    line, api, _ = synced
    api.page = 2000
    api.asked.clear()
    line.now += timedelta(minutes=1)
    done = line.run()
    assert (done.ok, done.published, len(api.asked)) == (True, None, 1)


@pytest.mark.parametrize("fault", ["LimitExceededException", "ThrottlingException"])
def test_an_aws_that_wants_fewer_calls_is_left_alone_for_a_while(
    fault: str, synced: tuple[Line, CostExplorer, Outcome]
) -> None:
    line, api, _ = synced
    api.fault = fault
    assert line.run().until == line.now + timedelta(minutes=5)
    api.fault = ""
    line.now += timedelta(minutes=5)
    assert line.run().ok


def test_a_missing_right_is_named(synced: tuple[Line, CostExplorer, Outcome]) -> None:
    line, api, _ = synced
    api.fault = "AccessDeniedException"
    assert line.run().errors == {"days": "AWS does not let this key ask ce:GetCostAndUsage."}


def test_a_wrong_secret_is_said_without_it(tables: dict[str, list[Any]], tmp_path: Path) -> None:
    assert SOURCE.sync is not None
    api = CostExplorer(list(tables["cost_day"]))
    line = line_to(tmp_path, api)
    line.config = CostExplorerConfig(key_id=api.key, secret_key=SecretStr("c4n4ry-c4n4ry"))
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), line.config)
    done = line.run()
    assert set(done.errors) == {"days"}
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(line.config) + repr(line.config.signer)


def test_awss_own_library_reads_the_same_from_the_simulator(synced: tuple[Line, CostExplorer, Outcome]) -> None:
    line, api, done = synced
    sums: dict[str, float] = defaultdict(float)
    with served(api.answer) as address:
        config = Config(retries={"total_max_attempts": 1})
        keys = {"aws_access_key_id": api.key, "aws_secret_access_key": api.secret}
        client = boto3.client("ce", region_name="us-east-1", endpoint_url=address, config=config, **keys)
        body = asked(line.config, FIRST, date(2026, 11, 16))
        while True:
            found = client.get_cost_and_usage(**body)
            for group in (one for day in found["ResultsByTime"] for one in day["Groups"]):
                sums[group["Keys"][0]] += float(group["Metrics"]["UnblendedCost"]["Amount"])
            if "NextPageToken" not in found:
                break
            body["NextPageToken"] = found["NextPageToken"]
    shown = line.ask(done, "SELECT service, CAST(sum(cost) AS DOUBLE) FROM cost_day GROUP BY ALL")
    assert dict(shown) == pytest.approx(sums)
