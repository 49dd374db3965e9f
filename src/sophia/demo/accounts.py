"""The customers: who they are, how healthy they are, and what they pay month by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sophia.demo.calendar import AS_OF, LAST, MONTHS, START, day_in_month, month_index, month_share
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.names import INDUSTRIES, company_name, slug
from sophia.demo.people import REGIONS, success_team

PRODUCTS = ("Ledger", "Pulse", "Flow")
SEGMENTS = {"Enterprise": 12.0, "Mid-market": 36.0, "SMB": 52.0}
OPENING_MRR = {"Enterprise": 15_500.0, "Mid-market": 3_600.0, "SMB": 780.0}
SEAT_PRICE = {"Enterprise": 58.0, "Mid-market": 62.0, "SMB": 66.0}
CHURN_FACTOR = {"Enterprise": 0.45, "Mid-market": 0.85, "SMB": 1.35}
CHANNELS = {
    "Outbound": 21.0,
    "Inbound": 27.0,
    "Paid search": 17.0,
    "Partner": 15.0,
    "Events": 8.0,
    "Referral": 12.0,
}
COUNTRIES = {
    "North America": ("United States", "United States", "United States", "Canada"),
    "Europe": ("United Kingdom", "Germany", "France", "Netherlands", "Spain", "Sweden", "Poland"),
    "APAC": ("Australia", "Singapore", "Japan", "India"),
    "Latin America": ("Brazil", "Mexico", "Chile"),
}
RATES = {  # USD per unit at the contract date, by year
    "USD": {2022: 1.0, 2023: 1.0, 2024: 1.0, 2025: 1.0, 2026: 1.0},
    "EUR": {2022: 1.05, 2023: 1.08, 2024: 1.09, 2025: 1.12, 2026: 1.15},
    "GBP": {2022: 1.23, 2023: 1.25, 2024: 1.28, 2025: 1.31, 2026: 1.33},
}
SEASON = (0.84, 0.92, 1.22, 0.88, 1.0, 1.18, 0.8, 0.74, 1.14, 1.02, 1.04, 1.22)
"""How many customers sign, January to December: quarter ends are strong, summer is slow."""
SHOCKS = {date(2025, 8, 1): 0.6, date(2026, 3, 1): 1.55}
"""Months out of line: a failed campaign, and the spring conference."""
CHURN_REASONS = {
    "Price": 26.0,
    "Low usage": 24.0,
    "Missing feature": 17.0,
    "Moved to competitor": 15.0,
    "Company closed": 8.0,
    "Merger": 6.0,
    "Poor support": 4.0,
}


@dataclass
class Event:
    """A change of what an account pays; `delta` is MRR in USD, positive for new, expansion and reactivation."""

    kind: str
    day: date
    product: str
    delta: float


@dataclass
class Account:
    """A customer; lists run over MONTHS, `mrr` maps (month index, product) to MRR in the contract currency."""

    account_id: int
    name: str
    domain: str
    segment: str
    region: str
    country: str
    industry: str
    channel: str
    csm: str
    currency: str
    rate: float
    created_on: date
    first: int
    quality: float
    health: list[float] = field(default_factory=lambda: [0.0] * len(MONTHS))
    mrr: dict[tuple[int, str], float] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    churned_on: date | None = None
    churn_reason: str | None = None
    totals: dict[int, float] = field(default_factory=dict)

    @property
    def crm_id(self) -> int:
        """Return the HubSpot company id."""
        return 7_100_000 + self.account_id

    def paid(self, index: int) -> float:
        """Return the MRR in USD of month `index`, over all products, to the cent."""
        total = self.totals.get(index)
        if total is None:
            total = self.totals[index] = round(sum(self.usd(index, product) for product in PRODUCTS), 2)
        return total

    def usd(self, index: int, product: str) -> float:
        """Return the MRR in USD of one product at the contract-date rate, to the cent."""
        return round(self.mrr.get((index, product), 0.0) * self.rate, 2)

    def seats(self, index: int) -> int:
        """Return the licensed seats of month `index`; they follow the main product."""
        return max(3, round(self.usd(index, "Ledger") / SEAT_PRICE[self.segment]))

    def active(self, index: int) -> bool:
        """Return whether the account pays in month `index`."""
        return any((index, product) in self.mrr for product in PRODUCTS)


def create_accounts(factor: int) -> list[Account]:
    """Return all customers, oldest first; `factor` scales their number."""
    starts = [-1] * (225 * factor)
    for index, month in enumerate(MONTHS):
        mean = (6.0 + 4.6 * index / LAST) * SEASON[month.month - 1] * SHOCKS.get(month, 1.0)
        signed = count(stream("signed", index), mean * factor * month_share(index))
        starts += [index] * signed if index else []
    accounts = [_create_account(number, first, factor) for number, first in enumerate(starts, start=1)]
    for account in accounts:
        _live(account, stream("life", account.account_id))
    return accounts


def _create_account(number: int, first: int, factor: int) -> Account:
    rng = stream("account", number)
    industry = pick(rng, INDUSTRIES)
    name = company_name(rng, number, industry)
    region = pick(rng, REGIONS)
    country = rng.choice(COUNTRIES[region])
    created = START - timedelta(days=rng.randrange(20, 420)) if first < 0 else day_in_month(rng, first)
    currency = {"United Kingdom": "GBP"}.get(country, "EUR" if region == "Europe" else "USD")
    managers = [person for person in success_team(factor) if person.region == region]
    segment = pick(rng, SEGMENTS)
    return Account(
        account_id=number,
        name=name,
        domain=f"{slug(name, f'company{number}')[:40]}.example",
        segment=segment,
        region=region,
        country=country,
        industry=industry,
        channel=pick(rng, CHANNELS),
        csm=rng.choice(managers).name,
        currency=currency,
        rate=RATES[currency][created.year],
        created_on=created,
        first=max(first, 0),
        quality=clamp(rng.betavariate(4.2, 1.9) + (0.05 if segment == "Enterprise" else 0.0), 0.04, 0.97),
    )


def _live(account: Account, rng: Random) -> None:
    opening = spread(rng, OPENING_MRR[account.segment], 0.55) / account.rate
    pays = {"Ledger": round(opening, 2)}
    if rng.random() < 0.4:
        pays[rng.choice(PRODUCTS[1:])] = round(opening * rng.uniform(0.15, 0.45), 2)
    if account.created_on >= START:
        total = sum(round(amount * account.rate, 2) for amount in pays.values())
        account.events.append(Event("new", account.created_on, "Ledger", round(total, 2)))
    health = clamp(account.quality + rng.gauss(0, 0.06))
    left_at = -1
    for index in range(account.first, len(MONTHS)):
        health = clamp(health + 0.13 * (account.quality - health) + rng.gauss(0, 0.045), 0.01, 0.99)
        account.health[index] = health
        if pays and index > account.first:
            _change(account, pays, index, rng)
            left_at = index if not pays else -1
        elif not pays and rng.random() < (0.025 if index - left_at in range(3, 10) else 0.0):
            pays["Ledger"] = round(opening * rng.uniform(0.6, 1.0), 2)
            account.churned_on = account.churn_reason = None
            day = day_in_month(rng, index)
            account.events.append(Event("reactivation", day, "Ledger", round(pays["Ledger"] * account.rate, 2)))
        account.mrr.update({(index, product): amount for product, amount in pays.items()})


def _change(account: Account, pays: dict[str, float], index: int, rng: Random) -> None:
    share = month_share(index)
    earlier = account.health[max(account.first, index - 6)]
    renewal = (MONTHS[index].month - account.created_on.month) % 12 == 0
    weakness = clamp((0.62 - earlier) / 0.62)
    hazard = (0.0016 + 0.33 * weakness**1.7) * CHURN_FACTOR[account.segment] * (2.6 if renewal else 0.7)
    day = day_in_month(rng, index)
    if rng.random() < hazard * share:
        account.churned_on, account.churn_reason = day, _reason(rng, earlier)
        account.events.append(Event("churn", day, "Ledger", -account.paid(index - 1)))
        pays.clear()
        return
    before = dict(pays)
    now = account.health[index]
    if rng.random() < (0.02 + 0.082 * now) * share:
        product = rng.choice(tuple(pays))
        pays[product] = round(pays[product] * (1 + clamp(spread(rng, 0.13, 0.6), 0.03, 0.9)), 2)
    elif rng.random() < 0.034 * (1 - now) * share:
        product = rng.choice(tuple(pays))
        pays[product] = round(pays[product] * rng.uniform(0.62, 0.93), 2)
    missing = [product for product in PRODUCTS if product not in pays]
    if missing and rng.random() < 0.011 * now * share:
        pays[missing[0]] = round(pays["Ledger"] * rng.uniform(0.15, 0.4), 2)
    for product, amount in pays.items():
        delta = round(round(amount * account.rate, 2) - round(before.get(product, 0.0) * account.rate, 2), 2)
        if delta:
            account.events.append(Event("expansion" if delta > 0 else "contraction", day, product, delta))


def _reason(rng: Random, health: float) -> str:
    if health > 0.6:
        return rng.choice(("Merger", "Company closed", "Moved to competitor"))
    return pick(rng, CHURN_REASONS)


def renewal_on(account: Account) -> date | None:
    """Return the next contract anniversary after the end of the data; None for a churned account."""
    if account.churned_on:
        return None
    day = min(account.created_on.day, 28)
    this_year = date(AS_OF.year, account.created_on.month, day)
    return this_year if this_year > AS_OF else this_year.replace(year=AS_OF.year + 1)


def churned_in(account: Account, index: int) -> bool:
    """Return whether the account stopped paying in month `index`."""
    return any(event.kind == "churn" and month_index(event.day) == index for event in account.events)
