"""A simulated HubSpot, filled with the demo company's sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sophia.demo.deals import LABELS, PROBABILITY, STAGES
from sophia.demo.hubspot import fill
from sophia.demo.world import World
from tests.services.api import Asked, Told

Thing = dict[str, Any]
CHANGED = "hs_lastmodifieddate"
PIPELINES = {"New business": "default", "Expansion": "7301"}
MOST_FOUND = 10_000


def text(moment: datetime | date | None) -> str | None:
    if moment is None:
        return None
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return whole.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def millis(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


@dataclass
class Hubspot:
    """HubSpot's API over one portal. `now` is its clock; `refused` are parts of paths that the token may not read."""

    world: World
    token: str = "pat-eu1-0123456789"
    now: datetime = datetime(2026, 11, 15, 23, 57, tzinfo=UTC)
    per_ten_seconds: int = 100
    per_day: int = 250_000
    objects: dict[str, dict[str, Thing]] = field(default_factory=dict)
    owners: list[Thing] = field(default_factory=list)
    pipelines: list[Thing] = field(default_factory=list)
    companies_of: dict[str, str] = field(default_factory=dict)
    histories: dict[str, Thing] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    calls: list[datetime] = field(default_factory=list)
    throttled: int = 0
    today: int = 0

    def __post_init__(self) -> None:
        rows: dict[str, list[Any]] = {name: list(part) for name, part in fill(self.world)}
        self.owners = [_owner(row) for row in rows["owner"]]
        self.pipelines = [_pipeline(label, key) for label, key in PIPELINES.items()]
        self.objects = {
            "companies": _by_id(_company(row) for row in rows["company"]),
            "deals": _by_id(_deal(row) for row in rows["deal"]),
            "goal_targets": _by_id(_goal(number, row) for number, row in enumerate(rows["quota_month"], 1)),
        }
        stays, moves = _grouped(rows["deal_stage_history"]), _grouped(rows["closedate_change"])
        for row in rows["deal"]:
            key = str(row[0])
            self.companies_of[key] = str(row[2])
            self.histories[key] = {
                "dealstage": [_said(_stage_id(row[4], stay[2]), stay[3]) for stay in stays[row[0]]][::-1],
                "closedate": _closes(row, moves.get(row[0], []))[::-1],
            }

    def put(self, kind: str, key: str, **changed: str) -> None:
        """Change an object, now."""
        self.objects[kind][key]["properties"] |= {**changed, CHANGED: text(self.now)}

    def answer(self, asked: Asked) -> Told:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Told({"status": "error", "message": f"invalid {asked.headers.get('authorization')}"}, 401)
        if any(part in asked.path for part in self.refused):
            return Told(
                {"status": "error", "message": f"{self.token} lacks a scope", "category": "MISSING_SCOPES"}, 403
            )
        recent = sum(1 for at in self.calls[-200:] if at > self.now - timedelta(seconds=10))
        if recent >= self.per_ten_seconds or len(self.calls) >= self.per_day:
            self.throttled += 1
            return Told({"status": "error", "policyName": "TEN_SECONDLY_ROLLING"}, 429, {"Retry-After": "10"})
        self.calls.append(self.now)
        headers = {"X-HubSpot-RateLimit-Daily": str(self.per_day)}
        headers["X-HubSpot-RateLimit-Daily-Remaining"] = str(self.per_day - len(self.calls))
        parts = asked.path.strip("/").split("/")
        if parts[-1] == "search":
            return self._search(parts[-2], asked.json)
        if parts[-2:] == ["batch", "read"]:
            read = self._associations if "associations" in parts else self._histories
            return Told(read(asked.json), 200, headers)
        return Told(self._listed(parts, asked.query), 200, headers)

    def _listed(self, parts: list[str], query: Mapping[str, str]) -> Thing:
        if parts[-1] == "owners":
            found = [one for one in self.owners if str(one["archived"]).lower() == query.get("archived", "false")]
        elif parts[-2] == "pipelines":
            return {"results": self.pipelines}
        else:
            found = list(self.objects[parts[-1]].values())
        size, start = int(query.get("limit", 100)), int(query.get("after", 0))
        return _page(found, start, size)

    def _search(self, kind: str, body: Mapping[str, Any]) -> Told:
        assert body["sorts"] == [{"propertyName": CHANGED, "direction": "ASCENDING"}]
        found = sorted(self.objects[kind].values(), key=lambda one: (one["properties"][CHANGED], one["id"]))
        for group in body.get("filterGroups", []):
            (asked,) = group["filters"]
            assert (asked["propertyName"], asked["operator"]) == (CHANGED, "GTE")
            found = [one for one in found if millis(one["properties"][CHANGED]) >= int(asked["value"])]
        start, size = int(body.get("after", 0)), int(body["limit"])
        if size > 200 or start + size > MOST_FOUND:
            return Told({"status": "error", "message": "paging beyond 10000 records"}, 400)
        wanted = {*body["properties"], "createdate", CHANGED, "hs_object_id"}
        kept = [one | {"properties": {k: v for k, v in one["properties"].items() if k in wanted}} for one in found]
        return Told({"total": len(found), **_page(kept, start, size)})

    def _histories(self, body: Mapping[str, Any]) -> Thing:
        assert len(body["inputs"]) <= 50
        known = [one["id"] for one in body["inputs"] if one["id"] in self.objects["deals"]]
        found = [self.objects["deals"][key] | {"propertiesWithHistory": self.histories[key]} for key in known]
        return _batch(found)

    def _associations(self, body: Mapping[str, Any]) -> Thing:
        kinds = [{"category": "HUBSPOT_DEFINED", "typeId": 5, "label": "Primary"}]
        kinds += [{"category": "HUBSPOT_DEFINED", "typeId": 341, "label": None}]
        other = {"toObjectId": 1, "associationTypes": kinds[1:]}
        return _batch(
            {
                "from": {"id": one["id"]},
                "to": [other, {"toObjectId": int(self.companies_of[one["id"]]), "associationTypes": kinds}],
            }
            for one in body["inputs"]
        )


