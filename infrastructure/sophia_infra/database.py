"""The database: Postgres with a standby, backups to the second, and no way to lose it by accident."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.firewall import POSTGRES, Firewall
from sophia_infra.keys import Keys
from sophia_infra.network import Network
from sophia_infra.place import NAME, Part, Place

VERSION = "17"


class Database(Part):
    """RDS for PostgreSQL in the closed subnets. The password is made and kept by AWS, never by us."""

    def __init__(
        self,
        place: Place,
        network: Network,
        firewall: Firewall,
        keys: Keys,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("database", options)
        wanted = place.settings
        subnets = aws.rds.SubnetGroup("database", subnet_ids=network.closed_ids, opts=self.inside)
        parameters = aws.rds.ParameterGroup(
            "database",
            family=f"postgres{VERSION}",
            parameters=[aws.rds.ParameterGroupParameterArgs(name="rds.force_ssl", value="1")],
            opts=self.inside,
        )
        self.instance = aws.rds.Instance(
            "database",
            engine="postgres",
            engine_version=VERSION,
            instance_class=wanted.database_class,
            db_name=NAME,
            username=NAME,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=keys.key.key_id,
            port=POSTGRES,
            multi_az=wanted.database_multi_az,
            storage_type="gp3",
            allocated_storage=wanted.database_storage,
            max_allocated_storage=wanted.database_storage * 5,
            storage_encrypted=True,
            kms_key_id=keys.arn,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[firewall.database.id],
            publicly_accessible=False,
            parameter_group_name=parameters.name,
            backup_retention_period=wanted.backup_days,
            backup_window="02:00-03:00",
            maintenance_window="sun:03:30-sun:04:30",
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            deletion_protection=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{NAME}-{wanted.environment}-final",
            auto_minor_version_upgrade=True,
            apply_immediately=False,
            enabled_cloudwatch_logs_exports=["postgresql"],
            opts=self.with_(protect=True),
        )

    @property
    def secret_arn(self) -> pulumi.Output[str]:
        """The ARN of the secret that holds the user's name and password."""
        return self.instance.master_user_secrets.apply(lambda found: found[0].secret_arn or "")

    @property
    def url(self) -> pulumi.Output[str]:
        """The database's address without its password, which the client takes from PGPASSWORD."""
        where = pulumi.Output.concat(self.instance.address, f":{POSTGRES}/{NAME}")
        return pulumi.Output.concat(f"postgresql://{NAME}@", where, "?sslmode=require")
