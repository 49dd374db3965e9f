"""The stack gives exactly the guide's six outputs, and the same plan byte for byte."""

import pytest

from sophia_plan.capture import PlanError, capture
from tests.conftest import GUIDE

ORIGIN = GUIDE["backend_url"]
OUTPUTS = {
    "dashboard_platform_url": ORIGIN,
    "cluster_name": "sophia",
    "ai_generator_url": ORIGIN,
    "ceo_dashboard_url": f"{ORIGIN}/d/ceo-dashboard",
    "knowledge_dashboard_url": f"{ORIGIN}/d/knowledge-dashboard",
    "project_dashboard_url": f"{ORIGIN}/d/project-dashboard",
}


def test_the_six_outputs_of_the_guide_and_no_other(plan):
    assert plan.outputs == OUTPUTS


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_given_in_every_profile(planned, moving, lite, paused, name):
    for given in (moving, lite, paused):
        assert given.outputs[name] == OUTPUTS[name]


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.endswith("_url")])
def test_an_address_ends_without_a_slash(plan, name):
    assert plan.outputs[name].startswith("https://")
    assert not plan.outputs[name].endswith("/")


def test_the_cluster_of_the_output_is_the_one_that_is_made(plan):
    assert plan.one("ecs.Cluster", "cluster").inputs["name"] == plan.outputs["cluster_name"]


def test_the_load_balancer_answers_to_the_host_of_the_outputs(plan):
    (condition,) = plan.one("lb.ListenerRule", "production").inputs["conditions"]
    assert condition["hostHeader"]["values"] == [ORIGIN.removeprefix("https://")]


def test_two_runs_give_the_same_plan_byte_for_byte(plan):
    assert capture(GUIDE).as_json() == plan.as_json()


def test_a_program_that_fails_says_why():
    with pytest.raises(PlanError, match="backend_url is an https address"):
        capture(GUIDE | {"backend_url": "http://api.sophia-ai.com"})


def test_a_key_that_means_nothing_is_refused():
    with pytest.raises(PlanError, match="databse_class is no key"):
        capture(GUIDE | {"databse_class": "db.t4g.micro"})
