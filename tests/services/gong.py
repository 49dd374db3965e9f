"""A simulated Gong in which the demo company's calls are recorded."""

from __future__ import annotations

from base64 import b64decode
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sophia.demo.gong import fill
from sophia.demo.world import World
from tests.services.api import Asked, Told

Thing = dict[str, Any]
SIZE = 100


@dataclass
class Gong:
    """People and calls since `first`; cursors live as long as `now` stays within the hour."""

    world: World
    first: date = date(2026, 9, 1)
    now: datetime = datetime(2026, 11, 16, 1, tzinfo=UTC)
    pair: str = "ABCKEY:secret-0123456789"
    refused: set[str] = field(default_factory=set)
    users: dict[str, Thing] = field(default_factory=dict)
    calls: dict[str, Thing] = field(default_factory=dict)
    days: dict[tuple[str, str], Thing] = field(default_factory=dict)
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    throttled: int = 0

    def __post_init__(self) -> None:
        tables = {name: list(rows) for name, rows in fill(self.world)}
        own = {call.call_id: call for call in self.world.calls}
        for user, name, email, _, _, active in tables["gong_user"]:
            first, _, last = name.partition(" ")
            self.users[str(user)] = {
                "id": str(user), "emailAddress": email, "created": "2024-01-02T08:00:00Z", "active": active,
                "emailAliases": [], "firstName": first, "lastName": last, "title": "Seller", "managerId": None,
                "phoneNumber": None, "settings": {"webConferencesRecorded": True}, "spokenLanguages": [],
            }  # fmt: skip
        by_email = {one["emailAddress"]: key for key, one in self.users.items()}
        parties, trackers = defaultdict(list), defaultdict(list)
        for row in tables["call_party"]:
            parties[row[0]].append(row)
        for row in tables["call_tracker"]:
            trackers[row[0]].append(row)
        for row in tables["call"]:
            if row[2].date() >= self.first:
                made = _call(row, parties[row[0]], trackers[row[0]], by_email)
                made["context"] = _context(row, own[row[0]])
                self.calls[str(row[0])] = made
        for row in tables["call_user_day"]:
            if row[0] >= self.first:
                self.days[str(row[1]), row[0].isoformat()] = _day(row)

    def record(self, key: str, like: str) -> None:
        """A further call takes place now, like another one."""
        made = self.calls[like]
        self.calls[key] = {**made, "metaData": {**made["metaData"], "id": key, "started": _text(self.now)}}

    def answer(self, asked: Asked) -> Told:
        path = asked.path.removeprefix("/v2/")
        given = asked.headers.get("authorization", "").removeprefix("Basic ")
        if not given or b64decode(given).decode() != self.pair:
            return self._error(401, f"Provide correct credentials, not {given}")
        second = sum(at > self.now - timedelta(seconds=1) for at, _ in self.asked[-10:])
        day = sum(at > self.now - timedelta(days=1) for at, _ in self.asked)
        if second >= 3 or day >= 10_000:
            self.throttled += 1
            return Told({"errors": ["API limit exceeded"]}, 429, {"retry-after": "1" if second >= 3 else "3600"})
        self.asked.append((self.now, path))
        if path in self.refused:
            return self._error(403, "No access to this API")
        body = asked.json if asked.method == "POST" else dict(asked.query)
        if path == "users":
            return self._paged("users", list(self.users.values()), body)
        if path == "stats/activity/day-by-day":
            return self._activity(body)
        wanted = body.get("filter", body)
        begin, end = (datetime.fromisoformat(wanted[name]) for name in ("fromDateTime", "toDateTime"))
        found = [
            one for one in self.calls.values() if begin <= datetime.fromisoformat(one["metaData"]["started"]) < end
        ]
        if not found:
            return self._error(404, "No calls found corresponding to the provided filters")
        found.sort(key=lambda one: one["metaData"]["started"])
        if path == "calls":
            return self._paged("calls", [one["metaData"] for one in found], body)
        assert path == "calls/extensive", path
        assert body["contentSelector"]["exposedFields"]["parties"] is True
        return self._paged("calls", found, body)

    def _activity(self, body: Thing) -> Told:
        begin, end = body["filter"]["fromDate"], body["filter"]["toDate"]
        if end > self.now.date().isoformat():
            return self._error(400, "toDate must not be in the future")
        found = defaultdict(list)
        for (user, day), one in self.days.items():
            if begin <= day < end:
                found[user].append(one)
        people = [
            {"userId": user, "userEmailAddress": self.users[user]["emailAddress"], "userDailyActivityStats": days}
            for user, days in sorted(found.items())
        ]
        return self._paged("usersDetailedActivities", people, body)

    def _paged(self, name: str, things: list[Thing], body: Thing) -> Told:
        begin = int(str(body.get("cursor") or "0").removeprefix("cur"))
        shown = things[begin : begin + SIZE]
        records: Thing = {
            "totalRecords": len(things),
            "currentPageSize": len(shown),
            "currentPageNumber": begin // SIZE,
        }
        if begin + SIZE < len(things):
            records["cursor"] = f"cur{begin + SIZE}"
        return Told({"requestId": "4al018gzaztcr8nbukw", "records": records, name: shown})

    def _error(self, status: int, words: str) -> Told:
        return Told({"requestId": "4al018gzaztcr8nbukw", "errors": [words]}, status)


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=moment.tzinfo or UTC).isoformat()


