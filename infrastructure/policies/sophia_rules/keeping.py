"""Keeping: what is written stays as long as it should, and no longer, and cannot be lost by a command."""

from __future__ import annotations

from collections.abc import Iterator

from sophia_plan.plan import Resource
from sophia_rules.rule import Resources, Rule, each, of, paired, some

HOLDS_DATA = ("rds.Instance", "s3.Bucket", "kms.Key")
LONGEST_LOG_DAYS = 400


def _kept(resource: Resource) -> bool:
    """Whether a bucket's or key's data outlives the stack."""
    return resource.protect and resource.retain


def _protected(resources: Resources) -> Iterator[str]:
    for kind in HOLDS_DATA:
        yield from (resource.key for resource in of(resources, kind) if not resource.protect)


def _cleaned(lifecycle: Resource) -> bool:
    return any(rule.get("abortIncompleteMultipartUpload") for rule in lifecycle.inputs.get("rules", []))


def _archived(lifecycle: Resource) -> bool:
    return any(rule.get("transitions") for rule in lifecycle.inputs.get("rules", []))


def _snapshots(database: Resource) -> bool:
    return database.inputs.get("skipFinalSnapshot") is False and bool(database.inputs.get("finalSnapshotIdentifier"))


def _whole(trail: Resource) -> bool:
    wanted = ("isMultiRegionTrail", "enableLogFileValidation", "includeGlobalServiceEvents", "enableLogging")
    return all(trail.inputs.get(name) is True for name in wanted)


RULES: list[Rule] = [
    each(
        "log-ends",
        "cloudwatch.LogGroup",
        "Every log says for how long it is kept, at most 400 days.",
        lambda found: 0 < found.inputs.get("retentionInDays", 0) <= LONGEST_LOG_DAYS,
    ),
    each(
        "database-backed-up",
        "rds.Instance",
        "The database can be set back for at least a week, even after it is gone.",
        lambda found: (
            found.inputs.get("backupRetentionPeriod", 0) >= 7 and found.inputs.get("deleteAutomatedBackups") is False
        ),
    ),
    each(
        "database-deletion-refused",
        "rds.Instance",
        "AWS refuses to delete the database.",
        lambda found: found.inputs.get("deletionProtection") is True,
    ),
    each(
        "database-patched",
        "rds.Instance",
        "The database takes small upgrades by itself.",
        lambda found: found.inputs.get("autoMinorVersionUpgrade") is True,
    ),
    some(
        "password-changes",
        "secretsmanager.SecretRotation",
        "The database's password changes by itself.",
        lambda found: bool(found.inputs.get("rotationRules", {}).get("scheduleExpression")),
    ),
    each("database-last-snapshot", "rds.Instance", "A database that goes leaves a snapshot.", _snapshots),
    Rule("data-protected", "Pulumi refuses to delete what holds data.", _protected),
    each("bucket-outlives", "s3.Bucket", "A bucket outlives the stack.", _kept),
    each("key-outlives", "kms.Key", "A key outlives the stack, or what it encrypted is lost.", _kept),
    each(
        "bucket-not-emptied",
        "s3.Bucket",
        "A bucket with something in it cannot be deleted.",
        lambda found: found.inputs.get("forceDestroy") is not True,
    ),
    paired(
        "bucket-versions",
        "s3.Bucket",
        "s3.BucketVersioning",
        "What is overwritten in a bucket can be brought back.",
        lambda found: found.inputs["versioningConfiguration"].get("status") == "Enabled",
    ),
    paired(
        "bucket-archives",
        "s3.Bucket",
        "s3.BucketLifecycleConfiguration",
        "What grows old in a bucket moves to cheaper storage.",
        _archived,
    ),
    paired(
        "bucket-cleaned",
        "s3.Bucket",
        "s3.BucketLifecycleConfiguration",
        "Uploads that were broken off are thrown away.",
        _cleaned,
    ),
    each(
        "balancer-deletion-refused",
        "lb.LoadBalancer",
        "AWS refuses to delete the load balancer.",
        lambda found: found.inputs.get("enableDeletionProtection") is True,
    ),
    each(
        "balancer-logged",
        "lb.LoadBalancer",
        "Every request at the load balancer is recorded.",
        lambda found: found.inputs.get("accessLogs", {}).get("enabled") is True,
    ),
    some("trail-whole", "cloudtrail.Trail", "The audit trail covers all regions and cannot be forged.", _whole),
    some(
        "config-records",
        "cfg.RecorderStatus",
        "Changes of the configuration are recorded.",
        lambda found: found.inputs.get("isEnabled") is True,
    ),
    some(
        "guardduty-watches",
        "guardduty.Detector",
        "GuardDuty looks for attacks.",
        lambda found: found.inputs.get("enable") is True,
    ),
]
