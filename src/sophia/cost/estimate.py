"""The estimate: every resource's uses priced, free allowances taken off once, fixed and varying lines apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sophia.cost import compute, network, storage, watch  # noqa: F401  # each registers its meters
from sophia.cost.free import FREE, GROUP
from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Level, PriceTable, price_table, usage
from sophia.cost.use import METERS, Use
from sophia.kernel.errors import SophiaError

COMPONENT = "sophia:infra:"


class UnknownResource(SophiaError):
    """A resource whose cost nobody has said; it is never counted as nothing."""

    status = 422
    code = "unknown_resource"


@dataclass(frozen=True)
class Line:
    """One unit that one resource uses. Quantities are a month's; `free` of them cost nothing; `dollars` is a year's."""

    resource: str
    sku: str
    unit: str
    quantity: float
    free: float
    price: float
    dollars: float
    varies: bool
    verified: bool
    note: str


@dataclass(frozen=True)
class Assumption:
    """What is assumed, and how many dollars a year more it would be otherwise."""

    words: str
    dollars: float


@dataclass(frozen=True)
class Estimate:
    """A year's bill. `free` tells of every resource that costs nothing why it does not."""

    profile: str
    level: Level
    lines: tuple[Line, ...]
    free: dict[str, str]
    assumptions: tuple[Assumption, ...]

    @property
    def fixed(self) -> float:
        """Dollars a year that do not depend on use."""
        return sum(line.dollars for line in self.lines if not line.varies)

    @property
    def varying(self) -> float:
        """Dollars a year that come with use."""
        return sum(line.dollars for line in self.lines if line.varies)

    @property
    def total(self) -> float:
        """Dollars a year."""
        return self.fixed + self.varying

    @property
    def total_otherwise(self) -> float:
        """Dollars a year if none of the assumptions holds."""
        return self.total + sum(item.dollars for item in self.assumptions)


def estimate(plan: Plan, level: Level = "typical", table: PriceTable | None = None) -> Estimate:
    """Return the yearly bill of a plan at a level of use. Raises UnknownResource for a type that nobody has priced."""
    table = table or price_table()
    used = usage(level)
    uses: list[tuple[Resource, Use]] = []
    free: dict[str, str] = {}
    for resource in plan.resources:
        if resource.type in METERS:
            found = [(resource, use) for use in METERS[resource.type](resource, plan, used) if use.quantity]
            uses += found
            if not found:
                free[resource.label] = "this one uses nothing that costs"
        else:
            free[resource.label] = _reason(resource)
    return Estimate(plan.profile, level, tuple(_priced(uses, table)), free, _assumptions(plan, table))


def _reason(resource: Resource) -> str:
    if resource.type.startswith(COMPONENT):
        return GROUP
    if resource.type not in FREE:
        remedy = "Add a meter for it, or the reason why it is free, to sophia.cost."
        raise UnknownResource(f"Nobody has said what {resource.label} costs.", remedy=remedy)
    return FREE[resource.type]


def _priced(uses: list[tuple[Resource, Use]], table: PriceTable) -> list[Line]:
    """Price the uses; each allowance is the account's and is shared by all that use the unit."""
    whole: dict[str, float] = defaultdict(float)
    for _, use in uses:
        whole[use.sku] += use.quantity
    lines = []
    for resource, use in uses:
        price = table.prices.get(use.sku)
        if price is None:
            raise UnknownResource(f"There is no price of {use.sku}, which {resource.label} uses.")
        free = min(price.free, whole[use.sku]) * use.quantity / whole[use.sku]
        dollars = (use.quantity - free) * price.price * 12
        lines.append(
            Line(
                resource.label, use.sku, price.unit, use.quantity, free, price.price, dollars, use.varies,
                price.verified, use.note,
            )
        )  # fmt: skip
    return lines


def _assumptions(plan: Plan, table: PriceTable) -> tuple[Assumption, ...]:
    """Return what the sum rests on and nobody has seen yet."""
    balancers = list(plan.of("aws:lb/loadBalancer:LoadBalancer"))
    behind = any(True for _ in plan.of("aws:cloudfront/vpcOrigin:VpcOrigin"))
    if not behind or not balancers:
        return ()
    addresses = len(balancers[0].inputs["subnets"]) * table.prices["public_ipv4"].price * 8760
    words = (
        "The CDN's flat-rate Free plan allows a private origin. If it does not, the load balancer becomes public "
        "(entrance: load_balancer) and needs an address in each zone."
    )
    return (Assumption(words, addresses),)
