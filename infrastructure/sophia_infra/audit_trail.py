"""The audit trail: who did what (CloudTrail), what changed (Config), what looks like an attack (GuardDuty)."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from sophia_infra.alerts import Alerts
from sophia_infra.keys import Keys
from sophia_infra.place import NAME, Part, Place
from sophia_infra.statements import Statement, document, trust
from sophia_infra.storage import Storage

TRAIL, RECORDER = "sophia-dashboard-audit", "sophia-config"
# What matters for security and seldom changes: recording network interfaces would cost an item per task start.
RECORDED = (
    "AWS::CloudTrail::Trail",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::VPC",
    "AWS::ECS::Cluster",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::Lambda::Function",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
)
RULES = ("CLOUD_TRAIL_ENABLED", "RDS_STORAGE_ENCRYPTED", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED")
OPTIONAL_PLANS = (
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
)


class AuditTrail(Part):
    """CloudTrail over all regions, a limited Config recorder, GuardDuty's foundation; findings raise an alert."""

    def __init__(
        self,
        place: Place,
        keys: Keys,
        storage: Storage,
        alerts: Alerts,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("audit-trail", options)
        aws.cloudtrail.Trail(
            "trail",
            name=TRAIL,
            s3_bucket_name=storage.records.bucket,
            kms_key_id=keys.arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            opts=self.with_(depends_on=[storage.records_policy]),
        )
        self._record(place, storage)
        self._watch(alerts)

    def _record(self, place: Place, storage: Storage) -> None:
        role = aws.iam.Role(
            "config",
            name=f"{NAME}-config",
            assume_role_policy=trust("config", account=place.account),
            opts=self.inside,
        )
        reading = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
        aws.iam.RolePolicyAttachment("config", role=role.name, policy_arn=reading, opts=self.inside)
        writing = document(
            [
                Statement("Look", ["s3:GetBucketAcl"], [storage.records.arn]),
                Statement(
                    "Write",
                    ["s3:PutObject"],
                    [pulumi.Output.concat(storage.records.arn, "/AWSLogs/", place.account, "/*")],
                ),
            ]
        )
        aws.iam.RolePolicy("config", role=role.id, policy=writing, opts=self.inside)
        recorder = aws.cfg.Recorder(
            "recorder",
            name=RECORDER,
            role_arn=role.arn,
            recording_group=aws.cfg.RecorderRecordingGroupArgs(
                all_supported=False, include_global_resource_types=False, resource_types=list(RECORDED)
            ),
            opts=self.inside,
        )
        channel = aws.cfg.DeliveryChannel(
            "channel",
            name=RECORDER,
            s3_bucket_name=storage.records.bucket,
            opts=self.with_(depends_on=[recorder, storage.records_policy]),
        )
        started = aws.cfg.RecorderStatus(
            "started", name=recorder.name, is_enabled=True, opts=self.with_(depends_on=[channel])
        )
        for rule in RULES:
            aws.cfg.Rule(
                rule.lower().replace("_", "-"),
                name=f"{NAME}-{rule.lower().replace('_', '-')}",
                source=aws.cfg.RuleSourceArgs(owner="AWS", source_identifier=rule),
                opts=self.with_(depends_on=[started]),
            )

    def _watch(self, alerts: Alerts) -> None:
        detector = aws.guardduty.Detector(
            "detector", enable=True, finding_publishing_frequency="SIX_HOURS", opts=self.inside
        )
        for plan in OPTIONAL_PLANS:
            aws.guardduty.DetectorFeature(
                plan.lower().replace("_", "-"),
                detector_id=detector.id,
                name=plan,
                status="DISABLED",
                opts=self.inside,
            )
        pattern = {"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 4]}]}}
        rule = aws.cloudwatch.EventRule(
            "finding", name=f"{NAME}-finding", event_pattern=json.dumps(pattern, sort_keys=True), opts=self.inside
        )
        aws.cloudwatch.EventTarget("finding", rule=rule.name, arn=alerts.topic.arn, opts=self.inside)
