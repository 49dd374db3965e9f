"""Gong: people, calls with who spoke and what was heard, and activity per person and day.

Gong's own paths; the guide's `calls/recent` and `analytics/summary` are names for the calls and the day-by-day
activity. What the API does not have: a person's team (the manager's name) and region (empty), a call's sentiment
(empty). Company, segment, region and deal come from the CRM objects that Gong attaches to a call; which of their fields
mean what, and which trackers are of competitors, risks and value, is set in the config. Calls are read by when they
began, the last two days again each time; of calls that were deleted a daily look at all keys tells.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.contract import Config, Source
from sophia.sources.gong_tables import SHAPE
from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import Rejected
from sophia.sources.sync.slide import iso
from sophia.sources.sync.stream import Pace, Page, Position, Record, Stream, Sync, Target

CALLS_A_DAY = 9_500
"""Below the 10,000 that Gong allows, so that other tools of the same key can go on."""
STRETCH = timedelta(days=30)
"""How much of the past one reading of calls covers: a cursor expires, a stretch can be begun again."""
AGAIN = timedelta(days=2)
SELECTED = {
    "context": "Extended",
    "exposedFields": {
        "parties": True,
        "content": {"trackers": True, "topics": True},
        "interaction": {"speakers": True, "personInteractionStats": True, "questions": True},
    },
}
STATISTICS = ("Longest Monologue", "Longest Customer Story", "Interactivity", "Patience")
ACCOUNTS = frozenset({"account", "company"})
DEALS = frozenset({"opportunity", "deal"})


class GongConfig(Config):
    """The key pair to read with, where this customer's API is, and what names mean here."""

    access_key: str = Field(min_length=4, max_length=200, description="Access key of the API (Settings, API).")
    secret: SecretStr = Field(min_length=8, description="Access key secret.")
    url: str = Field(
        "https://api.gong.io",
        pattern=r"^https://[\w.-]+(:\d+)?$",
        description="Base address of your company's API, as Gong's API page shows it.",
    )
    days: int = Field(365, ge=1, le=2000, description="Days of history that the first sync reads.")
    segment_field: str = Field("", max_length=80, description="Field of the CRM account that holds its segment.")
    region_field: str = Field("", max_length=80, description="Field of the CRM account that holds its region.")
    competitor_trackers: str = Field("", max_length=2000, description="Trackers of competitors, comma-separated.")
    risk_trackers: str = Field("", max_length=2000, description="Trackers of risks, comma-separated.")
    value_trackers: str = Field("", max_length=2000, description="Trackers of what customers value, comma-separated.")
    next_step_trackers: str = Field(
        "Next step, Next steps", max_length=400, description="Trackers that tell of an agreed next step."
    )

    def kind_of(self, tracker: str) -> str:
        """Return competitor, risk, value or process for a tracker's name."""
        kinds = {"competitor": self.competitor_trackers, "risk": self.risk_trackers, "value": self.value_trackers}
        return next((kind for kind, names in kinds.items() if tracker.casefold() in _names(names)), "process")


def _names(text: str) -> set[str]:
    return {part.strip().casefold() for part in text.split(",") if part.strip()}


def target(config: GongConfig) -> Target:
    """Return where the API is: three calls a second are allowed."""
    pair = f"{config.access_key}:{config.secret.get_secret_value()}".encode()
    credential = {"authorization": f"Basic {b64encode(pair).decode()}"}
    return Target(f"{config.url}/v2", credential, Pace(2.5, 1, CALLS_A_DAY))


def check(api: Api, _: GongConfig) -> None:
    """Ask for the first people."""
    api.get("users")


def people(api: Api, _: GongConfig, position: Position) -> Iterator[Page]:
    """Yield everybody that Gong knows, former people too."""
    cursor = None
    while True:
        body = api.get("users", {"cursor": cursor}).json
        cursor = (body.get("records") or {}).get("cursor")
        yield Page(body.get("users") or [])
        if not cursor:
            return


def _told(api: Api, path: str, body: Mapping[str, Any], name: str) -> Iterator[list[Any]]:
    """Yield the pages of a list that is asked for by POST: the same body again with the cursor; none is a 404."""
    cursor = None
    while True:
        try:
            found = api.post(path, {**body, **({"cursor": cursor} if cursor else {})}).json
        except Rejected as error:
            if error.answered == 404 and cursor is None:
                return
            raise
        cursor = (found.get("records") or {}).get("cursor")
        yield found.get(name) or []
        if not cursor:
            return


