"""Recorded conversations: sales calls on deals, customer calls whose tone follows health, internal calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sophia.demo.accounts import Account
from sophia.demo.calendar import AS_OF, END, LAST, MONTHS, START, day_in_month, moment, month_share
from sophia.demo.chance import clamp, count, spread, stream
from sophia.demo.deals import Deal
from sophia.demo.names import person_name, slug
from sophia.demo.people import Person

COMPETITORS = ("Tallyforge", "Ledgerline", "Openbooks One", "Paystrand")
TOPICS = {
    "Sales": ("Discovery", "Demo", "Pricing", "Security review", "Negotiation"),
    "Customer success": ("Business review", "Onboarding", "Renewal", "Support escalation", "Training"),
    "Internal": ("Forecast review", "Deal review", "Coaching", "Stand-up"),
}


@dataclass
class Party:
    """A speaker with talk time in seconds."""

    name: str
    email: str
    internal: bool
    talk_s: int


@dataclass
class Call:
    """A conversation; `trackers` maps a phrase group to (kind, mentions)."""

    call_id: int
    host: Person
    team: str
    started_at: datetime
    duration_s: int
    scope: str
    topic: str
    company: str | None
    account: Account | None
    segment: str | None
    region: str | None
    deal: Deal | None
    sentiment: float | None
    parties: list[Party]
    trackers: dict[str, tuple[str, int]]

    @property
    def talk_s(self) -> int:
        """Return the talk time of all parties, seconds."""
        return sum(party.talk_s for party in self.parties)


def create_calls(accounts: list[Account], deals: list[Deal], reps: list[Person], managers: list[Person]) -> list[Call]:
    """Return all calls in order of their start."""
    calls = [call for deal in deals for call in _deal_calls(deal, reps)]
    calls += [call for account in accounts for call in _customer_calls(account, managers)]
    calls += _internal_calls(reps)
    calls.sort(key=lambda call: (call.started_at, call.host.email, call.duration_s))
    for number, call in enumerate(calls):
        call.call_id = 5_500_000_000 + number * 13
    return calls


def _weekday(at: datetime) -> datetime:
    """Move a weekend to the Friday before."""
    return at - timedelta(days=max(0, at.weekday() - 4))


def _deal_calls(deal: Deal, reps: list[Person]) -> list[Call]:
    rng = stream("deal calls", deal.deal_id)
    host = reps[deal.owner]
    end = min(deal.closes_at, END - timedelta(hours=3))
    first = max(deal.created_at, datetime.combine(START, datetime.min.time()))
    number = count(rng, len(deal.entered) * (0.62 if deal.kind == "new" else 0.3))
    calls = []
    for _ in range(number if end > first else 0):
        at = _weekday(
            (first + (end - first) * rng.random()).replace(
                hour=rng.randrange(8, 18), minute=rng.choice((0, 15, 30)), second=rng.randrange(60), microsecond=0
            )
        )
        if not first <= at < end:
            continue
        mood = clamp(rng.gauss(0.28 if deal.won else 0.02, 0.24), -1, 1)
        topic = rng.choice(TOPICS["Sales"])
        calls.append(_call(rng, host, "Sales", at, topic, mood=mood, deal=deal, account=deal.company.account))
    return calls


def _customer_calls(account: Account, managers: list[Person]) -> list[Call]:
    rng = stream("customer calls", account.account_id)
    host = next(person for person in managers if person.name == account.csm)
    rate = {"Enterprise": 0.75, "Mid-market": 0.36, "SMB": 0.14}[account.segment]
    calls = []
    for index in range(account.first, len(MONTHS)):
        if not account.active(index):
            continue
        health = account.health[index]
        for _ in range(count(rng, rate * (0.35 + health) * month_share(index))):
            day = day_in_month(rng, index)
            if day < account.created_on:
                continue
            mood = clamp(rng.gauss(1.5 * health - 0.78, 0.26), -1, 1)
            topic = rng.choice(TOPICS["Customer success"])
            calls.append(_call(rng, host, "Customer success", moment(rng, day), topic, mood=mood, account=account))
    return calls


def _internal_calls(reps: list[Person]) -> list[Call]:
    calls = []
    for index in range(LAST + 1):
        rng = stream("internal calls", index)
        for host in reps:
            for _ in range(count(rng, 1.6 * month_share(index))):
                at = moment(rng, day_in_month(rng, index))
                calls.append(_call(rng, host, "Sales", at, rng.choice(TOPICS["Internal"])))
    return calls


def _call(
    rng: Random,
    host: Person,
    team: str,
    at: datetime,
    topic: str,
    *,
    mood: float | None = None,
    deal: Deal | None = None,
    account: Account | None = None,
) -> Call:
    company = deal.company if deal else None
    name = account.name if account else company.name if company else None
    domain = account.domain if account else company.domain if company else "fernwick.example"
    duration = int(clamp(spread(rng, 29 * 60, 0.38), 240, 7200))
    external = name is not None
    call = Call(
        call_id=0,
        host=host,
        team=team,
        started_at=at,
        duration_s=duration,
        scope="External" if external else "Internal",
        topic=topic,
        company=name,
        account=account,
        segment=account.segment if account else company.segment if company else None,
        region=account.region if account else company.region if company else None,
        deal=deal,
        sentiment=None if mood is None else round(mood, 3),
        parties=_parties(host, domain, duration, external, rng),
        trackers=_trackers(at.date(), mood, rng) if mood is not None else {},
    )
    if call.started_at + timedelta(seconds=duration) > END:
        call.started_at = END - timedelta(seconds=duration + 60)
    return call


def _parties(host: Person, domain: str, duration: int, external: bool, rng: Random) -> list[Party]:
    """Share out 82 to 97 % of the call: skilled hosts let the other side talk more."""
    talked = duration * rng.uniform(0.82, 0.97)
    own = clamp(rng.gauss(0.58 - 0.14 * (host.skill - 0.72) / 0.58, 0.08), 0.2, 0.85)
    parties = [Party(host.name, host.email, True, int(talked * own))]
    others = rng.choices((1, 2, 3, 4), (45, 32, 16, 7))[0]
    weights = [rng.uniform(0.3, 1.0) for _ in range(others)]
    for weight in weights:
        name = person_name(1000 + rng.randrange(3900))
        first, last = name.split(" ", 1)
        email = f"{slug(first, 'x')}.{slug(last, 'x')}@{domain}"
        parties.append(Party(name, email, not external, int(talked * (1 - own) * weight / sum(weights))))
    return parties


def _trackers(day: date, mood: float, rng: Random) -> dict[str, tuple[str, int]]:
    """Return what was heard: unhappy calls name rivals and risk, and one rival has been rising since last year."""
    found: dict[str, tuple[str, int]] = {}
    rise = clamp((day - date(2025, 3, 1)).days / (AS_OF - date(2025, 3, 1)).days)
    chances = (
        ("Tallyforge", "competitor", 0.06 + 0.13 * rise),
        ("Ledgerline", "competitor", 0.10 - 0.03 * rise),
        ("Openbooks One", "competitor", 0.05),
        ("Paystrand", "competitor", 0.03 + 0.02 * rise),
        ("Cancel or leave", "risk", 0.03 + 0.22 * max(0.0, -mood)),
        ("Price pressure", "risk", 0.09 + 0.16 * max(0.0, -mood)),
        ("Bug or outage", "risk", 0.06 + 0.12 * max(0.0, -mood)),
        ("Time saved", "value", 0.10 + 0.25 * max(0.0, mood)),
        ("AI features", "value", 0.08 + 0.22 * rise),
        ("Next step", "process", 0.52 + 0.22 * mood),
        ("Decision maker", "process", 0.24),
        ("Security", "process", 0.14),
    )
    for tracker, kind, chance in chances:
        if rng.random() < chance:
            found[tracker] = (kind, 1 + count(rng, 0.8))
    return found
