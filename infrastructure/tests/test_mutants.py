"""A mistake in the program is noticed: each mutant is one line of it changed for the worse."""

import os
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import pytest

from sophia_plan.capture import PlanError
from sophia_plan.typed import checked
from sophia_rules.pack import faults
from tests.conftest import GUIDE, LITE
from tests.mutants import MUTANTS, Mutant
from tests.nursery import Nursery

# Two in five keep the suite under two minutes; SOPHIA_MUTANTS=all tries the others too.
TRIED = (
    MUTANTS
    if os.environ.get("SOPHIA_MUTANTS") == "all"
    else [mutant for number, mutant in enumerate(MUTANTS) if number % 5 < 2]
)


def _signs(mutant: Mutant, nursery: Nursery) -> list[str]:
    """What gives the mutant away: the program's own refusal, a rule, or the provider's types."""
    try:
        change = (f"sophia_infra/{mutant.file}", mutant.old, mutant.new)
        plan = nursery.plan(GUIDE | (LITE if mutant.lite else {}), change)
    except PlanError:
        return ["the program refuses"]
    broken = sorted({fault.rule for fault in faults(list(plan))})
    return broken or [
        str(fault) for resource in plan if ":providers:" not in resource.type for fault in checked(resource)
    ]


@pytest.fixture(scope="module")
def signs(nursery: Nursery, tokens: set[str]) -> dict[str, list[str]]:
    """What gives each mutant away, by the mutant's name."""
    other = Nursery(tokens)
    idle: Queue[Nursery] = Queue()
    idle.put(nursery)
    idle.put(other)

    def tried(mutant: Mutant) -> list[str]:
        nursery = idle.get()
        try:
            return _signs(mutant, nursery)
        finally:
            idle.put(nursery)

    with ThreadPoolExecutor(2) as pool:
        found = dict(zip([mutant.name for mutant in TRIED], pool.map(tried, TRIED), strict=True))
    other.close()
    return found


def test_there_are_more_than_forty_mutants_of_different_names():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert len(TRIED) >= 40


def test_the_program_unchanged_gives_no_sign(nursery):
    same = Mutant("same", "stack.py", "DASHBOARDS", "DASHBOARDS")
    lite = Mutant("same", "stack.py", "DASHBOARDS", "DASHBOARDS", lite=True)
    assert [_signs(same, nursery), _signs(lite, nursery)] == [[], []]


def test_at_least_ninety_five_of_a_hundred_mutants_are_caught_for_what_they_are(signs):
    survivors = sorted(name for name, found in signs.items() if not found)
    assert len(survivors) <= len(TRIED) * 0.05, survivors


def test_mutants_are_caught_by_rules_and_not_by_falling_over(signs):
    fallen = sorted(name for name, found in signs.items() if found == ["the program refuses"])
    assert fallen == []