def _stretches(api: Api, config: GongConfig, position: Position) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield the stretches of time to read, each with whether it is the last."""
    now = api.now
    begin = position.since or now - timedelta(days=config.days)
    if position.resume:
        begin = datetime.fromisoformat(position.resume["from"])
    while True:
        end = min(begin + STRETCH, now)
        yield begin, end, end >= now
        if end >= now:
            return
        begin = end


def calls(api: Api, config: GongConfig, position: Position) -> Iterator[Page]:
    """Yield the calls that began since the position, with parties, statistics, trackers, topics and CRM objects."""
    for begin, end, last in _stretches(api, config, position):
        asked = {
            "filter": {"fromDateTime": iso(begin), "toDateTime": iso(end)},
            "contentSelector": SELECTED,
        }
        for found in _told(api, "calls/extensive", asked, "calls"):
            yield Page([_call(one, config) for one in found], {"from": begin.isoformat()})
        yield Page((), None if last else {"from": end.isoformat()})


def _call(found: Mapping[str, Any], config: GongConfig) -> Record:
    """Return a call with what the config tells of its trackers and its CRM objects."""
    trackers = [
        {"name": one["name"], "kind": config.kind_of(one["name"]), "count": int(one.get("count") or 0)}
        for one in (found.get("content") or {}).get("trackers") or ()
        if one.get("count")
    ]
    interaction = found.get("interaction") or {}
    talked = {str(one.get("id")): one.get("talkTime") for one in interaction.get("speakers") or ()}
    parties = [
        {**one, "talkTime": talked.get(str(one.get("speakerId") or one.get("id")), 0)}
        for one in found.get("parties") or ()
    ]
    statistics = {one["name"]: one.get("value") for one in interaction.get("interactionStats") or ()}
    topics = sorted((found.get("content") or {}).get("topics") or (), key=lambda one: -float(one.get("duration") or 0))
    steps = _names(config.next_step_trackers)
    return {
        **found["metaData"],
        "parties": parties,
        "trackers": trackers,
        "statistics": {name: statistics.get(name) for name in STATISTICS},
        "questions": (interaction.get("questions") or {}).get("companyCount"),
        "topic": topics[0]["name"] if topics else None,
        "next_step": any(one["name"].casefold() in steps for one in trackers),
        "crm": _crm(found.get("context") or (), config),
    }


def _crm(context: Any, config: GongConfig) -> Record:
    """Return the company and the deal that a call is about, as the CRM has them."""
    objects: list[Record] = [one for system in context for one in system.get("objects") or ()]
    account: Record = next((one for one in objects if str(one.get("objectType", "")).lower() in ACCOUNTS), {})
    deal: Record = next((one for one in objects if str(one.get("objectType", "")).lower() in DEALS), {})
    fields = {str(one.get("name", "")).lower(): one.get("value") for one in account.get("fields") or ()}
    return {
        "account": account.get("objectId"),
        "name": fields.get("name"),
        "segment": fields.get(config.segment_field.lower()) if config.segment_field else None,
        "region": fields.get(config.region_field.lower()) if config.region_field else None,
        "deal": deal.get("objectId"),
    }


def keys(api: Api, config: GongConfig, _: Position) -> Iterator[Page]:
    """Yield the keys of the calls of the days that are kept."""
    given = {"fromDateTime": iso(api.now - timedelta(days=config.days)), "toDateTime": iso(api.now)}
    cursor = None
    while True:
        try:
            body = api.get("calls", {**given, "cursor": cursor}).json
        except Rejected as error:
            if error.answered == 404 and cursor is None:
                return
            raise
        cursor = (body.get("records") or {}).get("cursor")
        yield Page(body.get("calls") or [])
        if not cursor:
            return


def activity(api: Api, config: GongConfig, position: Position) -> Iterator[Page]:
    """Yield what each person did each day, up to yesterday: Gong has no figures of a day that is not over."""
    today = api.now.astimezone(UTC).date()
    for begin, end, last in _stretches(api, config, position):
        first, behind = begin.date(), min(end.date(), today)
        if first < behind:
            asked = {"filter": {"fromDate": first.isoformat(), "toDate": behind.isoformat()}}
            path = "stats/activity/day-by-day"
            for found in _told(api, path, asked, "usersDetailedActivities"):
                days = [_day(one["userId"], day) for one in found for day in one.get("userDailyActivityStats") or ()]
                yield Page(days, {"from": begin.isoformat()})
        yield Page((), None if last else {"from": end.isoformat()})


def _day(user: Any, found: Mapping[str, Any]) -> Record:
    counted = {
        name: len(found.get(name) or ())
        for name in ("callsAsHost", "callsAttended", "callsGaveFeedback", "callsReceivedFeedback")
    }
    return {"user": user, "day": str(found["fromDate"])[:10], **counted}


CALL = {
    "id": "id BIGINT",
    "title": "title VARCHAR",
    "url": "url VARCHAR",
    "started_at": "started TIMESTAMP",
    "duration": "duration BIGINT",
    "host": "primaryUserId BIGINT",
    "direction": "direction VARCHAR",
    "scope": "scope VARCHAR",
    "topic": "topic VARCHAR",
    "next_step": "next_step BOOLEAN",
    "questions": "questions BIGINT",
    "parties": "parties JSON",
    "trackers": "trackers JSON",
    "statistics": "statistics JSON",
    "account": "crm.account VARCHAR",
    "account_name": "crm.name VARCHAR",
    "segment": "crm.segment VARCHAR",
    "region": "crm.region VARCHAR",
    "deal": "crm.deal VARCHAR",
}
STREAMS = (
    Stream(
        "users",
        {
            "id": "id BIGINT",
            "first_name": "firstName VARCHAR",
            "last_name": "lastName VARCHAR",
            "email": "emailAddress VARCHAR",
            "manager": "managerId BIGINT",
            "active": "active BOOLEAN",
        },
        ("id",),
        people,
    ),
    Stream("calls", CALL, ("id",), calls, cursor="started_at", overlap=AGAIN, ids=keys),
    Stream(
        "activity",
        {
            "user": "user BIGINT",
            "day": "day TIMESTAMP",
            "hosted": "callsAsHost BIGINT",
            "attended": "callsAttended BIGINT",
            "given": "callsGaveFeedback BIGINT",
            "received": "callsReceivedFeedback BIGINT",
        },
        ("user", "day"),
        activity,
        cursor="day",
        overlap=AGAIN,
    ),
)

SOURCE = Source(
    kind="gong",
    title="Gong",
    description="People, calls with who spoke and what was heard, activity per person and day.",
    config=GongConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, interval=600),
    verified="simulator",
    evidence="Gong publishes no description: our simulator follows its help pages. Not yet tried on the live service.",
)
