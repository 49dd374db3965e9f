"""HubSpot: companies, owners and quotas, deals with their stage history, moved close dates and weekly forecasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sophia.demo.calendar import AS_OF, END, MONTHS, START, next_quarter
from sophia.demo.chance import stream
from sophia.demo.deals import LABELS, PROBABILITY, STAGES, Company, Deal, company_of
from sophia.demo.finance import bookings_target
from sophia.demo.people import Person
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

FIRST_OWNER = 60_100


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    yield "owner", [_owner_row(number, rep) for number, rep in enumerate(world.reps)]
    yield "quota_month", list(_quotas(world))
    yield "company", list(_companies(world))
    yield "pipeline_stage", _stage_rows()
    calls: dict[int, list[datetime]] = {}
    for call in world.calls:
        if call.deal:
            calls.setdefault(call.deal.deal_id, []).append(call.started_at)
    yield "deal", [_deal_row(deal, calls.get(deal.deal_id, [])) for deal in world.deals]
    yield "deal_stage_history", [row for deal in world.deals for row in _history(deal)]
    yield "closedate_change", [(deal.deal_id, *move) for deal in world.deals for move in deal.moves]
    yield "forecast_week", list(_forecasts(world))


def _owner_row(number: int, rep: Person) -> Row:
    return FIRST_OWNER + number, rep.name, rep.email, rep.team, rep.region, rep.started_on, rep.active


def _quotas(world: World) -> Iterator[Row]:
    """Share 108 % of the bookings target over the representatives on board, by region size and seniority."""
    for month in MONTHS:
        aboard = [(n, rep) for n, rep in enumerate(world.reps) if rep.started_on <= month]
        weight = {n: {"North America": 1.1, "Europe": 1.0}.get(rep.region, 0.9) for n, rep in aboard}
        pool = bookings_target(world, month) * 1.08
        for n, _ in aboard:
            yield FIRST_OWNER + n, month, round(pool * weight[n] / sum(weight.values()), -2)


def _companies(world: World) -> Iterator[Row]:
    companies: dict[int, Company] = {account.crm_id: company_of(account) for account in world.accounts}
    companies.update((deal.company.company_id, deal.company) for deal in world.deals if not deal.company.account)
    for company in companies.values():
        account = company.account
        lifecycle = "prospect" if not account else "former customer" if account.churned_on else "customer"
        yield (
            company.company_id,
            company.name,
            company.domain,
            company.segment,
            company.region,
            company.country,
            company.industry,
            lifecycle,
            company.created_on,
        )


def _stage_rows() -> list[Row]:
    rows: list[Row] = [
        (stage, LABELS[stage], number, PROBABILITY[stage], False, False) for number, stage in enumerate(STAGES, start=1)
    ]
    return [*rows, ("won", "Won", 5, 1.0, True, True), ("lost", "Lost", 6, 0.0, True, False)]


def _category(deal: Deal) -> str:
    if deal.closed:
        return "closed"
    if deal.closes_at < END:
        return "omitted"
    return {"negotiation": "commit", "proposal": "best_case"}.get(deal.stage, "pipeline")


def _deal_row(deal: Deal, calls: list[datetime]) -> Row:
    entered = dict(deal.entered)
    rng = stream("contact", deal.deal_id)
    last_stage, since = deal.entered[-1]
    contacted = min(since + timedelta(days=rng.expovariate(1 / 9)), END - timedelta(hours=rng.randrange(2, 60)))
    if deal.closed:
        contacted = min(contacted, deal.closes_at)
    last = max([max(contacted, deal.created_at).replace(microsecond=0), *calls])
    product = f"{deal.product} expansion" if deal.kind == "expansion" else deal.product
    return (
        deal.deal_id,
        f"{deal.company.name} – {product}",
        deal.company.company_id,
        FIRST_OWNER + deal.owner,
        "Expansion" if deal.kind == "expansion" else "New business",
        deal.kind,
        deal.product,
        deal.channel,
        last_stage,
        round(deal.amount_usd / deal.rate, 2),
        deal.company.currency,
        deal.amount_usd,
        deal.created_at,
        deal.closes_at,
        deal.closed,
        deal.won,
        PROBABILITY[last_stage],
        _category(deal),
        deal.lost_reason,
        last,
        len(calls),
        since,
        *(entered.get(stage) for stage in STAGES),
        since if deal.closed else None,
    )


def _history(deal: Deal) -> Iterator[Row]:
    exits: list[datetime | None] = [at for _, at in deal.entered[1:]]
    for number, ((stage, entered), left) in enumerate(zip(deal.entered, [*exits, None], strict=True), start=1):
        yield deal.deal_id, number, stage, entered, left


def _forecasts(world: World) -> Iterator[Row]:
    """Replay the pipeline as it stood on the Monday of each week of each quarter."""
    quarter = next_quarter(START)
    while quarter <= AS_OF:
        end = next_quarter(quarter)
        due = [d for d in world.deals if quarter <= d.closes_at.date() < end]
        for team in sorted({rep.team for rep in world.reps}):
            own = [deal for deal in due if world.reps[deal.owner].team == team]
            actual = round(sum(d.amount_usd for d in own if d.won), 2) if end <= AS_OF else None
            for week in range(1, 14):
                day = quarter + timedelta(days=7 * (week - 1))
                if day <= AS_OF:
                    yield quarter, week, day, team, *_replay(own, day), actual
        quarter = end


def _replay(deals: list[Deal], day: date) -> tuple[float, float, float, float]:
    at = datetime.combine(day, datetime.min.time())
    won = commit = best = weighted = 0.0
    for deal in deals:
        stage = deal.stage_at(at)
        if stage == "won":
            won += deal.amount_usd
        elif stage and stage != "lost":
            commit += deal.amount_usd if stage == "negotiation" else 0.0
            best += deal.amount_usd if stage == "proposal" else 0.0
            weighted += deal.amount_usd * PROBABILITY[stage]
    return round(won, 2), round(won + commit, 2), round(won + commit + best, 2), round(won + weighted, 2)
