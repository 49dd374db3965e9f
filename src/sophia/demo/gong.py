"""Gong: calls, who spoke, what was heard, activity per person and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sophia.demo.calls import Call
from sophia.demo.chance import clamp, count, stream
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    people = [(person, "Sales") for person in world.reps] + [(person, "Customer success") for person in world.managers]
    ids = {person.email: 300_000 + number for number, (person, _) in enumerate(people)}
    yield "gong_user", [(ids[p.email], p.name, p.email, team, p.region, p.active) for p, team in people]
    yield "call", [_call_row(call, ids) for call in world.calls]
    yield (
        "call_party",
        [
            (call.call_id, number, party.name, party.email, "Internal" if party.internal else "External", party.talk_s)
            for call in world.calls
            for number, party in enumerate(call.parties, start=1)
        ],
    )
    yield (
        "call_tracker",
        [
            (call.call_id, tracker, kind, mentions, call.started_at)
            for call in world.calls
            for tracker, (kind, mentions) in call.trackers.items()
        ],
    )
    yield "call_user_day", list(_activity(world.calls, ids))


def _call_row(call: Call, ids: dict[str, int]) -> Row:
    rng = stream("call", call.call_id)
    mood = call.sentiment or 0.0
    rep_talk = sum(party.talk_s for party in call.parties if party.internal) if call.company else call.parties[0].talk_s
    longest = min(rep_talk, int(rep_talk * rng.uniform(0.12, 0.42)))
    customer_talk = call.talk_s - rep_talk
    return (
        call.call_id,
        f"{call.topic} with {call.company}" if call.company else call.topic,
        call.started_at,
        call.duration_s,
        ids[call.host.email],
        call.host.name,
        call.team,
        "Conference" if not call.company else rng.choice(("Outbound", "Outbound", "Inbound", "Conference")),
        call.scope,
        call.account.account_id if call.account else None,
        call.company,
        call.segment,
        call.region,
        call.deal.deal_id if call.deal else None,
        call.topic,
        len(call.parties),
        rep_talk,
        call.talk_s,
        longest,
        int(customer_talk * rng.uniform(0.15, 0.5)),
        round(clamp(rng.gauss(4.6 + 1.6 * mood, 1.4), 0, 10), 2),
        round(clamp(rng.gauss(1.1, 0.45), 0.1, 4), 2),
        count(rng, call.duration_s / 60 * 0.42 * call.host.skill),
        "Next step" in call.trackers,
        call.sentiment,
        f"https://gong.example/call?id={call.call_id}",
    )


def _activity(calls: list[Call], ids: dict[str, int]) -> Iterator[Row]:
    hosted: dict[tuple[object, int], list[int]] = defaultdict(list)
    for call in calls:
        hosted[(call.started_at.date(), ids[call.host.email])].append(call.duration_s)
    for (day, user), lengths in sorted(hosted.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        rng = stream("activity", day, user)
        minutes = round(sum(lengths) / 60, 1)
        yield day, user, len(lengths), count(rng, 0.6), minutes, count(rng, 0.3), count(rng, 0.35)
