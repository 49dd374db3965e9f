"""What keeps data: Postgres, buckets, keys, secrets."""

from __future__ import annotations

from collections.abc import Iterator

from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Usage
from sophia.cost.use import HOURS, Use, metered

BUCKET = "aws:s3/bucket:Bucket"


@metered("aws:rds/instance:Instance")
def database(resource: Resource, _: Plan, __: Usage) -> Iterator[Use]:
    """The instance and its storage, both twice with a standby; its password's secret."""
    copies = 2 if resource.inputs.get("multiAz") else 1
    note = "with a standby in the second zone" if copies == 2 else "in one zone"
    yield Use(f"rds_{resource.inputs['instanceClass']}", HOURS * copies, note=note)
    yield Use("rds_gp3", resource.number("allocatedStorage") * copies, note=note)
    if resource.inputs.get("manageMasterUserPassword"):
        yield Use("secret", 1, note="the password that the database itself manages")


@metered(BUCKET)
def bucket(resource: Resource, plan: Plan, usage: Usage) -> Iterator[Use]:
    """Stored data, evenly over the buckets, all of it counted as freshly stored."""
    buckets = len(list(plan.of(BUCKET)))
    yield Use("s3_standard", usage.stored_gb / buckets, varies=True, note=f"a share of {usage.stored_gb:g} GB")


@metered("aws:kms/key:Key")
def key(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A key of the company's own; requests stay within the free 20,000 a month."""
    yield Use("kms_key", 1)


@metered("aws:secretsmanager/secret:Secret")
def secret(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A secret beside the database's."""
    yield Use("secret", 1)
