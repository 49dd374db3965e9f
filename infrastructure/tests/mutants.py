"""The mutants: lines of the program, each with a change that a tired person might make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` wherever it stands in the file; `lite` looks at the small profile with a public entrance."""

    name: str
    file: str
    old: str
    new: str
    lite: bool = False


def _of(file: str, *changes: tuple[str, str, str]) -> list[Mutant]:
    return [Mutant(name, file, old, new) for name, old, new in changes]


MUTANTS: list[Mutant] = [
    *_of(
        "database.py",
        ("drop the database's encryption", "storage_encrypted=True", "storage_encrypted=False"),
        ("drop the database's key", "            kms_key_id=keys.arn,\n", ""),
        ("drop the standby", "multi_az=wanted.database_multi_az", "multi_az=False"),
        ("put the database on the internet", "publicly_accessible=False", "publicly_accessible=True"),
        ("put the database beside the tasks", "subnet_ids=network.closed_ids", "subnet_ids=network.public_ids"),
        ("let the database be deleted", "deletion_protection=True", "deletion_protection=False"),
        ("skip the last snapshot", "skip_final_snapshot=False", "skip_final_snapshot=True"),
        ("drop the protection of the database", "opts=self.with_(protect=True)", "opts=self.inside"),
        ("drop the backups", "backup_retention_period=wanted.backup_days", "backup_retention_period=0"),
        ("forget backups on deletion", "delete_automated_backups=False", "delete_automated_backups=True"),
        ("write the password down", "manage_master_user_password=True", 'password="sophia"'),
        ("share the tasks' security group", "[firewall.database.id]", "[firewall.tasks.id]"),
        ("let the database speak plainly", 'value="1"', 'value="0"'),
        ("buy expensive storage", 'storage_type="gp3"', 'storage_type="io2"'),
        ("refuse small upgrades", "auto_minor_version_upgrade=True", "auto_minor_version_upgrade=False"),
        ("keep the database in one zone", "subnet_ids=network.closed_ids", "subnet_ids=network.closed_ids[:1]"),
    ),
    *_of(
        "storage.py",
        ("let bucket policies be public", "block_public_policy=True", "block_public_policy=False"),
        ("let buckets have public lists", "restrict_public_buckets=True", "restrict_public_buckets=False"),
        (
            "forget old versions",
            'VersioningConfigurationArgs(status="Enabled")',
            'VersioningConfigurationArgs(status="Suspended")',
        ),
        ("let buckets be read without TLS", 'effect="Deny"', 'effect="Allow"'),
        ("turn the TLS condition round", '"aws:SecureTransport": "false"', '"aws:SecureTransport": "true"'),
        ("let buckets be emptied", "force_destroy=False", "force_destroy=True"),
        ("drop the protection of buckets", "protect=True, retain_on_delete=True", "retain_on_delete=True"),
        ("let buckets go with the stack", "protect=True, retain_on_delete=True", "protect=True"),
        ("keep leftovers", ", _unfinished()]", "]"),
    ),
    *_of(
        "keys.py",
        ("never change the key", "enable_key_rotation=True", "enable_key_rotation=False"),
        ("delete the key in a week", "deletion_window_in_days=30", "deletion_window_in_days=7"),
        ("give the key to everybody", 'principal={"AWS": f"arn:aws:iam::{place.account}:root"}', 'principal="*"'),
        ("open what other apps sealed", "condition=bound", "condition={}"),
        ("use the key beside S3 and the secrets", "condition=where", "condition={}"),
        ("let the key go with the stack", "retain_on_delete=True", "retain_on_delete=False"),
    ),
    *_of(
        "firewall.py",
        ("let everybody at the load balancer", "prefix_list_id=addresses.id", 'cidr_ipv4="0.0.0.0/0"'),
        ("open every port", "to_port=port", "to_port=65535"),
        ("open every protocol", 'ip_protocol="tcp"', 'ip_protocol="-1"'),
        ("let the world at the tasks", "referenced_security_group_id=source.id,", 'cidr_ipv4="0.0.0.0/0",'),
    ),
    Mutant("open the door for a shell", "firewall.py", "(80, 443)", "(22, 443)", lite=True),
    *_of(
        "network.py",
        ("remove the second zone", "enumerate(place.zones)", "enumerate((place.zones[0], place.zones[0]))"),
        ("lead the internet to the data", "egress_only_gateway_id=outwards.id", "gateway_id=outwards.id"),
        ("hand out public addresses", "map_public_ip_on_launch=False", "map_public_ip_on_launch=True"),
        ("pay for an interface endpoint", 'vpc_endpoint_type="Gateway"', 'vpc_endpoint_type="Interface"'),
        (
            "add a NAT gateway",
            "        tables = [",
            '        aws.ec2.NatGateway("nat", subnet_id=self.public[0].id, opts=self.inside)\n        tables = [',
        ),
        (
            "open the default group",
            "ingress=[]",
            'ingress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]',
        ),
    ),
    *_of(
        "load_balancer.py",
        ("allow old TLS", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),
        ("let the load balancer be deleted", "enable_deletion_protection=True", "enable_deletion_protection=False"),
        ("keep malformed headers", "drop_invalid_header_fields=True", "drop_invalid_header_fields=False"),
        ("swing the weights back", 'opts=self.with_(ignore_changes=["actions"])', "opts=self.inside"),
        ("ask any page whether it is ready", 'READY = "/api/health/ready"', 'READY = "/"'),
        ("stop the access log", "enabled=True", "enabled=False"),
        ("use one zone for the load balancer", "network.closed_ids if private", "network.closed_ids[:1] if private"),
    ),
    Mutant(
        "stay on plain HTTP",
        "load_balancer.py",
        'port="443", protocol="HTTPS", status_code="HTTP_301"',
        'port="80", protocol="HTTP", status_code="HTTP_301"',
        lite=True,
    ),
    *_of(
        "edge.py",
        ("let viewers speak plainly", '"redirect-to-https"', '"allow-all"'),
        ("allow old TLS at the edge", "TLSv1.2_2021", "TLSv1"),
        ("speak plainly behind the edge", '"https-only"', '"http-only"'),
    ),
    *_of(
        "platform.py",
        ("pay for Container Insights", 'value="disabled"', 'value="enabled"'),
        ("keep logs for ever", "            retention_in_days=place.settings.log_days,\n", ""),
        ("write logs in the open", "            kms_key_id=keys.arn,\n", ""),
    ),
    *_of(
        "roles.py",
        ("widen what web tasks may do", '["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]', '["s3:*"]'),
        ("widen on what they may do it", '"s3:DeleteObject"], objects', '"s3:DeleteObject"], ["*"]'),
        (
            "give the query role rights",
            'self._role("query", tasks, [])',
            'self._role("query", tasks, self._files("uploads"))',
        ),
        (
            "attach the administrator",
            "aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
            "aws:policy/AdministratorAccess",
        ),
        ("trust services of any account", 'trust("ecs-tasks", account=place.account)', 'trust("ecs-tasks")'),
    ),
    *_of(
        "service.py",
        ("put the web on Spot alone", "[on_demand, _Capacity(", "[_Capacity("),
        (
            "keep a bad start",
            "CircuitBreakerArgs(enable=True, rollback=True)",
            "CircuitBreakerArgs(enable=True, rollback=False)",
        ),
        ("ignore the alarms", "enable=not wanted.paused, rollback=True", "enable=False, rollback=True"),
        (
            "take all tasks away at once",
            "deployment_minimum_healthy_percent=100",
            "deployment_minimum_healthy_percent=0",
        ),
        ("open a shell in tasks", "enable_execute_command=False", "enable_execute_command=True"),
        (
            "undo the scaling at each up",
            'ignore_changes=[] if wanted.paused else ["desiredCount"]',
            "ignore_changes=[]",
        ),
        ("run all tasks in one zone", "subnets=self.network.public_ids", "subnets=self.network.public_ids[:1]"),
    ),
    *_of(
        "scaling.py",
        ("do not scale by requests", '        self._policy("requests", _by_requests(balancer))\n', ""),
        ("do not rest at night", '        self._floor("night", NIGHT, wanted.night_floor)\n', ""),
    ),
    *_of(
        "workers.py",
        ("run workers on demand", '"FARGATE_SPOT"', '"FARGATE"'),
        ("never let the workers go", "min_capacity=0", "min_capacity=1"),
    ),
    *_of(
        "task.py",
        ("run as root", 'USER = "10001"', 'USER = "0"'),
        ("let the root be written", '"readonlyRootFilesystem": True', '"readonlyRootFilesystem": False'),
        ("keep capabilities", '"drop": ["ALL"]', '"drop": []'),
        ("cut requests off", '"stopTimeout": 60', '"stopTimeout": 2'),
        ("run on the dearer processor", '"ARM64"', '"X86_64"'),
        ("let everybody in without a login", '"SOPHIA_MODE": "server"', '"SOPHIA_MODE": "demo"'),
        ("tell the model's key", '"SOPHIA_HOME": HOME', '"SOPHIA_MODEL_KEY": "x", "SOPHIA_HOME": HOME'),
    ),
    *_of(
        "generator.py",
        ("write the function's settings in the open", "            kms_key_arn=keys.arn,\n", ""),
        ("tell the function the password", '"PGPASSWORD_SECRET_ARN"', '"PGPASSWORD"'),
        (
            "keep the function in one zone",
            "subnet_ids=ground.network.closed_ids",
            "subnet_ids=ground.network.closed_ids[:1]",
        ),
    ),
    *_of(
        "alarms.py",
        ("be patient with slow answers", "SLOW_SECONDS = 2.0", "SLOW_SECONDS = 20.0"),
        ("take silence for health", '"treat_missing_data": "breaching"', '"treat_missing_data": "notBreaching"'),
        (
            "wait ten minutes before down",
            '"threshold": 1.0,\n        "evaluation_periods": 1',
            '"threshold": 1.0,\n        "evaluation_periods": 10',
        ),
        ("tell nobody", "alarm_actions=[topic.arn]", "alarm_actions=[]"),
        ("remove the cost alarm", "self.cost = self._alarm(_cost(place), billing=True)", "self.cost = self.slow"),
        (
            "switch the alarms off",
            "actions_enabled=billing or not self._place.settings.paused",
            "actions_enabled=False",
        ),
    ),
    *_of(
        "alerts.py",
        ("send alerts in the open", "kms_master_key_id=key, ", ""),
        (
            "let anybody speak",
            'principal={"Service": [f"{speaker}.amazonaws.com" for speaker in SPEAKERS]}',
            'principal="*"',
        ),
    ),
    *_of(
        "budget.py",
        ("remove the guide's budget", '        self._budget("guide", GUIDE_NAME, GUIDE_LIMIT)\n', ""),
        (
            "let the budget speak to nobody",
            "subscriber_sns_topic_arns=[self._alerts.topic.arn]",
            "subscriber_sns_topic_arns=[]",
        ),
    ),
    *_of(
        "audit_trail.py",
        ("stop the audit trail", "enable_logging=True", "enable_logging=False"),
        ("audit one region", "is_multi_region_trail=True", "is_multi_region_trail=False"),
        ("let the trail be forged", "enable_log_file_validation=True", "enable_log_file_validation=False"),
        ("write the trail in the open", "            kms_key_id=keys.arn,\n", ""),
        ("stop recording changes", "is_enabled=True", "is_enabled=False"),
        ("record every kind of resource", "all_supported=False", "all_supported=True"),
        ("stop looking for attacks", "enable=True, finding", "enable=False, finding"),
        ("pay for a plan of GuardDuty", '    "RUNTIME_MONITORING",\n', ""),
        ("record network interfaces", '    "AWS::EC2::VPC",', '    "AWS::EC2::NetworkInterface",'),
    ),
    *_of(
        "secrets.py",
        (
            "never change the password",
            '        aws.secretsmanager.SecretRotation(\n            "database",',
            '        (lambda *_, **__: None)(\n            "database",',
        ),
    ),
    *_of(
        "image.py",
        ("do not look for holes in images", "scan_on_push=True", "scan_on_push=False"),
        ("keep every image", '"action": {"type": "expire"}', '"action": {"type": "keep"}'),
    ),
    *_of("place.py", ("forget a tag", '        "environment": settings.environment,\n', "")),
]
