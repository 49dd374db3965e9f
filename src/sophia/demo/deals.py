"""The sales pipeline: won deals are the revenue events of the accounts, lost and open deals stand around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sophia.demo.accounts import CHANNELS, OPENING_MRR, PRODUCTS, RATES, SEGMENTS, Account
from sophia.demo.calendar import AS_OF, END, MONTHS, START, day_in_month, moment
from sophia.demo.chance import count, pick, spread, stream
from sophia.demo.names import INDUSTRIES, company_name, slug
from sophia.demo.people import REGIONS, Person

STAGES = ("qualified", "discovery", "proposal", "negotiation")
PROBABILITY = {"qualified": 0.1, "discovery": 0.25, "proposal": 0.5, "negotiation": 0.75, "won": 1.0, "lost": 0.0}
LABELS = {"qualified": "Qualified", "discovery": "Discovery", "proposal": "Proposal", "negotiation": "Negotiation"}
CYCLE_DAYS = {"Enterprise": 112.0, "Mid-market": 64.0, "SMB": 31.0}
STAGE_SHARE = (0.22, 0.3, 0.26, 0.22)
LOST_REASONS = {
    "Price": 27.0,
    "No decision": 24.0,
    "Competitor: Tallyforge": 14.0,
    "Competitor: Ledgerline": 9.0,
    "Missing feature": 13.0,
    "Timing": 9.0,
    "Budget cut": 4.0,
}


@dataclass(frozen=True)
class Company:
    """A company in the CRM; `account` is set for customers."""

    company_id: int
    name: str
    domain: str
    segment: str
    region: str
    country: str
    industry: str
    created_on: date
    currency: str
    account: Account | None = None


@dataclass
class Deal:
    """An opportunity; `entered` holds when it entered each stage it reached, in order, with won or lost at the end."""

    deal_id: int
    company: Company
    owner: int
    kind: str
    product: str
    channel: str
    amount_usd: float
    rate: float
    created_at: datetime
    closes_at: datetime
    entered: list[tuple[str, datetime]]
    lost_reason: str | None = None
    moves: list[tuple[datetime, date, date]] = field(default_factory=list)

    @property
    def stage(self) -> str:
        """Return the present stage."""
        return self.entered[-1][0]

    @property
    def won(self) -> bool:
        """Return whether the deal is won."""
        return self.stage == "won"

    @property
    def closed(self) -> bool:
        """Return whether the deal is won or lost."""
        return self.stage in {"won", "lost"}

    def stage_at(self, at: datetime) -> str | None:
        """Return the stage at a moment of the past, or None before the deal existed."""
        reached = [stage for stage, entered in self.entered if entered < at]
        return reached[-1] if reached else None


def create_deals(accounts: list[Account], reps: list[Person], factor: int) -> list[Deal]:
    """Return all deals in order of creation: won from revenue events, then lost, then open ones."""
    deals = _won_deals(accounts, reps)
    won_by_month: dict[int, int] = {}
    for deal in deals:
        index = (deal.closes_at.year - START.year) * 12 + deal.closes_at.month - START.month
        won_by_month[index] = won_by_month.get(index, 0) + 1
    prospect = 0
    for index in range(len(MONTHS)):
        rng = stream("lost", index)
        base = won_by_month.get(index, 24 * factor)
        for _ in range(count(rng, base * rng.uniform(1.9, 2.6))):
            prospect += 1
            deals.append(_lost_deal(_prospect(prospect, accounts), index, reps, stream("lost deal", prospect)))
    rng = stream("open")
    for number in range(count(rng, 260 * factor)):
        prospect += 1
        deals.append(_open_deal(_prospect(prospect, accounts), reps, stream("open deal", number)))
    deals.sort(key=lambda deal: (deal.created_at, deal.company.company_id, deal.amount_usd))
    for number, deal in enumerate(deals):
        deal.deal_id = 91_000_000 + number * 7
    return deals


def company_of(account: Account) -> Company:
    """Return the CRM record of a customer."""
    rng = stream("company", account.account_id)
    created = account.created_on - timedelta(days=rng.randrange(30, 200))
    return Company(
        account.crm_id,
        account.name,
        account.domain,
        account.segment,
        account.region,
        account.country,
        account.industry,
        created,
        account.currency,
        account,
    )


def _prospect(number: int, accounts: list[Account]) -> Company:
    """Return the company of a deal not won: mostly a prospect, at times an existing customer's expansion."""
    rng = stream("prospect", number)
    if rng.random() < 0.24:
        return company_of(rng.choice(accounts))
    number = number - number % 2 if number % 5 == 0 and number > 2 else number
    rng = stream("prospect company", number)
    industry, region = pick(rng, INDUSTRIES), pick(rng, REGIONS)
    name = company_name(rng, 40_000 + number, industry)
    currency = "EUR" if region == "Europe" else "USD"
    created = START + timedelta(days=rng.randrange(-400, 0))
    country = {"North America": "United States", "Europe": "Germany", "APAC": "Australia"}.get(region, "Brazil")
    domain = f"{slug(name, f'prospect{number}')[:40]}.example"
    segment = pick(rng, SEGMENTS)
    return Company(8_400_000 + number, name, domain, segment, region, country, industry, created, currency)


