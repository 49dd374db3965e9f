"""Slack: channels, and how much is said in them day by day; no text of a message is ever kept.

Read are the channels that the app is in. Of a message its moment, author and number of reactions are kept, of a thread
the same for its replies. Bots and notices ("joined the channel") do not count. Days and working hours are those of
`timezone`. A channel's kind follows from how its name begins (`team_channels` …), its team from a line `Team: …` of its
purpose, else from the rest of a team channel's name. The last three days are read again each time, for edits, reactions
and late replies; replies to older threads are not seen, and of deleted messages a daily look at all keys tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, field_validator

from sophia.kernel.errors import SourceUnreachable
from sophia.sources.contract import Config, Source
from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import AccessRefused
from sophia.sources.sync.stream import Pace, Page, Position, Record, Stream, Sync, Target

URL = "https://slack.com/api"
SIZE = 200
"""Channels and messages of one page, as Slack recommends."""
AGAIN = timedelta(days=3)
SOON = timedelta(minutes=5)
BEGINS, ENDS = 8, 18
"""Working hours, Monday to Friday."""
COUNTED = frozenset({"", "file_share", "me_message", "thread_broadcast"})
REFUSALS = frozenset(
    "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission "
    "not_allowed_token_type team_access_not_granted ekm_access_denied org_login_required".split()
)
UNREADABLE = frozenset({"not_in_channel", "channel_not_found", "is_archived", "thread_not_found"})
TEAM = re.compile(r"^\s*team\s*:\s*(?P<team>[^\n]{1,60}?)\s*$", re.I | re.M)


class SlackConfig(Config):
    """The token to read with, whose day it is, and what the names of channels mean."""

    token: SecretStr = Field(
        min_length=8, description="Bot token (xoxb-…) of an app made in this workspace; scopes: see the docs."
    )
    private: bool = Field(False, description="Read the private channels too that the app is in.")
    days: int = Field(90, ge=1, le=1000, description="Days of history that the first sync reads.")
    timezone: str = Field("UTC", max_length=64, description="Time zone of days and working hours: Europe/Berlin.")
    team_channels: str = Field("team-", max_length=400, description="How names of team channels begin.")
    project_channels: str = Field("proj-, project-", max_length=400, description="How names of project channels begin.")
    customer_channels: str = Field(
        "cust-, customer-, acct-", max_length=400, description="How names of customers' channels begin."
    )
    incident_channels: str = Field(
        "incident, alert", max_length=400, description="How names of channels for incidents begin."
    )

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no time zone; write it like Europe/Berlin.")
        return value

    def kind_of(self, name: str) -> tuple[str, str]:
        """Return team, project, customer, incident or social for a channel's name, and the name's rest."""
        kinds = {
            "team": self.team_channels,
            "project": self.project_channels,
            "customer": self.customer_channels,
            "incident": self.incident_channels,
        }
        for kind, beginnings in kinds.items():
            for begins in (part.strip() for part in beginnings.split(",")):
                if begins and name.startswith(begins):
                    return kind, name.removeprefix(begins)
        return "social", name


def target(config: SlackConfig) -> Target:
    """Return where the API is; histories may be asked for fifty times a minute."""
    return Target(URL, {"authorization": f"Bearer {config.token.get_secret_value()}"}, Pace(0.75, 4))


def asked(api: Api, method: str, given: Mapping[str, Any]) -> Any:
    """Return what a method answers. Raises AccessRefused, SourceUnreachable: Slack tells errors in a good answer."""
    found = api.get(method, given).json
    if isinstance(found, dict) and found.get("ok"):
        return found
    error = str(found.get("error", "")) if isinstance(found, dict) else ""
    if error in REFUSALS:
        needed = f" It needs {found['needed']}." if error == "missing_scope" and found.get("needed") else ""
        raise AccessRefused(
            f"Slack does not let this token read {method}: {error}.{needed}",
            remedy="Add the scopes that the source's page names, and install the app again.",
        )
    raise SourceUnreachable(f"Slack answered {method}: {error[:80] or 'nothing'}.")


def check(api: Api, _: SlackConfig) -> None:
    """Ask who the token belongs to."""
    asked(api, "auth.test", {})


def _types(config: SlackConfig) -> str:
    return "public_channel,private_channel" if config.private else "public_channel"


def _pages(api: Api, method: str, given: Mapping[str, Any], name: str) -> Iterator[tuple[list[Any], str]]:
    """Yield the pages of a list with the cursor behind each; "" after the last."""
    cursor = str(given.get("cursor") or "")
    while True:
        found = asked(api, method, {**given, "cursor": cursor or None})
        cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
        yield found[name], cursor
        if not cursor:
            return


def channels(api: Api, config: SlackConfig, position: Position) -> Iterator[Page]:
    """Yield every channel, archived ones too, with its kind and team."""
    given = {"limit": SIZE, "types": _types(config), "cursor": (position.resume or {}).get("cursor")}
    for found, cursor in _pages(api, "conversations.list", given, "channels"):
        yield Page([_channel(one, config) for one in found], {"cursor": cursor} if cursor else None)


def _channel(found: Mapping[str, Any], config: SlackConfig) -> Record:
    kind, rest = config.kind_of(found["name"])
    said = TEAM.search((found.get("purpose") or {}).get("value") or "")
    team = said["team"] if said else rest.replace("-", " ").strip().capitalize() if kind == "team" else "Everybody"
    return {**found, "kind": kind, "team": team}


def messages(api: Api, config: SlackConfig, position: Position) -> Iterator[Page]:
    """Yield what was said since the position, channel by channel, with the replies that came since."""
    resume = position.resume or {}
    since = datetime.fromisoformat(resume["since"]) if "since" in resume else _begin(api, config, position)
    news = position.since + AGAIN - SOON if position.since is not None else None
    for channel in _joined(api, config):
        if channel <= resume.get("done", ""):
            continue
        for parents in _history(api, channel, since):
            kept = [_message(channel, one, config) for one in parents if _counts(one)]
            threads = [one for one in parents if one.get("reply_count") and _is_new(one, news)]
            replies = [reply for one in threads for reply in _replies(api, channel, one["ts"], news, config)]
            yield Page(kept, {"since": since.isoformat(), "done": resume.get("done", "")}, {"replies": replies})
        resume = {"since": since.isoformat(), "done": channel}
        yield Page((), resume)
    yield Page()


def _begin(api: Api, config: SlackConfig, position: Position) -> datetime:
    """Return the midnight from which to read: that of the first day that is read again, or of the whole history."""
    zone = ZoneInfo(config.timezone)
    earliest = position.since or api.now - timedelta(days=config.days)
    return earliest.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _joined(api: Api, config: SlackConfig) -> list[str]:
    """Return the channels that the app is in, in the order of their keys."""
    given = {"limit": SIZE, "types": _types(config), "exclude_archived": "true"}
    return sorted(one["id"] for found, _ in _pages(api, "users.conversations", given, "channels") for one in found)


def _history(api: Api, channel: str, since: datetime) -> Iterator[list[Any]]:
    """Yield the messages of a channel since a moment; none where it cannot be read any more."""
    given = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": SIZE}
    try:
        for found, _ in _pages(api, "conversations.history", given, "messages"):
            yield found
    except SourceUnreachable as error:
        if not any(word in error.message for word in UNREADABLE):
            raise


def _replies(api: Api, channel: str, thread: str, since: datetime | None, config: SlackConfig) -> list[Record]:
    """Return a thread's replies since a moment, its first message left out."""
    given: dict[str, Any] = {"channel": channel, "ts": thread, "limit": SIZE}
    if since is not None:
        given["oldest"] = f"{since.timestamp():.6f}"
    kept: list[Record] = []
    for found, _ in _pages(api, "conversations.replies", given, "messages"):
        kept += [_message(channel, one, config) for one in found if one["ts"] != thread and _counts(one)]
    return kept


