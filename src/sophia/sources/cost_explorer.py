"""AWS Cost Explorer: the bill by day, service and workload, where a workload is the value of one cost allocation tag.

AWS corrects the days of a month until it closes, so the last 35 days are read again, each day as a whole: a service
that moves to another workload leaves the old one. A request costs USD 0.01, hence three cycles a day. Amortised cost is
AmortizedCost (before discounts). Not in the API: the former platform's invoices (`retool_invoice` is empty); what
staying there would have cost is `before_per_month` of the config, by the days of each month since `since`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.aws import Signer, call
from sophia.sources.contract import Config, Source
from sophia.sources.sync.api import Api
from sophia.sources.sync.stream import Pace, Page, Position, Stream, Sync, Target

URL = "https://ce.us-east-1.amazonaws.com/"
"""The service has one address for all regions."""
ACTION = "AWSInsightsIndexService.GetCostAndUsage"
OPEN = timedelta(days=35)


class CostExplorerConfig(Config):
    """The key to read with, and which tag and which former cost the savings are counted by."""

    key_id: str = Field(min_length=16, max_length=128, pattern=r"^\w+$", description="Access key ID (AKIA…).")
    secret_key: SecretStr = Field(min_length=8, description="Its secret; the key needs ce:GetCostAndUsage only.")
    tag: str = Field(
        "workload", min_length=1, max_length=128, description="Cost allocation tag that names the workload."
    )
    days: int = Field(365, ge=1, le=425, description="Days of history of the first sync; AWS keeps 14 months by day.")
    platform: str = Field("dashboards", max_length=256, description="The workload whose cost is set against savings.")
    model_services: str = Field(
        "Amazon Bedrock, LLM API", max_length=400, description="Services that are models, comma-separated."
    )
    since: date | None = Field(None, description="Day from which savings count.")
    before_per_month: float = Field(0.0, ge=0, description="What staying on the former platform costs a month, USD.")

    @property
    def signer(self) -> Signer:
        """What signs for this key."""
        return Signer("ce", "us-east-1", self.key_id, self.secret_key.get_secret_value())


def target(_: CostExplorerConfig) -> Target:
    """Return where the API is; each call carries its own signature."""
    return Target(URL, pace=Pace(1.0, 5))


def check(api: Api, config: CostExplorerConfig) -> None:
    """Ask for one day."""
    today = api.now.astimezone(UTC).date()
    call(api, config.signer, URL, ACTION, asked(config, today - timedelta(days=1), today))


def asked(config: CostExplorerConfig, begin: date, end: date) -> dict[str, Any]:
    """Return the question for the days from `begin` to before `end`."""
    return {
        "TimePeriod": {"Start": begin.isoformat(), "End": end.isoformat()},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost", "AmortizedCost"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "TAG", "Key": config.tag}],
    }


def costs(api: Api, config: CostExplorerConfig, position: Position) -> Iterator[Page]:
    """Yield the days since the position, each with all of its groups, however many pages they come in."""
    first = (api.now - timedelta(days=config.days)).astimezone(UTC).date().replace(day=1)
    begin = position.since.astimezone(UTC).date() if position.since else first
    body = asked(config, begin, api.now.astimezone(UTC).date() + timedelta(days=1))
    found: dict[str, list[dict[str, str]]] = {}
    token: str | None = ""
    while token is not None:
        answer = call(api, config.signer, URL, ACTION, body | ({"NextPageToken": token} if token else {}))
        for day in answer["ResultsByTime"]:
            found.setdefault(day["TimePeriod"]["Start"], []).extend(map(_group, day.get("Groups", [])))
        token = answer.get("NextPageToken") or None
    yield Page([{"day": f"{day}T00:00:00Z", "groups": groups} for day, groups in found.items()])


def _group(group: dict[str, Any]) -> dict[str, str]:
    service, tagged = group["Keys"]
    cost, amortized = (group["Metrics"][name]["Amount"] for name in ("UnblendedCost", "AmortizedCost"))
    return {"service": service, "workload": tagged.partition("$")[2], "cost": cost, "amortized": amortized}


def savings(_: Api, config: CostExplorerConfig, __: Position) -> Iterator[Page]:
    """Yield what the config says about savings; nothing is asked."""
    models = [name.strip() for name in config.model_services.split(",") if name.strip()]
    since = config.since.isoformat() if config.since else None
    own = {"id": "own", "platform": config.platform, "models": models, "since": since}
    yield Page([{**own, "before": config.before_per_month}])


STREAMS = (
    Stream(
        "savings",
        {
            "id": "id VARCHAR",
            "platform": "platform VARCHAR",
            "models": "models JSON",
            "since": "since DATE",
            "before": "before DOUBLE",
        },
        ("id",),
        savings,
    ),
    Stream("days", {"day": "day TIMESTAMP", "groups": "groups JSON"}, ("day",), costs, "day", OPEN),
)

GROUPS = '[{"service":"VARCHAR","workload":"VARCHAR","cost":"VARCHAR","amortized":"VARCHAR"}]'
COST_DAY = f"""
SELECT CAST(day AS DATE) AS day, one.service AS service, coalesce(nullif(one.workload, ''), 'untagged') AS workload,
  CAST(sum(CAST(one.cost AS DOUBLE)) AS DECIMAL(18, 4)) AS cost,
  CAST(sum(CAST(one.amortized AS DOUBLE)) AS DECIMAL(18, 4)) AS amortized_cost
