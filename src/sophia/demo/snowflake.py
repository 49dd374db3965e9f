"""Snowflake: accounts, recurring revenue, money, usage, support and satisfaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sophia.demo import finance
from sophia.demo.accounts import PRODUCTS, Account, renewal_on
from sophia.demo.calendar import AS_OF, END, LAST, MONTHS, day_in_month, moment, month_index, month_share
from sophia.demo.calls import Call
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

SEVERITIES = {"critical": 4.0, "high": 16.0, "normal": 55.0, "low": 25.0}
RESOLVE_HOURS = {"critical": 7.0, "high": 22.0, "normal": 58.0, "low": 110.0}
TICKET_TOPICS = {"How-to": 30.0, "Bug": 24.0, "Billing": 14.0, "Integration": 18.0, "Performance": 8.0, "Access": 6.0}


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    accounts = world.accounts
    yield "account", map(_account_row, accounts)
    yield "mrr_month", (row for account in accounts for row in _mrr(account))
    yield "cost_month", finance.costs(world)
    yield "acquisition_month", finance.acquisition(world)
    yield "cash_month", finance.cash(world)
    yield "target_month", finance.targets(world)
    yield "pipeline_month", finance.pipeline(world)
    yield "usage_month", (row for account in accounts for row in _usage(account))
    yield "engagement_month", _engagement(accounts, world.calls)
    yield "support_ticket", _numbered(row for account in accounts for row in _tickets(account))
    yield "nps_response", _numbered(row for account in accounts for row in _surveys(account))
    yield "invoice", _numbered(row for account in accounts for row in _invoices(account))


def _numbered(rows: Iterator[Row]) -> Iterator[Row]:
    return ((number, *row) for number, row in enumerate(rows, start=1))


def _account_row(account: Account) -> Row:
    last = max(index for index, _ in account.mrr)
    return (
        account.account_id,
        account.name,
        account.domain,
        account.segment,
        account.region,
        account.country,
        account.industry,
        account.channel,
        account.csm,
        account.crm_id,
        account.currency,
        account.seats(last),
        account.created_on,
        renewal_on(account),
        "churned" if account.churned_on else "active",
        account.churned_on,
        account.churn_reason,
    )


def _paying_months(account: Account) -> list[int]:
    return [index for index in range(account.first, LAST + 1) if account.active(index)]


def _mrr(account: Account) -> Iterator[Row]:
    for (index, product), amount in sorted(account.mrr.items(), key=lambda i: (i[0][0], PRODUCTS.index(i[0][1]))):
        yield account.account_id, MONTHS[index], product, account.usd(index, product), amount, account.currency


def _usage(account: Account) -> Iterator[Row]:
    """Usage follows health, so a decline shows months before the account leaves."""
    rng = stream("usage", account.account_id)
    for index in _paying_months(account):
        seats, health = account.seats(index), account.health[index]
        holiday = 0.86 if MONTHS[index].month in {8, 12} else 1.0
        users = round(seats * clamp(rng.gauss(0.12 + 0.86 * health, 0.05), 0.02, 1.0) * holiday)
        logins = round(users * spread(rng, 15.0 * (0.5 + health), 0.15) * month_share(index))
        score = round(clamp(rng.gauss(0.1 + 0.78 * health, 0.07)), 3)
        yield account.account_id, MONTHS[index], min(users, seats), seats, logins, score


def _engagement(accounts: list[Account], calls: list[Call]) -> Iterator[Row]:
    by_month: dict[tuple[int, int], list[Call]] = defaultdict(list)
    for call in calls:
        if call.account:
            by_month[(call.account.account_id, month_index(call.started_at.date()))].append(call)
    for account in accounts:
        last: date | None = None
        for index in _paying_months(account):
            held = by_month.get((account.account_id, index), [])
            last = max((call.started_at.date() for call in held), default=last)
            moods = [call.sentiment for call in held if call.sentiment is not None]
            mood = round(sum(moods) / len(moods), 3) if moods else None
            risks = sum(n for call in held for kind, n in call.trackers.values() if kind in {"risk", "competitor"})
            yield account.account_id, MONTHS[index], len(held), last, mood, risks


def _tickets(account: Account) -> Iterator[Row]:
    rng = stream("tickets", account.account_id)
    rate = {"Enterprise": 1.5, "Mid-market": 0.65, "SMB": 0.28}[account.segment]
    for index in _paying_months(account):
        health = account.health[index]
        for _ in range(count(rng, rate * (1.75 - 1.1 * health) * month_share(index))):
            day = max(day_in_month(rng, index), account.created_on)
            weights = dict(SEVERITIES, critical=4 + 14 * (1 - health), high=16 + 20 * (1 - health))
            yield account.account_id, *_ticket(day, pick(rng, weights), health, rng)


def _ticket(day: date, severity: str, health: float, rng: Random) -> Row:
    created = moment(rng, day, 6, 20)
    hours = spread(rng, RESOLVE_HOURS[severity] * (1.25 - 0.4 * health), 0.8)
    answered = created + timedelta(hours=min(hours * 0.6, spread(rng, 1.9, 0.9)))
    resolved = created + timedelta(hours=hours)
    answered, resolved = answered.replace(microsecond=0), resolved.replace(microsecond=0)
    csat = None
    if resolved < END and rng.random() < 0.44:
        csat = round(clamp(rng.gauss(2.5 + 2.6 * health - hours / 220, 0.8), 1, 5))
    topic = pick(rng, TICKET_TOPICS)
    return topic, severity, created, answered if answered < END else None, resolved if resolved < END else None, csat


def _surveys(account: Account) -> Iterator[Row]:
    rng = stream("nps", account.account_id)
    people = {"Enterprise": 3, "Mid-market": 2, "SMB": 1}[account.segment]
    for index in _paying_months(account):
        if MONTHS[index].month % 3 != 2 or rng.random() > 0.62:
            continue
        for _ in range(people):
            day = max(day_in_month(rng, index), account.created_on)
            score = round(clamp(rng.gauss(3.6 + 6.2 * account.health[index], 1.7), 0, 10))
            yield account.account_id, day, score, rng.choice(("champion", "user", "user", "executive"))


def _invoices(account: Account) -> Iterator[Row]:
    """Bill each month on its first day (or the first day as a customer); weak accounts pay late or not at all."""
    rng = stream("invoices", account.account_id)
    for index in _paying_months(account):
        issued = max(MONTHS[index], account.created_on) if index == account.first else MONTHS[index]
        due = issued + timedelta(days=30)
        late = rng.gauss(-6 + 34 * max(0.0, 0.6 - account.health[index]), 7)
        paid = due + timedelta(days=round(late + (rng.uniform(20, 70) if rng.random() < 0.03 else 0)))
        unpaid = (
            account.churned_on is not None and month_index(account.churned_on) - index in {1, 2} and rng.random() < 0.3
        )
        paid = max(paid, issued)
        yield account.account_id, issued, due, None if unpaid or paid > AS_OF else paid, account.paid(index)