def _is_new(parent: Mapping[str, Any], news: datetime | None) -> bool:
    return news is None or float(parent.get("latest_reply") or parent["ts"]) >= news.timestamp()


def _counts(message: Mapping[str, Any]) -> bool:
    """Whether somebody said this: no bot, no notice."""
    return message.get("subtype", "") in COUNTED and not message.get("bot_id") and bool(message.get("user"))


def _message(channel: str, message: Mapping[str, Any], config: SlackConfig) -> Record:
    """Return what is kept of a message: when, by whom, how many reactions; never what it says."""
    seconds = float(message["ts"])
    local = datetime.fromtimestamp(seconds, ZoneInfo(config.timezone))
    return {
        "channel": channel,
        "ts": message["ts"],
        "at": datetime.fromtimestamp(seconds, UTC).isoformat(),
        "seconds": seconds,
        "day": local.date().isoformat(),
        "late": local.weekday() >= 5 or not BEGINS <= local.hour < ENDS,
        "user": message["user"],
        "thread": message.get("thread_ts"),
        "reactions": sum(int(one.get("count") or 0) for one in message.get("reactions") or ()),
    }


def keys(api: Api, config: SlackConfig, _: Position) -> Iterator[Page]:
    """Yield the keys of what is still there of the days that are kept."""
    since = _begin(api, config, Position())
    for channel in _joined(api, config):
        for found in _history(api, channel, since):
            yield Page([{"channel": channel, "ts": one["ts"]} for one in found if _counts(one)])