def _call(row: Any, parties: list[Any], trackers: list[Any], by_email: dict[str, str]) -> Thing:
    call, title, started, duration, host, *_ = row
    meta = {
        "id": str(call), "url": row[25], "title": title, "scheduled": _text(started), "started": _text(started),
        "duration": duration, "primaryUserId": str(host), "direction": row[7], "system": "Zoom", "scope": row[8],
        "media": "Video", "language": "eng", "workspaceId": "1", "isPrivate": False, "purpose": None,
    }  # fmt: skip
    people = [
        {
            "id": f"{call}{number}", "emailAddress": email, "name": name, "title": None,
            "userId": by_email.get(email), "speakerId": f"{call}{number}", "affiliation": affiliation, "methods": ["Invitee"],
        }
        for _, number, name, email, affiliation, _ in parties
    ]  # fmt: skip
    values = {
        "Longest Monologue": row[18],
        "Longest Customer Story": row[19],
        "Interactivity": row[20],
        "Patience": row[21],
    }
    return {
        "metaData": meta,
        "parties": people,
        "content": {
            "trackers": [
                {"id": name, "name": name, "count": count, "type": "KEYWORD", "occurrences": []}
                for _, name, _, count, _ in trackers
            ]
            + [{"id": "0", "name": "Never heard", "count": 0, "type": "KEYWORD", "occurrences": []}],
            "topics": [{"name": "Small talk", "duration": 1}, {"name": row[14], "duration": 60}],
        },
        "interaction": {
            "speakers": [{"id": f"{call}{number}", "userId": None, "talkTime": float(talk)} for _, number, _, _, _, talk in parties],
            "interactionStats": [{"name": name, "value": value} for name, value in values.items()],
            "questions": {"companyCount": row[22], "nonCompanyCount": 3},
        },
    }  # fmt: skip


def _context(row: Any, own: Any) -> list[Thing]:
    """Return the CRM objects of a call: the company it is with, and its deal."""
    if own.company is None:
        return []
    key = str(own.account.account_id) if own.account else f"prospect-{row[0]}"
    fields = {"Name": own.company, "Size": own.segment, "Territory": own.region}
    objects: list[Thing] = [
        {"objectType": "Account", "objectId": key, "fields": [{"name": n, "value": v} for n, v in fields.items()]}
    ]
    if own.deal is not None:
        objects.append({"objectType": "Opportunity", "objectId": str(own.deal.deal_id), "fields": []})
    return [{"system": "HubSpot", "objects": objects}]


def _day(row: Any) -> Thing:
    day, _, hosted, attended, _, given, received = row
    calls = lambda count: [str(number) for number in range(count)]  # noqa: E731
    return {
        "callsAsHost": calls(hosted), "callsAttended": calls(attended), "callsGaveFeedback": calls(given),
        "callsReceivedFeedback": calls(received), "callsRequestedFeedback": [], "callsListenedTo": [], "callsShared": [],
        "fromDate": day.isoformat(), "toDate": (day + timedelta(days=1)).isoformat(),
    }  # fmt: skip
