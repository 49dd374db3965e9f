"""The company's money: plan, spend per channel, costs, cash, and the pipeline of each quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sophia.demo.accounts import CHANNELS, SEASON, SHOCKS
from sophia.demo.calendar import LAST, MONTHS, month_index, month_share, quarter_start
from sophia.demo.chance import count, stream
from sophia.demo.deals import PROBABILITY, Deal
from sophia.demo.people import REGIONS
from sophia.demo.snapshot import Row
from sophia.demo.world import World

CHANNEL_COST = {
    "Outbound": 31_000.0,
    "Inbound": 14_500.0,
    "Paid search": 26_500.0,
    "Partner": 16_000.0,
    "Events": 37_000.0,
    "Referral": 6_500.0,
}
"""Planned S&M spend per new customer, USD; Paid search has become dearer year by year."""
LINES = {
    "R&D": {"Salaries": 0.42, "Contractors": 0.04, "Tools": 0.02},
    "G&A": {"Salaries": 0.14, "Rent": 0.025, "Legal and audit": 0.02},
    "COGS": {"Hosting": 0.085, "Support": 0.075, "Payment fees": 0.035, "Third-party software": 0.02},
}
"""Cost lines as a share of the month's MRR at the start; R&D and G&A fall relative to revenue as the company grows."""
OPENING_CASH = 19_000_000.0


def bookings_target(world: World, month: date) -> float:
    """Return the plan of new and expansion bookings (annual value) of `month`, USD."""
    growth = 585_000.0 * world.factor * (1.0 + 0.024 * month_index(month))
    return round(growth * SEASON[month.month - 1], -3)


def targets(world: World) -> Iterator[Row]:
    """Yield target_month: a plan that assumes steady growth from the opening MRR."""
    opening = sum(account.paid(0) for account in world.accounts)
    for index, month in enumerate(MONTHS):
        mrr = round(opening * 1.0288**index, -3)
        customers = round((6.3 + 4.9 * index / LAST) * SEASON[month.month - 1] * world.factor)
        yield month, mrr, bookings_target(world, month), customers, 1.08, round(0.765 + 0.0007 * index, 4)


def acquisition(world: World) -> list[tuple[date, str, float, int, int, float]]:
    """Return acquisition_month: spend follows the plan, not the luck, so CAC moves with the number of customers won."""
    won: dict[tuple[int, str], list[float]] = {}
    for account in world.accounts:
        for event in account.events:
            if event.kind == "new":
                won.setdefault((month_index(event.day), account.channel), []).append(account.paid(account.first))
    rows = []
    for index, month in enumerate(MONTHS):
        for channel, share in CHANNELS.items():
            rng = stream("spend", index, channel)
            planned = (6.0 + 4.6 * index / LAST) * share / 100 * (0.6 + 0.4 * SEASON[month.month - 1]) * world.factor
            dearer = 1 + (0.011 if channel == "Paid search" else 0.004) * index
            shock = 1.35 if month in SHOCKS and channel in {"Paid search", "Events"} else 1.0
            spend = planned * CHANNEL_COST[channel] * dearer * shock * rng.uniform(0.9, 1.12) * month_share(index)
            new = won.get((index, channel), [])
            leads = len(new) * 4 + count(rng, planned * 9 * month_share(index))
            rows.append((month, channel, round(spend, 2), leads, len(new), round(sum(new), 2)))
    return rows


def costs(world: World) -> list[tuple[date, str, str, float]]:
    """Return cost_month: S&M per channel as in acquisition_month, the other categories per cost line."""
    rows = [(month, "S&M", channel, spend) for month, channel, spend, *_ in acquisition(world)]
    for index, month in enumerate(MONTHS):
        mrr = sum(account.paid(index) for account in world.accounts)
        for category, lines in LINES.items():
            scale = (1.0 - 0.0022 * index) if category == "COGS" else (1.42 - 0.0085 * index)
            for line, share in lines.items():
                wobble = stream("cost", index, line, category).uniform(0.96, 1.05)
                rows.append((month, category, line, round(mrr * share * scale * wobble * month_share(index), 2)))
    return sorted(rows, key=lambda row: (row[0], row[1], row[2]))


def cash(world: World) -> Iterator[Row]:
    """Yield cash_month: revenue is the month's MRR times its elapsed share; the balance carries on to the cent."""
    spent: dict[date, dict[str, float]] = {}
    for month, category, _, amount in costs(world):
        line = spent.setdefault(month, {})
        line[category] = round(line.get(category, 0.0) + amount, 2)
    balance = OPENING_CASH * world.factor
    for index, month in enumerate(MONTHS):
        revenue = round(sum(account.paid(index) for account in world.accounts) * month_share(index), 2)
        cogs = spent[month]["COGS"]
        operating = round(sum(amount for category, amount in spent[month].items() if category != "COGS"), 2)
        working = round(revenue * stream("working capital", index).uniform(-0.09, 0.05), 2)
        flow = round(revenue - cogs - operating + working, 2)
        balance = round(balance + flow, 2)
        yield month, revenue, cogs, operating, flow, round(-flow, 2), balance


def pipeline(world: World) -> Iterator[Row]:
    """Yield pipeline_month: the quarter's deals as they stood at the end of the 15th of each month."""
    by_quarter: dict[date, list[Deal]] = {}
    for deal in world.deals:
        by_quarter.setdefault(quarter_start(deal.closes_at.date()), []).append(deal)
    for month in MONTHS:
        at = datetime.combine(month + timedelta(days=15), datetime.min.time())
        quarter = quarter_start(month)
        target = sum(bookings_target(world, date(quarter.year, quarter.month + n, 1)) for n in range(3))
        due = by_quarter.get(quarter, [])
        for region, share in REGIONS.items():
            open_amount = weighted = won = 0.0
            for deal in due:
                stage = deal.stage_at(at) if deal.company.region == region else None
                won += deal.amount_usd if stage == "won" else 0.0
                if stage and stage not in {"won", "lost"}:
                    open_amount += deal.amount_usd
                    weighted += deal.amount_usd * PROBABILITY[stage]
            part = round(target * share / 100, 2)
            yield month, quarter, region, round(open_amount, 2), round(weighted, 2), round(won, 2), part