def _page(found: list[Thing], start: int, size: int) -> Thing:
    more = {"paging": {"next": {"after": str(start + size)}}} if start + size < len(found) else {}
    return {"results": found[start : start + size], **more}


def _batch(results: Iterable[Thing]) -> Thing:
    moment = "2026-11-15T23:57:00.000Z"
    return {"status": "COMPLETE", "results": list(results), "startedAt": moment, "completedAt": moment}


def _by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    return {thing["id"]: thing for thing in things}


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _object(key: Any, created: Any, changed: Any, **properties: Any) -> Thing:
    times = {"createdate": text(created), CHANGED: text(changed), "hs_object_id": str(key)}
    said = {name: None if value is None else str(value) for name, value in properties.items()}
    own = {"createdAt": text(created), "updatedAt": text(changed), "archived": False}
    return {"id": str(key), "properties": times | said, **own}


def _owner(row: Any) -> Thing:
    number, name, email, team, _, started, active = row
    first, _, last = name.partition(" ")
    times = {"createdAt": text(started), "updatedAt": text(started)}
    teams = [{"id": team, "name": team, "primary": True}]
    named = {"firstName": first, "lastName": last, "email": email, "userId": number + 5_000_000}
    return {"id": str(number), "type": "PERSON", **named, **times, "archived": not active, "teams": teams}


def _stage_id(pipeline: str, stage: str) -> str:
    return stage if pipeline == "New business" else f"7301-{stage}"


def _pipeline(label: str, key: str) -> Thing:
    names = {**LABELS, "won": "Closed won", "lost": "Closed lost"}
    times = {"createdAt": "2023-01-01T00:00:00.000Z", "updatedAt": "2023-01-01T00:00:00.000Z", "archived": False}
    stages = [
        {
            "id": _stage_id(label, stage),
            "label": names[stage],
            "displayOrder": number,
            "metadata": {"isClosed": str(stage not in STAGES).lower(), "probability": str(PROBABILITY[stage])},
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
            **times,
        }
        for number, stage in enumerate(names)
    ]
    return {"id": key, "label": label, "displayOrder": 0, "stages": stages, **times}


def _company(row: Any) -> Thing:
    key, name, domain, segment, region, country, industry, lifecycle, created = row
    stage = {"customer": "customer", "former customer": "churned", "prospect": "opportunity"}[lifecycle]
    own = {"segment": segment, "sales_region": region, "numberofemployees": 1}
    said = {"name": name, "domain": domain, "country": country, "industry": industry, "lifecyclestage": stage}
    return _object(key, created, created, **said, **own)


def _deal(row: Any) -> Thing:
    changed = max(at for at in (row[12], row[19], row[21]) if at is not None)
    return _object(
        row[0],
        row[12],
        changed,
        dealname=row[1],
        hubspot_owner_id=row[3],
        pipeline=PIPELINES[row[4]],
        dealtype={"new": "newbusiness", "expansion": "existingbusiness"}[row[5]],
        main_product=row[6],
        lead_source=row[7],
        dealstage=_stage_id(row[4], row[8]),
        amount=row[9],
        deal_currency_code=row[10],
        amount_in_home_currency=row[11],
        closedate=text(row[13]),
        hs_deal_stage_probability=row[16],
        hs_manual_forecast_category=None if row[0] % 2 or row[17] == "closed" else row[17].upper(),
        closed_lost_reason=row[18],
        notes_last_contacted=text(row[19]),
        num_contacted_notes=row[20],
    )


def _goal(number: int, row: Any) -> Thing:
    owner, month, amount = row
    end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    times = {"hs_start_datetime": text(month), "hs_end_datetime": f"{end.isoformat()}T23:59:59.999Z"}
    return _object(
        9_000_000 + number, month, month, hs_target_amount=amount, hs_assignee_user_id=owner + 5_000_000, **times
    )


def _said(value: Any, at: datetime) -> Thing:
    return {"value": str(value), "timestamp": text(at), "sourceType": "CRM_UI"}


def _closes(row: Any, moves: list[Any]) -> list[Thing]:
    """Return what a deal's close date was said to be: planned, moved, and set once more when it was closed."""
    planned = moves[0][2] if moves else row[13]
    found = [_said(text(planned), row[12]), *(_said(text(new), at) for _, at, _, new in moves)]
    return [*found, _said(text(row[13]), row[26])] if row[26] else found
