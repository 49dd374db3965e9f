"""Plans of the real program; each configuration is captured once."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from sophia_plan.capture import capture
from sophia_plan.plan import Plan
from tests.nursery import Nursery

GUIDE = {"environment": "production", "region": "us-east-1", "backend_url": "https://api.sophia-ai.com"}

Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The plan of the guide's own three settings, from a run as Pulumi makes it."""
    return capture(GUIDE)


@pytest.fixture(scope="session")
def tokens(plan: Plan) -> set[str]:
    """The kinds of resource that a nursery loads beforehand."""
    return {resource.type for resource in plan if not resource.type.startswith("pulumi:")}


@pytest.fixture(scope="session")
def nursery(tokens: set[str]) -> Iterator[Nursery]:
    """A nursery for every other plan: each starts warm."""
    made = Nursery(tokens)
    yield made
    made.close()


@pytest.fixture(scope="session")
def planned(nursery: Nursery) -> Planned:
    """Return the plan of the guide's three settings and the given ones."""

    @cache
    def captured(config: tuple[tuple[str, str], ...]) -> Plan:
        return nursery.plan(dict(config), secrets=("model_key",))

    return lambda **more: captured(tuple(sorted((GUIDE | more).items())))


MOVING = {
    "profile": "large",
    "region": "eu-central-1",
    "cutover_host": "dashboards.sophia-ai.com",
    "retool_host": "acme.retool.test",
    "cutover_weight": "10",
    "generator": "lambda",
    "image": "registry.test/sophia:1",
    "alert_email": "ops@sophia-ai.com",
    "deploy_principal": "arn:aws:iam::123456789012:role/ci",
    "model_provider": "anthropic",
    "model_name": "model",
    "model_key": "made-up-key",
    "zone_name": "sophia-ai.com",
    "timezone": "Europe/Berlin",
}
LITE = {"profile": "lite", "entrance": "load_balancer", "deployment": "rolling"}
PAUSED = {"profile": "pause", "paused_profile": "large", "deployment": "blue_green"}


@pytest.fixture(scope="session")
def moving(planned: Planned) -> Plan:
    """A large stack in another region while people move over, with every optional key set."""
    return planned(**MOVING)


@pytest.fixture(scope="session")
def lite(planned: Planned) -> Plan:
    """The small stack with a public load balancer."""
    return planned(**LITE)


@pytest.fixture(scope="session")
def paused(planned: Planned) -> Plan:
    """A large stack that stands still."""
    return planned(**PAUSED)
