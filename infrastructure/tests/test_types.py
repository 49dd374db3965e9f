"""Every input of every resource is one that the provider's own types know, however deep it lies."""

import pytest

from sophia_plan.plan import Plan, Resource
from sophia_plan.typed import checked


def _own(plan: Plan) -> list[Resource]:
    return [resource for resource in plan if not resource.type.startswith("pulumi:")]


@pytest.mark.parametrize("given", ["plan", "moving", "lite", "paused"])
def test_every_input_of_every_resource_is_known_and_of_its_type(given, request):
    resources = _own(request.getfixturevalue(given))
    assert len(resources) > 100
    assert [fault for resource in resources for fault in checked(resource)] == []


@pytest.mark.parametrize(
    ("kind", "name", "inputs"),
    [
        ("ecs.Service", "web", {"desiredCounts": 2}),
        ("ecs.Service", "web", {"desiredCount": "two"}),
        ("ecs.Service", "web", {"deploymentConfiguration": {"strategy": "ROLLING", "bakeTime": "5"}}),
        ("ecs.Service", "web", {"networkConfiguration": {"subnets": "subnet-1"}}),
        ("rds.Instance", "database", {"storageEncrypted": "yes"}),
        ("lb.ListenerRule", "production", {"actions": [{"type": "forward", "forwards": {}}]}),
    ],
)
def test_a_typo_or_a_wrong_type_is_found_however_deep(plan, kind, name, inputs):
    given = plan.one(kind, name)
    broken = Resource(given.type, given.name, given.component, given.inputs | inputs)
    assert checked(given) == []
    assert checked(broken) != []
