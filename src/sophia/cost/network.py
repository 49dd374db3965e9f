"""What connects: load balancer, CDN, addresses, gateways, endpoints, names."""

from __future__ import annotations

from collections.abc import Iterator

from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Usage
from sophia.cost.use import HOURS, Use, metered


@metered("aws:lb/loadBalancer:LoadBalancer")
def load_balancer(resource: Resource, _: Plan, usage: Usage) -> Iterator[Use]:
    """The balancer, its capacity units, and an address in each zone where the internet reaches it."""
    yield Use("load_balancer", HOURS)
    yield Use("load_balancer_capacity", usage.lcu * HOURS, varies=True)
    if not resource.inputs.get("internal"):
        yield Use("public_ipv4", len(resource.inputs["subnets"]) * HOURS, note="one address in each zone")
        yield Use("data_out", usage.data_out_gb, varies=True)


@metered("aws:cloudfront/distribution:Distribution")
def distribution(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """One distribution on the flat-rate plan, traffic included."""
    yield Use("cdn_flat_plan", 1, note="assumes the flat-rate Free plan and that it allows a private origin")


@metered("aws:ec2/natGateway:NatGateway")
def nat_gateway(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A gateway and its address."""
    yield Use("nat_gateway", HOURS)
    yield Use("public_ipv4", HOURS)


@metered("aws:ec2/vpcEndpoint:VpcEndpoint")
def endpoint(resource: Resource, _: Plan, __: Usage) -> Iterator[Use]:
    """An interface endpoint costs by the hour in each zone; a gateway endpoint nothing."""
    if resource.inputs.get("vpcEndpointType") == "Interface":
        yield Use("interface_endpoint", len(resource.inputs.get("subnetIds") or [1]) * HOURS)


@metered("aws:ec2/eip:Eip")
def address(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A public address."""
    yield Use("public_ipv4", HOURS)


@metered("aws:route53/zone:Zone")
def zone(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A hosted zone."""
    yield Use("hosted_zone", 1)


@metered("aws:route53/healthCheck:HealthCheck")
def health_check(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A check of one endpoint."""
    yield Use("health_check", 1)
