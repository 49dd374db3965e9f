"""HubSpot: owners, companies, deals with their stage history and moved close dates, pipelines and goals.

What the CRM does not have: an owner's region (empty), and what portals keep in properties of their own: a company's
segment and region, a deal's product (named in the config, else by number of employees, or empty). `calls` is the number
of times contacted. Computed: weekly forecasts (the pipeline replayed from the stage history), when the first four open
stages were entered, and the forecast category where nobody set one (closed, overdue, else by the stage's probability).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.contract import Config, Source
from sophia.sources.hubspot_tables import SHAPE
from sophia.sources.sync.api import Api
from sophia.sources.sync.slide import slide
from sophia.sources.sync.stream import Pace, Page, Position, Quota, Reader, Record, Stream, Sync, Target

URL = "https://api.hubapi.com"
SIZE = 100
HISTORIES = 50
"""Records of one batch when histories are read."""
MOST_FOUND = 10_000
"""Records that one search hands out; sliding stays far below it."""
NAME = r"^[a-z][a-z0-9_]*$|^$"
CHANGED = "hs_lastmodifieddate"
COMPANY = ("name", "domain", "country", "industry", "lifecyclestage", "createdate", "numberofemployees", CHANGED)
DEAL = (
    *("dealname", "pipeline", "dealstage", "dealtype", "amount", "deal_currency_code", "amount_in_home_currency"),
    *("createdate", "closedate", "hubspot_owner_id", "closed_lost_reason", "notes_last_contacted"),
    *("num_contacted_notes", "hs_manual_forecast_category", "hs_deal_stage_probability", CHANGED),
)
GOAL = ("hs_target_amount", "hs_start_datetime", "hs_end_datetime", "hs_assignee_user_id", CHANGED)


class HubspotConfig(Config):
    """The token to read with, and which properties of this portal mean what."""

    token: SecretStr = Field(min_length=8, description="Private app's token; scopes: see the docs.")
    segment_property: str = Field("", pattern=NAME, description="Company's size class; empty: by employees.")
    region_property: str = Field("", pattern=NAME, description="Company's sales region.")
    product_property: str = Field("", pattern=NAME, description="Deal's main product.")
    lead_source_property: str = Field("hs_analytics_source", pattern=NAME, description="Deal's acquisition channel.")
    former_stages: str = Field(
        "formercustomer, churned", max_length=400, description="Lifecycle stages of former customers."
    )

    def own(self, kind: str) -> dict[str, str]:
        """Return our name → the portal's property, for companies or deals."""
        if kind == "companies":
            named = {"segment": self.segment_property, "region": self.region_property}
        elif kind == "deals":
            named = {"product": self.product_property, "lead_source": self.lead_source_property}
        else:
            named = {}
        return {name: own for name, own in named.items() if own}


def target(config: HubspotConfig) -> Target:
    """Return where the API is; searches are limited to five a second."""
    return Target(URL, {"authorization": f"Bearer {config.token.get_secret_value()}"}, Pace(4.0, 4))


def check(api: Api, _: HubspotConfig) -> None:
    """Ask for one deal."""
    api.get("crm/v3/objects/deals", {"limit": 1})


def quota(headers: Mapping[str, str]) -> Quota | None:
    """Return what is left of the day's allowance, where an answer tells (searches do not)."""
    limit, left = headers.get("x-hubspot-ratelimit-daily", ""), headers.get("x-hubspot-ratelimit-daily-remaining", "")
    return Quota(int(left), int(limit)) if limit.isdigit() and left.isdigit() else None


def listed(path: str, **given: str) -> Reader:
    """Return the reader of a list that is handed out page by page."""

    def read(api: Api, _: HubspotConfig, position: Position) -> Iterator[Page]:
        after = (position.resume or {}).get("after")
        while True:
            body = api.get(path, {"limit": SIZE, "after": after, **given}).json
            after = ((body.get("paging") or {}).get("next") or {}).get("after")
            yield Page(body["results"], {"after": after} if after else None)
            if not after:
                return

    return read


def searched(kind: str, properties: tuple[str, ...]) -> Reader:
    """Return the reader of objects of a kind in the order of their last change."""

    def read(api: Api, config: HubspotConfig, position: Position) -> Iterator[Page]:
        own = config.own(kind)
        former = {part.strip() for part in config.former_stages.split(",")}

        def fetch(since: str | None, skip: int) -> list[Any]:
            wanted: dict[str, Any] = {
                "sorts": [{"propertyName": CHANGED, "direction": "ASCENDING"}],
                "properties": sorted({*properties, *own.values()}),
                "limit": SIZE,
            }
            if since:
                moment = round(datetime.fromisoformat(since).timestamp() * 1000)
                changed = {"propertyName": CHANGED, "operator": "GTE", "value": str(moment)}
                wanted["filterGroups"] = [{"filters": [changed]}]
            if skip:
                wanted["after"] = str(skip)
            found: list[Any] = api.post(f"crm/v3/objects/{kind}/search", wanted).json["results"]
            return found

        for page in slide(fetch, lambda record: str(record["properties"][CHANGED]), position, SIZE):
            records = [_named(record, own, former) for record in page.records]
            yield Page(_whole_deals(api, records) if kind == "deals" else records, page.resume)

    return read


def _named(record: Record, own: Mapping[str, str], former: set[str]) -> Record:
    """Return a record with the portal's own properties under our names."""
    said = {name: record["properties"].get(there) for name, there in own.items()}
    return {**record, **said, "former": record["properties"].get("lifecyclestage") in former}


