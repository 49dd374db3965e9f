"""Storage: a bucket for uploads and exports and one for records, private, encrypted and archived by age."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.keys import Keys
from sophia_infra.place import Part, Place
from sophia_infra.statements import Statement, document

EXPORT_DAYS = 30
RECORD_DAYS = 400


class Storage(Part):
    """`files` holds what people upload and export; `records` what auditors read."""

    def __init__(self, place: Place, keys: Keys, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("storage", options)
        self._place = place
        archive = place.settings.archive_days
        self.files = self._bucket("files", keys.arn)
        aws.s3.BucketLifecycleConfiguration(
            "files",
            bucket=self.files.id,
            rules=[
                _archived("uploads", "uploads/", archive),
                _expired("exports", "exports/", EXPORT_DAYS),
                _unfinished(),
            ],
            opts=self.inside,
        )
        self._only_encrypted("files", self.files, [])
        # Load balancers write their log only to buckets with S3's own key.
        self.records = self._bucket("records", None)
        aws.s3.BucketLifecycleConfiguration(
            "records",
            bucket=self.records.id,
            rules=[_archived("archive", "", archive), _expired("end", "", RECORD_DAYS), _unfinished()],
            opts=self.inside,
        )
        self.records_policy = self._only_encrypted("records", self.records, self._writers())

    def _bucket(self, name: str, key: pulumi.Output[str] | None) -> aws.s3.Bucket:
        bucket = aws.s3.Bucket(name, force_destroy=False, opts=self.with_(protect=True, retain_on_delete=True))
        aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.inside,
        )
        aws.s3.BucketVersioning(
            name,
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self.inside,
        )
        encryption = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="aws:kms" if key is not None else "AES256", kms_master_key_id=key
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket.id,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=encryption, bucket_key_enabled=key is not None
                )
            ],
            opts=self.inside,
        )
        return bucket

    def _only_encrypted(self, name: str, bucket: aws.s3.Bucket, more: list[Statement]) -> aws.s3.BucketPolicy:
        refused = Statement(
            "OnlyEncryptedTransport",
            ["s3:*"],
            [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
            principal="*",
            condition={"Bool": {"aws:SecureTransport": "false"}},
            effect="Deny",
        )
        return aws.s3.BucketPolicy(name, bucket=bucket.id, policy=document([refused, *more]), opts=self.inside)

    def _writers(self) -> list[Statement]:
        account = self._place.account
        here = {"StringEquals": {"aws:SourceAccount": account}}
        services = {"Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]}
        return [
            Statement("LookBeforeWriting", ["s3:GetBucketAcl", "s3:ListBucket"], [self.records.arn], services, here),
            Statement("Records", ["s3:PutObject"], [self._in_records("AWSLogs")], services, here),
            Statement(
                "BalancerLog",
                ["s3:PutObject"],
                [self._in_records("balancer/AWSLogs")],
                {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                here,
            ),
        ]

    def _in_records(self, prefix: str) -> pulumi.Output[str]:
        return pulumi.Output.concat(self.records.arn, f"/{prefix}/{self._place.account}/*")


_Rule = aws.s3.BucketLifecycleConfigurationRuleArgs


def _archived(name: str, prefix: str, days: int) -> _Rule:
    return _Rule(
        id=name,
        status="Enabled",
        filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=prefix),
        transitions=[
            aws.s3.BucketLifecycleConfigurationRuleTransitionArgs(days=30, storage_class="STANDARD_IA"),
            aws.s3.BucketLifecycleConfigurationRuleTransitionArgs(days=max(days, 60), storage_class="GLACIER_IR"),
        ],
    )


def _expired(name: str, prefix: str, days: int) -> _Rule:
    return _Rule(
        id=name,
        status="Enabled",
        filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=prefix),
        expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=days),
    )


def _unfinished() -> _Rule:
    return _Rule(
        id="leftovers",
        status="Enabled",
        filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
        abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
            days_after_initiation=7
        ),
        noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
            noncurrent_days=90
        ),
    )