FROM (SELECT day, from_json(groups, '{GROUPS}') AS found FROM days) AS kept, unnest(found) AS listed(one)
GROUP BY ALL ORDER BY day, service, workload
"""
BILL_MONTH = """
SELECT CAST(date_trunc('month', day) AS DATE) AS month, CAST(sum(cost) AS DECIMAL(18, 4)) AS total
FROM snapshot.cost_day GROUP BY ALL ORDER BY month
"""
INVOICE = """
SELECT CAST(NULL AS DATE) AS month, CAST(NULL AS VARCHAR) AS plan, CAST(NULL AS INTEGER) AS seats,
  CAST(NULL AS DECIMAL(18, 2)) AS amount, CAST(NULL AS DECIMAL(18, 2)) AS baseline_amount LIMIT 0
"""
SAVING_MONTH = """
WITH spent AS (
  SELECT CAST(date_trunc('month', c.day) AS DATE) AS month, s.since, before,
    sum(cost) FILTER (WHERE workload = platform AND NOT list_contains(from_json(models, '["VARCHAR"]'), service))
      AS cloud,
    sum(cost) FILTER (WHERE workload = platform AND list_contains(from_json(models, '["VARCHAR"]'), service)) AS model
  FROM snapshot.cost_day AS c JOIN savings AS s ON c.day >= s.since GROUP BY ALL
)
SELECT month, CAST(coalesce(cloud, 0) AS DECIMAL(18, 2)) AS cloud_cost,
  CAST(coalesce(model, 0) AS DECIMAL(18, 2)) AS llm_cost,
  CAST(before * (date_diff('day', greatest(month, since),
    least(last_day(month), CAST(getvariable('now') AS DATE))) + 1) / day(last_day(month)) AS DECIMAL(18, 2))
    AS baseline_amount
FROM spent ORDER BY month
"""
SHAPE = {"cost_day": COST_DAY, "bill_month": BILL_MONTH, "retool_invoice": INVOICE, "saving_month": SAVING_MONTH}

SOURCE = Source(
    kind="cost-explorer",
    title="AWS Cost Explorer",
    description="The AWS bill by day, service and workload, and what a new platform saves.",
    config=CostExplorerConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, interval=28_800),
    verified="sdk",
    evidence="AWS's own library checks every signature and request, and reads from our simulator what Sophia reads. "
    "Not yet tried on the live service.",
)
