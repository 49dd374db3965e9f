"""The plan keeps every rule of the policy pack, and each rule has a plan that breaks it."""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pulumi_policy import StackValidationArgs

from sophia_rules.pack import RULES, faults, policies
from tests.edits import GONE, Edit, add, drop, edited, flag, put

DATABASE = ("rds.Instance", "database")
WEB = ("ecs.Service", "web")
TASK = ("ecs.TaskDefinition", "web")
BOX = "containerDefinitions!.0"
BALANCER = ("lb.LoadBalancer", "balancer")
TRAIL = ("cloudtrail.Trail", "trail")
FUNCTION = ("lambda.Function", "generator")
POLICY = ("iam.RolePolicy", "web")
DOOR = ("vpc.SecurityGroupIngressRule", "tasks-to-database")
INTERNET = "0.0.0.0/0"
STRANGER = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": ["x"]}

BROKEN: dict[str, Edit] = {
    "database-encrypted": put(*DATABASE, "storageEncrypted", False),
    "database-over-tls": put("rds.ParameterGroup", "database", "parameters.0.value", "0"),
    "database-password-by-aws": put(*DATABASE, "password", "secret"),
    "bucket-encrypted": drop("s3.BucketServerSideEncryptionConfiguration", "files"),
    "bucket-over-tls": drop("s3.BucketPolicy", "files"),
    "log-encrypted": put("cloudwatch.LogGroup", "app", "kmsKeyId", GONE),
    "topic-encrypted": put("sns.Topic", "alerts", "kmsMasterKeyId", GONE),
    "trail-encrypted": put(*TRAIL, "kmsKeyId", GONE),
    "function-encrypted": put(*FUNCTION, "kmsKeyArn", GONE),
    "key-rotates": put("kms.Key", "key", "enableKeyRotation", False),
    "key-deletion-waits": put("kms.Key", "key", "deletionWindowInDays", 7),
    "parameter-secret": add("aws:ssm/parameter:Parameter", "open", type="String", value="x"),
    "listener-over-tls": put("lb.Listener", "https", "sslPolicy", "ELBSecurityPolicy-2016-08"),
    "viewers-over-tls": put(
        "cloudfront.Distribution", "distribution", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"
    ),
    "origin-over-tls": put(
        "cloudfront.VpcOrigin", "origin", "vpcOriginEndpointConfig.originProtocolPolicy", "http-only"
    ),
    "database-private": put(*DATABASE, "publiclyAccessible", True),
    "database-own-door": put(*DATABASE, "vpcSecurityGroupIds", ["securitygroup-tasks"]),
    "database-apart": put("rds.SubnetGroup", "database", "subnetIds", ["subnet-public-0", "subnet-public-1"]),
    "bucket-private": put("s3.BucketPublicAccessBlock", "files", "blockPublicPolicy", False),
    "bucket-names-readers": put("s3.BucketPolicy", "files", "policy!.Statement.0", STRANGER),
    "topic-names-speakers": put("sns.TopicPolicy", "alerts", "policy!.Statement.0.Principal", "*"),
    "key-names-users": put("kms.Key", "key", "policy!.Statement.0.Principal", {"AWS": "*"}),
    "only-one-door": put(*DOOR, "cidrIpv4", INTERNET),
    "doors-are-narrow": put(*DOOR, "toPort", 65535),
    "private-balancer": put("vpc.SecurityGroupIngressRule", "cdn", "cidrIpv4", INTERNET),
    "no-inline-doors": put("ec2.SecurityGroup", "tasks", "ingress", [{"cidrBlocks": [INTERNET], "fromPort": 0}]),
    "default-group-closed": put("ec2.DefaultSecurityGroup", "default-closed", "ingress", [{"protocol": "-1"}]),
    "subnets-give-no-addresses": put("ec2.Subnet", "closed-0", "mapPublicIpOnLaunch", True),
    "no-odd-headers": put(*BALANCER, "dropInvalidHeaderFields", False),
    "no-shell": put(*WEB, "enableExecuteCommand", True),
    "actions-by-name": put(*POLICY, "policy!.Statement.0.Action", ["s3:*"]),
    "allowed-by-name": put(*POLICY, "policy!.Statement.0.NotAction", ["s3:DeleteObject"]),
    "resources-by-name": put(*POLICY, "policy!.Statement.0.Resource", "*"),
    "trust-by-name": put("iam.Role", "web", "assumeRolePolicy!.Statement.0.Principal", {"AWS": "*"}),
    "trust-for-this-account": put("iam.Role", "web", "assumeRolePolicy!.Statement.0.Condition", GONE),
    "managed-policies-known": put(
        "iam.RolePolicyAttachment", "config", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"
    ),
    "passing-bounded": put(*POLICY, "policy!.Statement.0.Action", ["iam:PassRole"]),
    "key-for-a-purpose": put(
        *POLICY, "policy!.Statement.0", {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["key"]}
    ),
    "query-role-empty": add("aws:iam/rolePolicy:RolePolicy", "query", role="role-query", policy="{}"),
    "roles-apart": put(*TASK, "taskRoleArn", "arn:aws:iam:us-east-1:123456789012:role/sophia-worker"),
    "no-people": add("aws:iam/accessKey:AccessKey", "ci", user="ci"),
    "log-ends": put("cloudwatch.LogGroup", "app", "retentionInDays", 0),
    "database-backed-up": put(*DATABASE, "backupRetentionPeriod", 1),
    "database-deletion-refused": put(*DATABASE, "deletionProtection", False),
    "database-patched": put(*DATABASE, "autoMinorVersionUpgrade", False),
    "password-changes": drop("secretsmanager.SecretRotation", "database"),
    "database-last-snapshot": put(*DATABASE, "skipFinalSnapshot", True),
    "data-protected": flag(*DATABASE, protect=False),
    "bucket-outlives": flag("s3.Bucket", "files", retain=False),
    "key-outlives": flag("kms.Key", "key", retain=False),
    "bucket-not-emptied": put("s3.Bucket", "files", "forceDestroy", True),
    "bucket-versions": put("s3.BucketVersioning", "files", "versioningConfiguration.status", "Suspended"),
    "bucket-archives": drop("s3.BucketLifecycleConfiguration", "records"),
    "bucket-cleaned": put("s3.BucketLifecycleConfiguration", "files", "rules", []),
    "balancer-deletion-refused": put(*BALANCER, "enableDeletionProtection", False),
    "balancer-logged": put(*BALANCER, "accessLogs.enabled", False),
    "trail-whole": put(*TRAIL, "enableLogFileValidation", False),
    "config-records": drop("cfg.RecorderStatus", "started"),
    "guardduty-watches": drop("guardduty.Detector", "detector"),
    "two-zones": put("ec2.Subnet", "public-1", "availabilityZone", "us-east-1a"),
    "spread-over-zones": put(*WEB, "networkConfiguration.subnets", ["subnet-public-0"]),
    "web-never-on-spot-alone": put(
        *WEB, "capacityProviderStrategies", [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    ),
    "standby-database": put(*DATABASE, "multiAz", False),
    "bad-start-rolls-back": put(*WEB, "deploymentCircuitBreaker.rollback", False),
    "alarms-roll-back": put(*WEB, "alarms.enable", False),
    "no-gap": put(*WEB, "deploymentMinimumHealthyPercent", 50),
    "moved-by-aws-left-alone": flag("lb.ListenerRule", "production", ignored=()),
    "web-scales": drop("appautoscaling.Policy", "requests"),
    "asked-if-ready": put("lb.TargetGroup", "green", "healthCheck.path", "/"),
    "five-alarms": drop("cloudwatch.MetricAlarm", "slow"),
    "silence-is-down": put("cloudwatch.MetricAlarm", "down", "treatMissingData", "notBreaching"),
    "alarm-bounds": put("cloudwatch.MetricAlarm", "slow", "threshold", 5),
    "no-nat": add("aws:ec2/natGateway:NatGateway", "nat", subnetId="subnet-public-0"),
    "no-idle-addresses": add("aws:ec2/eip:Eip", "address"),
    "endpoints-free": put("ec2.VpcEndpoint", "s3", "vpcEndpointType", "Interface"),
    "within-free-tier": add("aws:cloudwatch/dashboard:Dashboard", "fourth", dashboardBody="{}"),
    "no-container-insights": put("ecs.Cluster", "cluster", "settings.0.value", "enhanced"),
    "guardduty-foundation-only": drop("guardduty.DetectorFeature", "runtime-monitoring"),
    "config-limited": put("cfg.Recorder", "recorder", "recordingGroup.allSupported", True),
    "trail-without-data-events": put(*TRAIL, "eventSelectors", [{"readWriteType": "All"}]),
    "secrets-in-parameters": add("aws:secretsmanager/secret:Secret", "connector"),
    "storage-gp3": put(*DATABASE, "storageType", "io2"),
    "budgets-speak": put("budgets.Budget", "guide", "notifications.0.subscriberSnsTopicArns", []),
    "workers-on-spot": put("ecs.Service", "worker", "capacityProviderStrategies.0.capacityProvider", "FARGATE"),
    "workers-from-none": put("appautoscaling.Target", "worker", "minCapacity", 1),
    "images-few": put("ecr.LifecyclePolicy", "registry", "policy", "{}"),
    "root-read-only": put(*TASK, f"{BOX}.readonlyRootFilesystem", False),
    "nobodys-root": put(*TASK, f"{BOX}.user", GONE),
    "no-capabilities": put(*TASK, f"{BOX}.linuxParameters.capabilities", {"add": ["SYS_ADMIN"]}),
    "not-privileged": put(*TASK, f"{BOX}.privileged", True),
    "no-secret-in-environment": put(*TASK, f"{BOX}.environment.0", {"name": "PGPASSWORD", "value": "x"}),
    "login-asked-for": put(*TASK, f"{BOX}.environment", [{"name": "SOPHIA_MODE", "value": "demo"}]),
    "image-pinned": put(*TASK, f"{BOX}.image", "registry.test/sophia:latest"),
    "log-kept": put(*TASK, f"{BOX}.logConfiguration.logDriver", "json-file"),
    "time-to-end": put(*TASK, f"{BOX}.stopTimeout", 5),
    "task-on-arm": put(*TASK, "runtimePlatform.cpuArchitecture", "X86_64"),
    "task-without-host": put(*TASK, "networkMode", "host"),
    "function-without-secret": put(*FUNCTION, "environment.variables.PGPASSWORD", "x"),
    "function-in-network": put(*FUNCTION, "vpcConfig", {}),
    "image-scanned": put("ecr.Repository", "registry", "imageScanningConfiguration.scanOnPush", False),
    "everything-tagged": put("providers.aws", "aws", "defaultTags", "{}"),
}
POLICIES = Path(__file__).parents[1] / "policies"


@pytest.mark.parametrize("given", ["plan", "moving", "lite", "paused"])
def test_every_plan_keeps_every_rule(given, request):
    assert list(faults(list(request.getfixturevalue(given)))) == []


def test_the_pack_has_more_than_thirty_rules_of_different_names():
    assert len({rule.name for rule in RULES}) == len(RULES) >= 30


def test_every_rule_has_a_plan_that_breaks_it():
    assert set(BROKEN) == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", BROKEN)
def test_a_plan_that_breaks_a_rule_is_refused_by_that_rule(plan, name):
    assert name in {fault.rule for fault in faults(edited(plan, BROKEN[name]))}


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_a_rule_says_in_a_sentence_what_holds(name):
    (rule,) = [rule for rule in RULES if rule.name == name]
    assert rule.about[0].isupper()
    assert rule.about.endswith(".")


def test_a_name_that_promises_an_address_lets_no_secret_through(plan):
    told = put(*TASK, f"{BOX}.environment.0", {"name": "PGPASSWORD_SECRET_ARN", "value": "made-up"})
    assert "no-secret-in-environment" in {fault.rule for fault in faults(edited(plan, told))}


def test_a_password_in_an_address_is_no_secret_either(plan):
    told = put(*TASK, f"{BOX}.environment.0", {"name": "SOPHIA_DATABASE_URL", "value": "postgresql://a:b@host/x"})
    assert "no-secret-in-environment" in {fault.rule for fault in faults(edited(plan, told))}


def _as_engine(resources):
    """The resources as Pulumi's engine hands them to a policy."""
    return StackValidationArgs(
        [
            SimpleNamespace(
                resource_type=resource.type,
                name=resource.name,
                props=resource.inputs,
                parent=None,
                opts=SimpleNamespace(protect=resource.protect, ignore_changes=list(resource.ignored)),
            )
            for resource in resources
        ],
        lambda policy: {},
    )


def _reported(resources):
    found = []
    args = _as_engine(resources)
    for policy in policies():
        policy.validate(args, lambda message, urn=None, name=policy.name: found.append((name, message)))
    return found


def test_pulumis_own_policies_say_the_same(plan):
    assert _reported(list(plan)) == []
    ((name, message),) = _reported(edited(plan, BROKEN["database-encrypted"]))
    assert name == "database-encrypted"
    assert "encrypted with the stack's key" in message


def test_the_packs_own_program_makes_a_pack(monkeypatch):
    made = []
    monkeypatch.setattr("pulumi_policy.PolicyPack", lambda name, rules: made.append((name, len(rules))))
    spec = importlib.util.spec_from_file_location("policy_program", POLICIES / "__main__.py")
    assert spec and spec.loader
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert made == [("sophia", len(RULES))]
