"""The bill is that of this program: the plans that are priced are captured from it, and the budget follows the bill."""

from __future__ import annotations

import json

import pytest

from sophia_infra.config import PROFILES, read_settings
from sophia_plan.__main__ import GUIDE, PLANS, ROOT, cost_plan, priced
from tests.nursery import Nursery

ACKNOWLEDGED = json.loads((ROOT / "tests" / "cost" / "acknowledged.json").read_text())


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_priced_plan_is_what_the_program_asks_for(nursery: Nursery, profile: str) -> None:
    """When this fails the program has changed: run `python -m sophia_plan` here and look at the new sum."""
    assert (PLANS / f"{profile}.json").read_text() == cost_plan(nursery.plan(priced(profile)))


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_budget_warns_above_the_bill_and_not_far_above(profile: str) -> None:
    budget = read_settings({**GUIDE, "profile": profile}.get).budget
    assert 1.2 <= 12 * budget / ACKNOWLEDGED[profile] <= 1.6