def _whole_deals(api: Api, deals: list[Record]) -> list[Record]:
    """Return deals with the histories of stage and close date, and the company that each is of."""
    ids = [{"id": str(deal["id"])} for deal in deals]
    histories: dict[str, Any] = {}
    for start in range(0, len(ids), HISTORIES):
        wanted = {
            "inputs": ids[start : start + HISTORIES],
            "properties": ["dealstage"],
            "propertiesWithHistory": ["dealstage", "closedate"],
        }
        for found in api.post("crm/v3/objects/deals/batch/read", wanted).json["results"]:
            histories[str(found["id"])] = found["propertiesWithHistory"]
    companies: dict[str, Any] = {}
    if ids:
        for found in api.post("crm/v4/associations/deals/companies/batch/read", {"inputs": ids}).json["results"]:
            companies[str(found["from"]["id"])] = _primary(found["to"])
    return [
        {**deal, "history": histories.get(str(deal["id"]), {}), "company": companies.get(str(deal["id"]))}
        for deal in deals
    ]


def _primary(found: list[Any]) -> Any:
    """Return the company that a deal is of: the primary one, else the first."""
    primary = [one for one in found if any(kind.get("label") == "Primary" for kind in one["associationTypes"])]
    return (primary or found)[0]["toObjectId"] if found else None


def keys(kind: str) -> Reader:
    """Return the reader of the keys of every object of a kind."""
    return listed(f"crm/v3/objects/{kind}", properties="hs_object_id")


OWNER = {
    "id": "id BIGINT",
    "user": "userId BIGINT",
    "first_name": "firstName VARCHAR",
    "last_name": "lastName VARCHAR",
    "email": "email VARCHAR",
    "teams": "teams JSON",
    "created_at": "createdAt TIMESTAMP",
}
STREAMS = (
    Stream("owners", OWNER, ("id",), listed("crm/v3/owners", archived="false")),
    Stream("former_owners", OWNER, ("id",), listed("crm/v3/owners", archived="true")),
    Stream(
        "pipelines",
        {"id": "id VARCHAR", "label": "label VARCHAR", "stages": "stages JSON"},
        ("id",),
        listed("crm/v3/pipelines/deals"),
    ),
    Stream(
        "companies",
        {
            "id": "id BIGINT",
            "name": "properties.name VARCHAR",
            "domain": "properties.domain VARCHAR",
            "country": "properties.country VARCHAR",
            "industry": "properties.industry VARCHAR",
            "lifecycle": "properties.lifecyclestage VARCHAR",
            "former": "former BOOLEAN",
            "employees": "properties.numberofemployees DOUBLE",
            "created_at": "properties.createdate TIMESTAMP",
            "changed_at": f"properties.{CHANGED} TIMESTAMP",
            "segment": "segment VARCHAR",
            "region": "region VARCHAR",
        },
        ("id",),
        searched("companies", COMPANY),
        cursor="changed_at",
        ids=keys("companies"),
    ),
    Stream(
        "deals",
        {
            "id": "id BIGINT",
            "name": "properties.dealname VARCHAR",
            "company": "company BIGINT",
            "owner": "properties.hubspot_owner_id BIGINT",
            "pipeline": "properties.pipeline VARCHAR",
            "stage": "properties.dealstage VARCHAR",
            "kind": "properties.dealtype VARCHAR",
            "product": "product VARCHAR",
            "lead_source": "lead_source VARCHAR",
            "amount": "properties.amount DOUBLE",
            "currency": "properties.deal_currency_code VARCHAR",
            "home_amount": "properties.amount_in_home_currency DOUBLE",
            "created_at": "properties.createdate TIMESTAMP",
            "closes_at": "properties.closedate TIMESTAMP",
            "lost_reason": "properties.closed_lost_reason VARCHAR",
            "contacted_at": "properties.notes_last_contacted TIMESTAMP",
            "contacts": "properties.num_contacted_notes BIGINT",
            "category": "properties.hs_manual_forecast_category VARCHAR",
            "probability": "properties.hs_deal_stage_probability DOUBLE",
            "changed_at": f"properties.{CHANGED} TIMESTAMP",
            "stages": "history.dealstage JSON",
            "closes": "history.closedate JSON",
        },
        ("id",),
        searched("deals", DEAL),
        cursor="changed_at",
        ids=keys("deals"),
    ),
    Stream(
        "goals",
        {
            "id": "id BIGINT",
            "amount": "properties.hs_target_amount DOUBLE",
            "starts_at": "properties.hs_start_datetime TIMESTAMP",
            "ends_at": "properties.hs_end_datetime TIMESTAMP",
            "user": "properties.hs_assignee_user_id BIGINT",
            "changed_at": f"properties.{CHANGED} TIMESTAMP",
        },
        ("id",),
        searched("goal_targets", GOAL),
        cursor="changed_at",
        ids=keys("goal_targets"),
    ),
)

SOURCE = Source(
    kind="hubspot",
    title="HubSpot",
    description="Owners, companies, deals with their stage history, pipelines and goals.",
    config=HubspotConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, quota=quota, interval=300),
    verified="sdk",
    evidence="HubSpot's own Python library reads the same owners, pipelines, deals with history, companies, goals and "
    "associations from our simulator. Not yet tried on the live service.",
)