MESSAGE = {
    "channel": "channel VARCHAR",
    "ts": "ts VARCHAR",
    "at": "at TIMESTAMP",
    "seconds": "seconds DOUBLE",
    "day": "day DATE",
    "late": "late BOOLEAN",
    "author": "user VARCHAR",
    "thread": "thread VARCHAR",
    "reactions": "reactions BIGINT",
}
STREAMS = (
    Stream(
        "channels",
        {
            "id": "id VARCHAR",
            "name": "name VARCHAR",
            "kind": "kind VARCHAR",
            "team": "team VARCHAR",
            "members": "num_members BIGINT",
            "created": "created EPOCH",
        },
        ("id",),
        channels,
    ),
    Stream("messages", MESSAGE, ("channel", "ts"), messages, cursor="at", overlap=AGAIN, ids=keys),
    Stream("replies", MESSAGE, ("channel", "ts")),
)

CHANNEL = """
SELECT id AS channel_id, name, kind, team, CAST(coalesce(members, 0) AS INTEGER) AS members,
  CAST(created AS DATE) AS created_on
FROM channels ORDER BY id
"""
MESSAGE_DAY = """
WITH answer AS (
  SELECT r.*, m.day AS begun_on, r.seconds - m.seconds AS waited
  FROM replies AS r JOIN messages AS m ON m.channel = r.channel AND m.ts = r.thread
),
said AS (
  SELECT channel, day, author, late, reactions, false AS reply FROM messages
  UNION ALL SELECT channel, day, author, late, reactions, true FROM answer
),
thread AS (
  SELECT channel, begun_on AS day, min(waited) / 60 AS first_reply_min FROM answer GROUP BY channel, thread, begun_on
),
threads AS (
  SELECT channel, day, count(*) AS threads, round(median(first_reply_min), 1) AS first_reply_min
  FROM thread GROUP BY ALL
)
SELECT said.day, channel AS channel_id, CAST(count(*) AS INTEGER) AS messages,
  CAST(coalesce(any_value(threads), 0) AS INTEGER) AS threads,
  CAST(count(*) FILTER (WHERE reply) AS INTEGER) AS replies,
  CAST(sum(reactions) AS INTEGER) AS reactions, CAST(count(DISTINCT author) AS INTEGER) AS active_users,
  CAST(count(*) FILTER (WHERE late) AS INTEGER) AS after_hours, any_value(first_reply_min) AS first_reply_min
FROM said LEFT JOIN threads USING (channel, day) GROUP BY said.day, channel ORDER BY 1, 2
"""

SOURCE = Source(
    kind="slack",
    title="Slack",
    description="Channels, and how much is said in them day by day; never a text.",
    config=SlackConfig,
    sync=Sync(
        target=target,
        streams=STREAMS,
        check=check,
        shape={"channel": CHANNEL, "message_day": MESSAGE_DAY},
        interval=600,
    ),
    verified="sdk",
    evidence="Slack's own Python library reads the same channels, messages and replies from our simulator, and every "
    "call keeps to Slack's published description. Not yet tried on the live service.",
)