def _owner(region: str, reps: list[Person], rng: Random, day: date) -> int:
    """Return the index of a representative of the region who had joined by then."""
    able = [n for n, rep in enumerate(reps) if rep.region == region and rep.started_on <= day]
    able = able or [n for n, rep in enumerate(reps) if rep.region == region]
    return rng.choices(able, [reps[n].skill for n in able])[0]


def _won_deals(accounts: list[Account], reps: list[Person]) -> list[Deal]:
    deals = []
    for account in accounts:
        company = company_of(account)
        for number, event in enumerate(account.events):
            if event.kind not in {"new", "expansion", "reactivation"}:
                continue
            rng = stream("won", account.account_id, number)
            closed = min(moment(rng, event.day), END - timedelta(minutes=1))
            length = spread(rng, CYCLE_DAYS[account.segment], 0.4) * (1.0 if event.kind == "new" else 0.55)
            created = (closed - timedelta(days=max(3.0, length))).replace(microsecond=0)
            kind = "expansion" if event.kind == "expansion" else "new"
            entered = _stages(rng, created, closed, len(STAGES))
            entered.append(("won", closed))
            owner = _owner(account.region, reps, rng, created.date())
            amount = round(event.delta * 12, 2)
            deal = Deal(
                0, company, owner, kind, event.product, account.channel, amount, account.rate, created, closed, entered
            )
            _slip(deal, rng)
            deals.append(deal)
    return deals


def _stages(rng: Random, created: datetime, closed: datetime, reached: int) -> list[tuple[str, datetime]]:
    """Return entry moments of the first `reached` stages between creation and close, never decreasing."""
    weights = [share * rng.uniform(0.6, 1.5) for share in STAGE_SHARE[:reached]]
    total, passed, entered = sum(weights), 0.0, []
    for stage, weight in zip(STAGES, weights, strict=False):
        entered.append((stage, (created + (closed - created) * (passed / total)).replace(microsecond=0)))
        passed += weight
    return entered


def _draft(company: Company, reps: list[Person], created: datetime, closes: datetime, rng: Random) -> Deal:
    kind = "expansion" if company.account else "new"
    scale = 12 * (0.16 if kind == "expansion" else 1.0)
    amount = round(spread(rng, OPENING_MRR[company.segment], 0.6) * scale, -1)
    owner = _owner(company.region, reps, rng, created.date())
    channel = company.account.channel if company.account else pick(rng, CHANNELS)
    rate = RATES[company.currency][max(created.year, 2022)]
    return Deal(0, company, owner, kind, rng.choice(PRODUCTS), channel, amount, rate, created, closes, [])


def _lost_deal(company: Company, index: int, reps: list[Person], rng: Random) -> Deal:
    closed = min(moment(rng, day_in_month(rng, index)), END - timedelta(minutes=1))
    created = closed - timedelta(days=max(2.0, spread(rng, CYCLE_DAYS[company.segment] * 0.9, 0.55)))
    deal = _draft(company, reps, created.replace(microsecond=0), closed, rng)
    reached = rng.choices((1, 2, 3, 4), (38, 33, 19, 10))[0]
    deal.entered = [*_stages(rng, deal.created_at, closed, reached), ("lost", closed)]
    deal.lost_reason = pick(rng, LOST_REASONS)
    _slip(deal, rng)
    return deal


def _open_deal(company: Company, reps: list[Person], rng: Random) -> Deal:
    cycle = spread(rng, CYCLE_DAYS[company.segment] * 1.25, 0.35)
    age = cycle * rng.uniform(0.02, 0.97)
    created = (END - timedelta(days=age)).replace(hour=rng.randrange(8, 18), minute=rng.randrange(60), microsecond=0)
    created = min(created, END - timedelta(hours=8))
    closes = moment(rng, AS_OF + timedelta(days=1 + int(cycle - age + rng.uniform(0, 14))))
    if rng.random() < 0.05:  # a close date nobody has moved yet
        closes = moment(rng, AS_OF - timedelta(days=rng.randrange(1, 25)))
        created = min(created, closes - timedelta(days=9))
    deal = _draft(company, reps, created, closes, rng)
    stages = _stages(rng, created, max(closes, created + timedelta(days=5)), len(STAGES))
    deal.entered = [step for step in stages if step[1] < END]
    _slip(deal, rng)
    return deal


def _slip(deal: Deal, rng: Random) -> None:
    """Give a third of the deals an earlier close date that was moved to the present one, once or twice."""
    if rng.random() > 0.34:
        return
    end = min(deal.closes_at, END)
    if (end - deal.created_at).days < 6:
        return
    new = deal.closes_at.date()
    for _ in range(rng.choice((1, 1, 2))):
        old = new - timedelta(days=rng.randrange(9, 40))
        at = (deal.created_at + (end - deal.created_at) * rng.uniform(0.35, 0.95)).replace(microsecond=0)
        if old <= deal.created_at.date() or (deal.moves and at >= deal.moves[0][0]):
            return
        deal.moves.insert(0, (at, old, new))
        new = old
