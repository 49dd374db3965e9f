"""Encryption: what is kept is encrypted with a key that changes, what travels goes over TLS."""

from __future__ import annotations

from sophia_plan.plan import Resource
from sophia_rules.rule import Rule, each, paired, some, statements

MODERN_TLS = "ELBSecurityPolicy-TLS13"


def _forces_tls(group: Resource) -> bool:
    values = {row["name"]: row["value"] for row in group.inputs.get("parameters", [])}
    return values.get("rds.force_ssl") == "1"


def _encrypts(bucket: Resource) -> bool:
    rules = bucket.inputs.get("rules", [])
    return any(rule.get("applyServerSideEncryptionByDefault", {}).get("sseAlgorithm") for rule in rules)


def _refuses_plain_transport(policy: Resource) -> bool:
    return any(
        statement["Effect"] == "Deny"
        and statement.get("Principal") == "*"
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in statements(policy)
    )


def _speaks_tls(listener: Resource) -> bool:
    if listener.inputs["protocol"] == "HTTPS":
        return str(listener.inputs.get("sslPolicy", "")).startswith(MODERN_TLS)
    return all(action.get("redirect", {}).get("protocol") == "HTTPS" for action in listener.inputs["defaultActions"])


def _viewers_use_tls(distribution: Resource) -> bool:
    inputs = distribution.inputs
    behaviors = [inputs["defaultCacheBehavior"], *inputs.get("orderedCacheBehaviors", [])]
    return inputs["viewerCertificate"].get("minimumProtocolVersion") == "TLSv1.2_2021" and all(
        behavior["viewerProtocolPolicy"] == "redirect-to-https" for behavior in behaviors
    )


RULES: list[Rule] = [
    each(
        "database-encrypted",
        "rds.Instance",
        "The database's storage is encrypted with the stack's key.",
        lambda found: found.inputs.get("storageEncrypted") is True and bool(found.inputs.get("kmsKeyId")),
    ),
    some("database-over-tls", "rds.ParameterGroup", "The database refuses connections without TLS.", _forces_tls),
    each(
        "database-password-by-aws",
        "rds.Instance",
        "The database's password is made and kept by AWS.",
        lambda found: found.inputs.get("manageMasterUserPassword") is True and "password" not in found.inputs,
    ),
    paired(
        "bucket-encrypted",
        "s3.Bucket",
        "s3.BucketServerSideEncryptionConfiguration",
        "Every bucket encrypts what it holds.",
        _encrypts,
    ),
    paired(
        "bucket-over-tls",
        "s3.Bucket",
        "s3.BucketPolicy",
        "Every bucket refuses requests without TLS.",
        _refuses_plain_transport,
    ),
    each(
        "log-encrypted",
        "cloudwatch.LogGroup",
        "Every log is encrypted with the stack's key.",
        lambda found: bool(found.inputs.get("kmsKeyId")),
    ),
    each(
        "topic-encrypted",
        "sns.Topic",
        "Messages are encrypted.",
        lambda found: bool(found.inputs.get("kmsMasterKeyId")),
    ),
    each(
        "trail-encrypted",
        "cloudtrail.Trail",
        "The audit trail is encrypted with the stack's key.",
        lambda found: bool(found.inputs.get("kmsKeyId")),
    ),
    each(
        "function-encrypted",
        "lambda.Function",
        "A function's environment is encrypted with the stack's key.",
        lambda found: bool(found.inputs.get("kmsKeyArn")),
    ),
    each(
        "key-rotates",
        "kms.Key",
        "Keys change each year.",
        lambda found: found.inputs.get("enableKeyRotation") is True,
    ),
    each(
        "key-deletion-waits",
        "kms.Key",
        "A key that is deleted can be saved for thirty days.",
        lambda found: found.inputs.get("deletionWindowInDays") == 30,
    ),
    each(
        "parameter-secret",
        "ssm.Parameter",
        "Parameters are secret and encrypted with the stack's key.",
        lambda found: found.inputs.get("type") == "SecureString" and bool(found.inputs.get("keyId")),
    ),
    each("listener-over-tls", "lb.Listener", "Listeners speak TLS 1.3 or 1.2, or lead to one that does.", _speaks_tls),
    each("viewers-over-tls", "cloudfront.Distribution", "The CDN answers over TLS 1.2 or newer.", _viewers_use_tls),
    each(
        "origin-over-tls",
        "cloudfront.VpcOrigin",
        "The CDN speaks TLS with the load balancer.",
        lambda found: found.inputs["vpcOriginEndpointConfig"].get("originProtocolPolicy") == "https-only",
    ),
]
