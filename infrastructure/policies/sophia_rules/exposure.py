"""Exposure: what the internet can reach is one door, and nothing stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from sophia_plan.plan import Resource
from sophia_rules.rule import Resources, Rule, each, of, paired, statements

EVERYWHERE = {"0.0.0.0/0", "::/0"}
DOORS = {80, 443}
BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _admits_the_world(rule: Resource) -> bool:
    return bool({rule.inputs.get("cidrIpv4"), rule.inputs.get("cidrIpv6")} & EVERYWHERE)


def _only_through_the_door(rule: Resource) -> bool:
    inputs = rule.inputs
    door = inputs.get("fromPort") == inputs.get("toPort") and inputs.get("toPort") in DOORS
    at_balancer = str(inputs.get("securityGroupId", "")).endswith("-balancer")
    return not _admits_the_world(rule) or (door and at_balancer)


def _bounded(rule: Resource) -> bool:
    """Traffic comes from a group or a list, to one port."""
    inputs = rule.inputs
    one_port = inputs.get("fromPort") is not None and inputs.get("fromPort") == inputs.get("toPort")
    return inputs.get("ipProtocol") == "tcp" and one_port


def _private_balancer_is_closed(resources: Resources) -> Iterator[str]:
    """Behind the CDN nobody else gets in."""
    if any(balancer.inputs.get("internal") for balancer in of(resources, "lb.LoadBalancer")):
        open_rules = filter(_admits_the_world, of(resources, "vpc.SecurityGroupIngressRule"))
        yield from (rule.key for rule in open_rules)


def _database_apart(resources: Resources) -> Iterator[str]:
    """A subnet of the database has no route from the internet."""
    reachable = {
        table.name
        for table in of(resources, "ec2.RouteTable")
        if any(route.get("gatewayId") for route in table.inputs.get("routes", []))
    }
    for group in of(resources, "rds.SubnetGroup"):
        for subnet in group.inputs["subnetIds"]:
            if subnet.removeprefix("subnet-").rpartition("-")[0] in reachable:
                yield f"{group.key}: {subnet}"


def _database_apart_from_tasks(resources: Resources) -> Iterator[str]:
    """The database shares no security group with what runs."""
    running = {
        group
        for service in of(resources, "ecs.Service")
        for group in service.inputs["networkConfiguration"].get("securityGroups", [])
    }
    for database in of(resources, "rds.Instance"):
        groups = database.inputs.get("vpcSecurityGroupIds", [])
        if not groups or running & set(groups):
            yield database.key


def _no_stranger_may(resource: Resource) -> bool:
    """Nobody is let in without a name: a `*` stands in refusals only."""
    return all(
        statement["Effect"] == "Deny" or statement.get("Principal") not in ("*", {"AWS": "*"})
        for statement in statements(resource)
    )


RULES: list[Rule] = [
    each(
        "database-private",
        "rds.Instance",
        "The database has no public address.",
        lambda found: found.inputs.get("publiclyAccessible") is False,
    ),
    Rule("database-own-door", "The database has a security group of its own.", _database_apart_from_tasks),
    Rule("database-apart", "The database lies in subnets that the internet cannot reach.", _database_apart),
    paired(
        "bucket-private",
        "s3.Bucket",
        "s3.BucketPublicAccessBlock",
        "Every bucket blocks public access in all four ways.",
        lambda found: all(found.inputs.get(name) is True for name in BLOCKS),
    ),
    each("bucket-names-readers", "s3.BucketPolicy", "A bucket lets nobody in without a name.", _no_stranger_may),
    each("topic-names-speakers", "sns.TopicPolicy", "A topic lets nobody speak without a name.", _no_stranger_may),
    each("key-names-users", "kms.Key", "A key lets nobody in without a name.", _no_stranger_may),
    each(
        "only-one-door",
        "vpc.SecurityGroupIngressRule",
        "The world gets in at the load balancer's ports 80 and 443 only.",
        _only_through_the_door,
    ),
    each("doors-are-narrow", "vpc.SecurityGroupIngressRule", "Who is let in reaches one port by TCP.", _bounded),
    Rule("private-balancer", "Behind the CDN the load balancer admits the CDN only.", _private_balancer_is_closed),
    each(
        "no-inline-doors",
        "ec2.SecurityGroup",
        "Doors stand as rules of their own, where these rules see them.",
        lambda found: not found.inputs.get("ingress") and not found.inputs.get("egress"),
    ),
    each(
        "default-group-closed",
        "ec2.DefaultSecurityGroup",
        "The VPC's default group admits nobody.",
        lambda found: not found.inputs.get("ingress") and not found.inputs.get("egress"),
    ),
    each(
        "subnets-give-no-addresses",
        "ec2.Subnet",
        "A subnet gives nobody a public address unasked.",
        lambda found: found.inputs.get("mapPublicIpOnLaunch") is not True,
    ),
    each(
        "no-odd-headers",
        "lb.LoadBalancer",
        "The load balancer drops malformed headers.",
        lambda found: found.inputs.get("dropInvalidHeaderFields") is True,
    ),
    each(
        "no-shell",
        "ecs.Service",
        "Nobody opens a shell in a running task.",
        lambda found: found.inputs.get("enableExecuteCommand") is not True,
    ),
]
