"""A simulated Slack workspace in which the demo company talks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from sophia.demo.slack import fill
from sophia.demo.world import World
from tests.services.api import Asked, Told

Thing = dict[str, Any]
PER_MINUTE = {"conversations.list": 20, "users.conversations": 20, "auth.test": 100}


@dataclass
class Slack:
    """Conversations since `first`: channels by id, their messages by ts, replies by the ts of their thread."""

    world: World
    first: date = date(2026, 10, 1)
    now: datetime = datetime(2026, 11, 16, 1, tzinfo=UTC)
    token: str = "xoxb-0123456789-abcdef"
    refused: set[str] = field(default_factory=set)
    page: int = 200
    channels: dict[str, Thing] = field(default_factory=dict)
    messages: dict[str, dict[str, Thing]] = field(default_factory=dict)
    replies: dict[tuple[str, str], list[Thing]] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)
    calls: list[tuple[datetime, str]] = field(default_factory=list)
    throttled: int = 0
    unlimited: bool = False

    def __post_init__(self) -> None:
        tables = dict(fill(self.world))
        for channel, name, _, team, members, created in tables["channel"]:
            at = int(datetime.combine(created, datetime.min.time(), UTC).timestamp())
            purpose = {"value": f"What this is for.\nTeam: {team}", "creator": "U1", "last_set": at}
            self.channels[channel] = {
                "id": channel, "name": name, "is_channel": True, "is_private": False, "is_archived": False,
                "is_member": True, "num_members": members, "created": at, "creator": "U1", "purpose": purpose,
                "topic": {"value": "", "creator": "", "last_set": 0},
            }  # fmt: skip
            self.messages[channel] = {}
        self.rows = [_possible(row) for row in tables["message_day"] if row[0] >= self.first]
        for row in self.rows:
            self._talk(row)

    def _talk(self, row: tuple[Any, ...]) -> None:
        """Say what a day's figures tell: that many messages, threads, replies, people and late words."""
        day, channel, count, threads, replies, reactions, users, late, first = row
        single, further = count - replies - threads, replies - threads
        after = 0 if day.weekday() >= 5 else late
        late_single = min(single, after)
        late_further = min(further, after - late_single)
        left = after - late_single - late_further
        said: list[Thing] = []
        for number in range(single):
            said.append(self._say(channel, day, 19 if number < late_single else 10, number))
        for number in range(threads):
            late_pair, crossing = number < left // 2, number == left // 2 and left % 2 == 1
            at = self._moment(day, 19 if late_pair else 9, number) if not crossing else self._last(day)
            parent = self._post(channel, at)
            more = further // threads + (number < further % threads)
            said.append(parent)
            for place in range(1 + more):
                order = sum(further // threads + (one < further % threads) for one in range(number)) + place - 1
                moment = (
                    at + timedelta(minutes=first or 0)
                    if place == 0
                    else self._after(day, at, first, order < late_further)
                )
                said.append(self._reply(channel, parent, moment))
        for number, one in enumerate(said):
            one["user"] = f"U{number % users:03d}"
        if said and reactions:
            said[0]["reactions"] = [{"name": "eyes", "users": ["U000"], "count": reactions}]

    def _moment(self, day: date, hour: int, number: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(seconds=20 * number)

    def _last(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 17, 59, 59, tzinfo=UTC)

    def _after(self, day: date, parent: datetime, first: float | None, late: bool) -> datetime:
        soon = parent + timedelta(minutes=(first or 0) + 1)
        evening = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
        return max(soon, evening) if late else soon

    def _say(self, channel: str, day: date, hour: int, number: int) -> Thing:
        return self._post(channel, self._moment(day, hour, number) + timedelta(seconds=7))

    def _post(self, channel: str, moment: datetime, **parts: Any) -> Thing:
        taken = self.messages[channel]
        ts = self._free(channel, moment)
        taken[ts] = {"type": "message", "text": f"canary text {ts}", "ts": ts, "user": "U000", **parts}
        return taken[ts]

    def _reply(self, channel: str, parent: Thing, moment: datetime) -> Thing:
        kept = self.replies.setdefault((channel, parent["ts"]), [])
        ts = self._free(channel, moment)
        made = {"type": "message", "text": f"canary text {ts}", "ts": ts, "user": "U000", "thread_ts": parent["ts"]}
        kept.append(made)
        parent |= {"thread_ts": parent["ts"], "reply_count": len(kept), "latest_reply": max(one["ts"] for one in kept)}
        return made

    def _free(self, channel: str, moment: datetime) -> str:
        """Return a key that no other message of the channel has."""
        number = moment.microsecond
        while (channel, text := f"{int(moment.timestamp())}.{number:06d}") in self.taken:
            number += 1
        self.taken.add((channel, text))
        return text

    def say(self, channel: str, thread: str = "") -> str:
        """Somebody writes now, in a thread where one is named."""
        moment = self.now
        if thread:
            return str(self._reply(channel, self.messages[channel][thread], moment)["ts"])
        return str(self._post(channel, moment)["ts"])

    def answer(self, asked: Asked) -> Told:
        method = asked.path.removeprefix("/api/")
        form = dict(asked.query) | {name: one[-1] for name, one in parse_qs(asked.body.decode()).items()}
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Told({"ok": False, "error": "invalid_auth"})
        recent = sum(at > self.now - timedelta(minutes=1) and name == method for at, name in self.calls[-200:])
        if not self.unlimited and recent >= PER_MINUTE.get(method, 50):
            self.throttled += 1
            return Told({"ok": False, "error": "ratelimited"}, 429, {"retry-after": "17"})
        self.calls.append((self.now, method))
        if method in self.refused:
            return Told({"ok": False, "error": "missing_scope", "needed": "channels:history", "provided": "chat:write"})
        return Told(self._told(method, form))

    def _told(self, method: str, form: dict[str, str]) -> Thing:
        if method == "auth.test":
            return {"ok": True, "url": "https://demo.slack.com/", "team": "Demo", "user": "sophia", "user_id": "U9"}
        if method == "conversations.list":
            return self._paged("channels", list(self.channels.values()), form)
        if method == "users.conversations":
            return self._paged("channels", [one for one in self.channels.values() if one["is_member"]], form)
        channel = form["channel"]
        if channel not in self.channels or not self.channels[channel]["is_member"]:
            return {"ok": False, "error": "channel_not_found" if channel not in self.channels else "not_in_channel"}
        oldest = float(form.get("oldest") or 0)
        if method == "conversations.history":
            found = [one for one in self.messages[channel].values() if float(one["ts"]) >= oldest]
            return self._paged("messages", sorted(found, key=lambda one: -float(one["ts"])), form)
        if method == "conversations.replies":
            parent = self.messages[channel].get(form["ts"])
            if parent is None:
                return {"ok": False, "error": "thread_not_found"}
            found = [one for one in self.replies.get((channel, form["ts"]), []) if float(one["ts"]) >= oldest]
            return self._paged("messages", [parent, *sorted(found, key=lambda one: one["ts"])], form)
        return {"ok": False, "error": "unknown_method"}

    def _paged(self, name: str, things: list[Thing], form: dict[str, str]) -> Thing:
        begin = int(form.get("cursor") or 0)
        size = min(int(form.get("limit") or 100), self.page)
        more = begin + size < len(things)
        return {
            "ok": True,
            name: things[begin : begin + size],
            "has_more": more,
            "response_metadata": {"next_cursor": str(begin + size) if more else ""},
        }


def _possible(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a day's figures as Slack can have them: a thread has a reply, and a reply is in a thread."""
    replies = row[4] if row[3] else 0
    return (*row[:3], min(row[3], replies), replies, *row[5:])
