"""Uses: what one resource needs of which priced unit a month, fixed or with the level of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Usage

HOURS = 730.0
"""Hours of an average month: 8,760 a year, as the vendor's own calculator counts."""


@dataclass(frozen=True)
class Use:
    """A quantity of a priced unit a month. `varies` with the level of use; `note` says what was assumed."""

    sku: str
    quantity: float
    varies: bool = False
    note: str = ""


Meter = Callable[[Resource, Plan, Usage], Iterable[Use]]
METERS: dict[str, Meter] = {}


def metered(*types: str) -> Callable[[Meter], Meter]:
    """Register a function that says what resources of these types use."""

    def register(meter: Meter) -> Meter:
        METERS.update(dict.fromkeys(types, meter))
        return meter

    return register
