"""The yearly bill: every resource is accounted for, the arithmetic holds, and a rise is never silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sophia.cost.estimate import UnknownResource, estimate
from sophia.cost.plan import Plan, Resource, load_plan, profiles, read_plan, reduced
from sophia.cost.price import price_table
from sophia.kernel.errors import NotFound

ACKNOWLEDGED = json.loads((Path(__file__).parent / "acknowledged.json").read_text())
YEAR = 8760


def with_inputs(plan: Plan, type_: str, name: str, **changed: object) -> Plan:
    """The plan with some inputs of one resource changed."""
    document = [
        {
            "type": item.type,
            "name": item.name,
            "inputs": {**item.inputs, **(changed if (item.type, item.name) == (type_, name) else {})},
        }
        for item in plan.resources
    ]
    return read_plan(plan.profile, document)


def test_the_default_profile_costs_at_most_840_dollars_and_lite_600() -> None:
    assert estimate(load_plan("default")).total <= 840
    assert estimate(load_plan("lite")).total <= 600


@pytest.mark.parametrize("profile", profiles())
def test_a_rise_of_more_than_two_dollars_a_month_is_acknowledged(profile: str) -> None:
    """Who raises the bill writes the new sum into acknowledged.json, where a reviewer sees it."""
    assert (estimate(load_plan(profile)).total - ACKNOWLEDGED[profile]) / 12 <= 2


@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("level", ["low", "typical", "high"])
def test_every_resource_has_a_line_or_the_reason_why_it_has_none(profile: str, level) -> None:
    plan = load_plan(profile)
    found = estimate(plan, level)
    named = {line.resource for line in found.lines} | set(found.free)
    assert {item.label for item in plan.resources} <= named
    assert all(found.free.values())


def test_the_default_bill_is_that_of_a_recount_by_hand() -> None:
    """The figures of the price table, multiplied out here once more and without the engine."""
    day_share = 12 * 5 / 168
    web = 0.25 * 0.03238 + 1 * 0.00356
    spot = 0.25 * 0.009714 + 1 * 0.001068
    fixed = (
        YEAR * web
        + YEAR * day_share * spot
        + YEAR * (1 + day_share) * 0.005
        + YEAR * 0.0225
        + YEAR * 2 * 0.016
        + 12 * 2 * 20 * 0.115
        + 12 * (1.0 + 0.40)
    )
    varying = (
        12 * 20 * (spot + 0.005)
        + 12 * 30 * (spot + 0.005)
        + YEAR * 0.05 * 0.008
        + 12 * (6 - 5) * 0.50
        + 12 * 20 * 0.023
        + 12 * 3 * 0.10
        + 12 * (160 * 0.003 + 40 * 0.001)
        + 12 * (0.5 * 4.0 + 0.2 * 1.0)
    )
    found = estimate(load_plan("default"))
    assert found.fixed == pytest.approx(fixed, abs=0.01)
    assert found.varying == pytest.approx(varying, abs=0.01)


def test_both_sums_are_shown_where_an_assumption_is_open() -> None:
    found = estimate(load_plan("default"))
    (assumption,) = found.assumptions
    assert "private origin" in assumption.words
    assert assumption.dollars == pytest.approx(2 * 0.005 * YEAR)
    assert found.total_otherwise == pytest.approx(found.total + assumption.dollars)


def test_a_price_by_hearsay_stays_marked() -> None:
    lines = estimate(load_plan("default")).lines
    assert {line.sku for line in lines if not line.verified} >= {"rds_gp3", "kms_key", "s3_standard"}
    assert all(line.verified for line in lines if line.sku in {"load_balancer", "public_ipv4", "fargate_arm_vcpu"})


def test_a_type_that_nobody_priced_is_an_error_and_never_nothing() -> None:
    plan = read_plan("made", [{"type": "aws:neptune/cluster:Cluster", "name": "graph", "inputs": {}}])
    with pytest.raises(UnknownResource, match="Cluster graph"):
        estimate(plan)


def test_a_size_without_a_price_is_an_error() -> None:
    plan = with_inputs(load_plan("default"), "aws:rds/instance:Instance", "database", instanceClass="db.r7g.large")
    with pytest.raises(UnknownResource, match=r"rds_db\.r7g\.large"):
        estimate(plan)


def test_a_profile_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(NotFound) as caught:
        load_plan("huge")
    assert "default, large, lite" in (caught.value.remedy or "")


def test_a_gateway_added_by_accident_is_seen() -> None:
    plan = load_plan("default")
    more = Plan("made", [*plan.resources, Resource("aws:ec2/natGateway:NatGateway", "nat", {})])
    assert estimate(more).fixed - estimate(plan).fixed == pytest.approx(YEAR * (0.045 + 0.005))


def test_an_allowance_is_the_accounts_and_is_taken_off_once() -> None:
    plan = load_plan("default")
    alarms = [Resource("aws:cloudwatch/metricAlarm:MetricAlarm", f"more-{n}", {}) for n in range(20)]
    found = estimate(Plan("made", [*plan.resources, *alarms]))
    of_alarms = [line for line in found.lines if line.sku == "alarm"]
    assert sum(line.free for line in of_alarms) == pytest.approx(10)
    assert sum(line.dollars for line in of_alarms) == pytest.approx((len(of_alarms) - 10) * 0.10 * 12)


@given(base=st.integers(1, 6), floor=st.integers(1, 6), more=st.integers(1, 6))
def test_more_tasks_are_never_cheaper_and_spot_is_never_dearer(base: int, floor: int, more: int) -> None:
    def bill(tasks: int, on_demand: int) -> float:
        strategies = [
            {"capacityProvider": "FARGATE", "base": on_demand, "weight": 0},
            {"capacityProvider": "FARGATE_SPOT", "weight": 1},
        ]
        task = {
            "type": "aws:ecs/taskDefinition:TaskDefinition",
            "name": "web",
            "inputs": {"cpu": "256", "memory": "512"},
        }
        inputs = {"taskDefinition": "arn:x:web", "desiredCount": tasks, "capacityProviderStrategies": strategies}
        return estimate(
            read_plan("p", [task, {"type": "aws:ecs/service:Service", "name": "s", "inputs": inputs}])
        ).total

    assert bill(floor + more, base) >= bill(floor, base)
    assert bill(floor, base) <= bill(floor, base + 1) + 1e-9


@pytest.mark.parametrize("profile", profiles())
def test_no_allowance_exceeds_what_is_used(profile: str) -> None:
    for line in estimate(load_plan(profile), "high").lines:
        assert 0 <= line.free <= line.quantity
        assert line.dollars >= 0


def test_every_price_says_where_it_comes_from_and_is_used_by_a_meter() -> None:
    table = price_table()
    assert all(price.source for price in table.prices.values())
    assert table.as_of.year >= 2026


def test_a_plan_is_reduced_to_what_costs_and_always_to_the_same() -> None:
    captured = [
        {"type": "pulumi:providers:aws", "name": "aws", "inputs": {}},
        {"type": "aws:kms/key:Key", "name": "key", "inputs": {"policy": "{}", "name": "k"}},
        {"type": "aws:ec2/vpc:Vpc", "name": "vpc", "inputs": {"cidrBlock": "10.0.0.0/16"}},
    ]
    once = reduced(captured)
    assert once == reduced(list(reversed(captured))) == reduced(once)
    assert [item["inputs"] for item in once] == [{}, {"name": "k"}]
