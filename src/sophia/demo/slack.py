"""Slack: channels and their daily activity, never any message text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sophia.demo.calendar import AS_OF, START, days
from sophia.demo.chance import clamp, count, spread, stream
from sophia.demo.people import TEAMS
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

KINDS = {"team": 30.0, "project": 15.0, "customer": 8.0, "incident": 4.0, "social": 18.0}
"""Messages on a normal weekday, by kind of channel."""
PROJECT_CHANNELS = ("proj-pricing", "proj-soc2", "proj-retool-exit", "proj-mobile", "proj-assistant", "proj-open-api")
CUSTOMER_CHANNELS = ("cust-onboarding", "cust-escalations", "cust-feedback", "cust-renewals")
SOCIAL_CHANNELS = ("general", "random", "wins", "pets-🐾")


@dataclass(frozen=True)
class Channel:
    """A channel; `level` scales how lively it is."""

    channel_id: str
    name: str
    kind: str
    team: str
    members: int
    created_on: date
    level: float


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    channels = _channels(world.factor)
    yield "channel", [(c.channel_id, c.name, c.kind, c.team, c.members, c.created_on) for c in channels]
    yield "message_day", (row for channel in channels for row in _activity(channel))


def _channels(factor: int) -> list[Channel]:
    names = [(f"team-{team.lower()}", "team", team) for team in TEAMS.values()]
    names += [
        (f"team-{team.lower()}", "team", team) for team in ("Sales", "Success", "Marketing", "Support", "Finance")
    ]
    names += [(name, "project", "Product") for name in PROJECT_CHANNELS]
    names += [(name, "customer", "Success") for name in CUSTOMER_CHANNELS]
    names += [("incidents", "incident", "Platform"), ("alerts", "incident", "Platform")]
    names += [(name, "social", "Everybody") for name in SOCIAL_CHANNELS]
    names += [(f"acct-{n:03d}", "customer", "Success") for n in range(1, 240 if factor > 1 else 1)]
    found = []
    for number, (name, kind, team) in enumerate(names):
        rng = stream("channel", name)
        members = rng.randrange(60, 110) if kind == "social" else rng.randrange(5, 24)
        created = START - timedelta(days=rng.randrange(30, 900))
        if kind == "project":
            created = START + timedelta(days=rng.randrange(0, 800))
        found.append(Channel(f"C0{number:05X}F", name, kind, team, members, created, rng.uniform(0.6, 1.5)))
    return found


def _activity(channel: Channel) -> Iterator[Row]:
    rng = stream("messages", channel.channel_id)
    for day in days(max(START, channel.created_on)):
        growth = 0.8 + 0.4 * (day - START).days / (AS_OF - START).days
        quiet = 0.07 if day.weekday() >= 5 else 0.3 if (day.month, day.day) > (12, 20) else 1.0
        burst = 5.0 if channel.kind == "incident" and rng.random() < 0.08 else 1.0
        messages = count(rng, KINDS[channel.kind] * channel.level * growth * quiet * burst)
        if not messages:
            continue
        threads = round(min(messages, 60) * rng.uniform(0.15, 0.45))
        replies = min(messages - threads, round(messages * rng.uniform(0.3, 0.6)))
        late = messages if day.weekday() >= 5 else round(messages * clamp(rng.gauss(0.11, 0.05)))
        users = min(channel.members, messages, 1 + count(rng, messages * 0.3))
        first = round(spread(rng, 14.0, 0.7), 1) if threads and replies else None
        yield day, channel.channel_id, messages, threads, replies, count(rng, messages * 0.5), users, late, first
