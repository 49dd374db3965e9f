"""Usage: an app's accounts, their sessions, and what they use."""

from __future__ import annotations

from datetime import datetime, time

from bench.dash.world import Chance, Sheet

PLANS = {"free": 6, "Team": 3, "business": 1}
COUNTRIES = {"Portugal": 4, "Chile": 3, "Norway": 2, "India": 3}
FEATURES = {"search": 6, "share link": 4, "export": 3, "comments": 5, "templates": 2}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return members, sessions and feature_uses."""
    members = [
        (
            i,
            chance.among(PLANS),
            chance.day(1.5),
            chance.gap(chance.among(COUNTRIES)),
            chance.among({"web": 5, "iOS": 3, "android": 2}),
        )
        for i in range(1, 401)
    ]
    joined = {row[0]: row[2] for row in members}
    sessions, uses = [], []
    while len(sessions) < 2500:
        member, day = chance.randrange(1, 401), chance.day(1.6)
        if day >= joined[member]:
            moment = datetime.combine(day, time(chance.randrange(24), chance.randrange(60)))
            sessions.append((len(sessions) + 1, member, moment, round(chance.expovariate(1 / 14), 1),
                             chance.among({"desktop": 6, "mobile": 4, "tablet": 1})))  # fmt: skip
    for number in range(1, 2001):
        uses.append((number, chance.randrange(1, 401), chance.among(FEATURES), chance.day(1.8)))
    return {
        "members": Sheet("member_id INTEGER, plan VARCHAR, signed_up_on DATE, country VARCHAR, platform VARCHAR", members),
        "sessions": Sheet(
            "session_id INTEGER, member_id INTEGER, started_at TIMESTAMP, minutes DOUBLE, device VARCHAR", sessions),
        "feature_uses": Sheet("use_id INTEGER, member_id INTEGER, feature VARCHAR, used_on DATE", uses),
    }  # fmt: skip
