"""Every element that the migration guide names is in the plan, by the name the guide gives it."""

import ast
import json
from pathlib import Path

import pytest

from sophia_infra.monitoring import COST, ENGAGEMENT, GENERATION, RESPONSE, SOURCES

ROOT = Path(__file__).parents[2]
GUIDE_SECTIONS = (
    "Dashboard Response Times",
    "User Engagement Metrics",
    "Data Source Connection Health",
    "AI Generation Performance",
    "Cost Optimization Metrics",
)


def _container(plan, name):
    (container,) = json.loads(plan.one("ecs.TaskDefinition", name).inputs["containerDefinitions"])
    return container


def _documents(plan, *kinds):
    policies = [json.loads(resource.inputs["policy"]) for kind in kinds for resource in plan.of(kind)]
    return [statement for policy in policies for statement in policy["Statement"]]


def _widgets(plan):
    return [
        widget
        for dashboard in plan.of("cloudwatch.Dashboard")
        for widget in json.loads(dashboard.inputs["dashboardBody"])["widgets"]
    ]


def _named_in_kernel(name):
    tree = ast.parse((ROOT / "src/sophia/kernel/meters.py").read_text())
    (node,) = [
        node for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    ]
    return ast.literal_eval(node.value)


def test_ecs_fargate_runs_on_arm_behind_the_load_balancer(plan):
    task = plan.one("ecs.TaskDefinition", "web").inputs
    assert task["runtimePlatform"] == {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}
    assert task["requiresCompatibilities"] == ["FARGATE"]
    (traffic,) = plan.one("ecs.Service", "web").inputs["loadBalancers"]
    assert traffic["targetGroupArn"].endswith("sophia-blue")
    assert traffic["advancedConfiguration"]["alternateTargetGroupArn"].endswith("sophia-green")


def test_the_network_has_two_zones_and_no_nat_gateway(plan):
    zones = [subnet.inputs["availabilityZone"] for subnet in plan.of("ec2.Subnet")]
    assert sorted(zones) == ["us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b"]
    assert plan.of("ec2.NatGateway") == []
    assert [endpoint.inputs["vpcEndpointType"] for endpoint in plan.of("ec2.VpcEndpoint")] == ["Gateway"]


def test_every_subnet_has_its_own_part_of_both_address_spaces(plan):
    for family in ("cidrBlock", "ipv6CidrBlock"):
        blocks = [subnet.inputs[family] for subnet in plan.of("ec2.Subnet")]
        assert len(set(blocks)) == 4, blocks


def test_the_load_balancer_speaks_tls_only(plan, lite):
    assert [listener.inputs["protocol"] for listener in plan.of("lb.Listener")] == ["HTTPS"]
    (redirect,) = lite.one("lb.Listener", "http").inputs["defaultActions"]
    assert redirect["redirect"]["protocol"] == "HTTPS"
    assert lite.one("lb.Listener", "https").inputs["sslPolicy"].startswith("ELBSecurityPolicy-TLS13")


def test_the_weights_that_ecs_swings_are_left_alone(plan):
    rule = plan.one("lb.ListenerRule", "production")
    assert rule.ignored == ("actions",)
    (action,) = rule.inputs["actions"]
    assert [group["weight"] for group in action["forward"]["targetGroups"]] == [100, 0]


def test_auto_scaling_follows_cpu_and_requests_and_keeps_a_floor_by_the_clock(plan):
    policies = {policy.name: policy.inputs for policy in plan.of("appautoscaling.Policy")}
    tracking = {name: policies[name]["targetTrackingScalingPolicyConfiguration"] for name in ("cpu", "requests")}
    predefined = tracking["cpu"]["predefinedMetricSpecification"]
    assert predefined["predefinedMetricType"] == "ECSServiceAverageCPUUtilization"
    metrics = tracking["requests"]["customizedMetricSpecification"]["metrics"]
    assert [metric["id"] for metric in metrics if metric["returnData"]] == ["total"]
    groups = [
        dimension["value"]
        for metric in metrics[:2]
        for dimension in metric["metricStat"]["metric"]["dimensions"]
        if dimension["name"] == "TargetGroup"
    ]
    assert groups == ["targetgroup/blue/0", "targetgroup/green/0"]
    assert plan.one("ecs.Service", "web").ignored == ("desiredCount",)
    assert plan.one("appautoscaling.Target", "web").ignored == ("minCapacity",)
    floors = {action.name: action.inputs for action in plan.of("appautoscaling.ScheduledAction")}
    assert {name: floor["scalableTargetAction"] for name, floor in floors.items()} == {
        "day": {"minCapacity": 2},
        "night": {"minCapacity": 1},
    }


def test_spot_instances_do_what_is_not_critical(plan):
    (spot,) = plan.one("ecs.Service", "worker").inputs["capacityProviderStrategies"]
    assert spot["capacityProvider"] == "FARGATE_SPOT"
    assert plan.one("ecs.Service", "worker").inputs["desiredCount"] == 0
    assert plan.one("appautoscaling.Target", "worker").inputs["minCapacity"] == 0
    web = plan.one("ecs.Service", "web").inputs["capacityProviderStrategies"]
    assert {row["capacityProvider"]: row.get("base") for row in web} == {"FARGATE": 1, "FARGATE_SPOT": None}


def test_query_workers_have_a_role_that_may_do_nothing_and_no_secrets(moving):
    assert moving.one("ecs.TaskDefinition", "query").inputs["taskRoleArn"].endswith("/sophia-query")
    policies = [*moving.of("iam.RolePolicy"), *moving.of("iam.RolePolicyAttachment")]
    assert [policy.name for policy in policies if "query" in policy.inputs["role"]] == []
    container = _container(moving, "query")
    assert (container["secrets"], container["environment"]) == ([], [])


def test_a_bad_version_rolls_itself_back(plan, lite):
    for given in (plan, lite):
        service = given.one("ecs.Service", "web").inputs
        assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
        assert service["alarms"] == {"enable": True, "rollback": True, "alarmNames": ["sophia-down", "sophia-slow"]}
    assert "advancedConfiguration" not in lite.one("ecs.Service", "web").inputs["loadBalancers"][0]


def test_lambda_functions_hold_the_ai_generator(plan, moving):
    function = plan.one("lambda.Function", "generator").inputs
    assert (function["packageType"], function["architectures"]) == ("Image", ["arm64"])
    assert function["imageUri"] == _container(plan, "web")["image"]
    paths = moving.one("lb.ListenerRule", "generator").inputs["conditions"][1]["pathPattern"]["values"]
    assert paths == ["/generate-dashboard", "/add-component", "/modify-dashboard"]
    assert moving.one("lb.ListenerRule", "generator").inputs["priority"] < 100


def test_the_functions_environment_says_where_the_password_lies_and_not_what_it_is(plan):
    variables = plan.one("lambda.Function", "generator").inputs["environment"]["variables"]
    assert "PGPASSWORD" not in variables
    assert variables["PGPASSWORD_SECRET_ARN"].startswith("arn:aws:")


def test_s3_storage_is_archived_and_cleaned_up(plan):
    rules = {rule["id"]: rule for rule in plan.one("s3.BucketLifecycleConfiguration", "files").inputs["rules"]}
    assert [step["storageClass"] for step in rules["uploads"]["transitions"]] == ["STANDARD_IA", "GLACIER_IR"]
    assert rules["exports"]["expiration"] == {"days": 30}
    assert rules["leftovers"]["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}


def test_cloudwatch_logs_are_kept_for_a_while_and_encrypted(plan):
    groups = {group.inputs["name"]: group.inputs for group in plan.of("cloudwatch.LogGroup")}
    assert set(groups) == {"/sophia/app", "/aws/lambda/sophia-generator"}
    assert all(group["kmsKeyId"] and group["retentionInDays"] for group in groups.values())


@pytest.mark.parametrize("section", GUIDE_SECTIONS)
def test_each_section_of_the_guide_stands_on_a_dashboard(plan, section):
    assert section in {RESPONSE, ENGAGEMENT, SOURCES, GENERATION, COST}
    titles = [widget["properties"]["markdown"] for widget in _widgets(plan) if widget["type"] == "text"]
    assert titles.count(f"## {section}") == 1


def test_three_dashboards_are_free_of_charge_and_so_are_their_metrics(plan):
    dashboards = plan.of("cloudwatch.Dashboard")
    assert len(dashboards) == 3
    for dashboard in dashboards:
        widgets = json.loads(dashboard.inputs["dashboardBody"])["widgets"]
        assert sum(len(widget["properties"].get("metrics", [])) for widget in widgets) <= 50


def test_no_two_widgets_lie_on_each_other(plan):
    for dashboard in plan.of("cloudwatch.Dashboard"):
        taken = set()
        for widget in json.loads(dashboard.inputs["dashboardBody"])["widgets"]:
            cells = {
                (widget["x"] + right, widget["y"] + down)
                for right in range(widget["width"])
                for down in range(widget["height"])
            }
            assert not cells & taken
            taken |= cells


def test_every_number_of_ours_is_one_that_the_application_writes(plan):
    shown = [metric for widget in _widgets(plan) for metric in widget["properties"].get("metrics", [])]
    own = {metric[1] for metric in shown if metric[0] == "Sophia"}
    alarms = [alarm.inputs for alarm in plan.of("cloudwatch.MetricAlarm")]
    own |= {alarm["metricName"] for alarm in alarms if alarm.get("namespace") == "Sophia"}
    assert _named_in_kernel("NAMESPACE") == "Sophia"
    assert own == set(_named_in_kernel("UNITS"))
    assert {"name": "SOPHIA_METRICS_LOG", "value": "true"} in _container(plan, "web")["environment"]


ALARMS = {
    "down": (
        "Dashboard Downtime (> 1 minute)",
        {"threshold": 1, "evaluationPeriods": 1, "treatMissingData": "breaching"},
    ),
    "slow": ("High Response Time (> 2 seconds)", {"threshold": 2, "metricName": "ResponseTime", "period": 60}),
    "source-failures": ("Data Source Failures", {"metricName": "SourceFailures"}),
    "generation-errors": ("AI Generation Errors", {"metricName": "GenerationFailures"}),
    "cost": ("Cost Threshold Exceeded", {"metricName": "EstimatedCharges", "threshold": 84}),
}


@pytest.mark.parametrize("name", ALARMS)
def test_each_alarm_of_the_guide_tells_the_topic(plan, name):
    title, bound = ALARMS[name]
    alarm = plan.one("cloudwatch.MetricAlarm", name).inputs
    assert {key: alarm[key] for key in bound} == bound, title
    topic = plan.one("sns.Topic", "alerts").inputs["name"]
    assert [action.rpartition("/")[2] for action in alarm["alarmActions"]] == [topic]
    assert alarm["actionsEnabled"] is True


def test_every_alarm_says_where_its_remedy_stands_and_it_stands_there(plan):
    page = (ROOT / "docs/operations.md").read_text()
    for name in ALARMS:
        alarm = plan.one("cloudwatch.MetricAlarm", name).inputs
        assert "docs/operations.md" in alarm["alarmDescription"]
        assert f"\n## {alarm['name']}\n" in page
    for alarm in plan.of("cloudwatch.MetricAlarm"):
        assert alarm.inputs["name"] in page


def test_downtime_is_seen_within_the_minute_whichever_colour_serves(plan):
    queries = plan.one("cloudwatch.MetricAlarm", "down").inputs["metricQueries"]
    assert [query["metric"]["period"] for query in queries[:2]] == [60, 60]
    assert queries[2]["expression"] == "FILL(m0, 0) + FILL(m1, 0)"
    assert {query["metric"]["dimensions"]["TargetGroup"] for query in queries[:2]} == {
        "targetgroup/blue/0",
        "targetgroup/green/0",
    }


def test_money_is_watched_where_aws_counts_it(moving):
    cost = moving.one("cloudwatch.MetricAlarm", "cost").inputs
    assert cost["region"] == "us-east-1"
    assert cost["alarmActions"] == [
        f"arn:aws:sns:eu-central-1:123456789012:topic/{moving.one('sns.Topic', 'billing').inputs['name']}"
    ]
    assert moving.one("sns.Topic", "billing").inputs["region"] == "us-east-1"


def test_the_audit_trail_has_the_guides_names(plan):
    trail = plan.one("cloudtrail.Trail", "trail").inputs
    assert trail["name"] == "sophia-dashboard-audit"
    assert (trail["isMultiRegionTrail"], trail["enableLogFileValidation"]) == (True, True)
    assert plan.one("cfg.Recorder", "recorder").inputs["name"] == "sophia-config"
    assert plan.one("guardduty.Detector", "detector").inputs["enable"] is True


def test_config_records_what_matters_and_no_network_interfaces(plan):
    group = plan.one("cfg.Recorder", "recorder").inputs["recordingGroup"]
    assert group["allSupported"] is False
    assert len(group["resourceTypes"]) == 12
    assert "AWS::EC2::NetworkInterface" not in group["resourceTypes"]
    assert plan.one("cfg.RecorderStatus", "started").inputs["isEnabled"] is True


def test_guardduty_watches_with_its_foundation_only(plan):
    assert {feature.inputs["status"] for feature in plan.of("guardduty.DetectorFeature")} == {"DISABLED"}
    assert len(plan.of("guardduty.DetectorFeature")) == 6
    pattern = json.loads(plan.one("cloudwatch.EventRule", "finding").inputs["eventPattern"])
    assert pattern["source"] == ["aws.guardduty"]


def test_the_guides_budget_and_a_closer_one_tell_the_topic(plan):
    guide = plan.one("budgets.Budget", "guide").inputs
    assert (guide["name"], guide["limitAmount"], guide["limitUnit"]) == ("sophia-dashboard-budget", "500", "USD")
    assert (guide["timeUnit"], guide["budgetType"]) == ("MONTHLY", "COST")
    for budget in plan.of("budgets.Budget"):
        assert [notice["threshold"] for notice in budget.inputs["notifications"]] == [80, 100, 100]


def test_data_is_encrypted_at_rest_and_in_transit(plan):
    assert plan.one("rds.Instance", "database").inputs["storageEncrypted"] is True
    (parameter,) = plan.one("rds.ParameterGroup", "database").inputs["parameters"]
    assert (parameter["name"], parameter["value"]) == ("rds.force_ssl", "1")
    variables = {row["name"]: row["value"] for row in _container(plan, "web")["environment"]}
    assert variables["SOPHIA_DATABASE_URL"].endswith("?sslmode=require")
    assert plan.one("kms.Key", "key").inputs["enableKeyRotation"] is True


def test_the_database_has_a_standby_backups_and_no_way_to_be_lost_by_accident(plan):
    database = plan.one("rds.Instance", "database")
    assert database.protect
    wanted = {"multiAz": True, "backupRetentionPeriod": 14, "deletionProtection": True, "skipFinalSnapshot": False}
    assert {key: database.inputs[key] for key in wanted} == wanted


def test_what_holds_data_is_protected_from_destroy(plan):
    assert {resource.name for resource in plan if resource.protect} == {"database", "files", "records", "key"}
    assert {resource.name for resource in plan if resource.retain} == {"files", "records", "key"}


def test_access_control_names_actions_and_resources(plan):
    for statement in _documents(plan, "iam.RolePolicy"):
        assert "*" not in statement["Action"]
        assert not [action for action in statement["Action"] if action.endswith(":*")]
    wide = [
        action
        for statement in _documents(plan, "iam.RolePolicy")
        if "*" in statement["Resource"]
        for action in statement["Action"]
    ]
    assert set(wide) == {
        "ecr:GetAuthorizationToken",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
    }


def test_the_app_keeps_its_secrets_under_the_stacks_key_and_nothing_else_opens_them(moving):
    arn = {row["name"]: row["value"] for row in _container(moving, "web")["environment"]}["SOPHIA_KMS_KEY"]
    assert arn == moving.one("rds.Instance", "database").inputs["kmsKeyId"]
    for role in ("web", "worker", "generator"):
        statements = json.loads(moving.one("iam.RolePolicy", role).inputs["policy"])["Statement"]
        own = {statement["Sid"]: statement for statement in statements}
        assert own["AppKey"]["Action"] == ["kms:Decrypt", "kms:Encrypt"]
        assert own["AppKey"]["Condition"] == {"StringLike": {"kms:EncryptionContext:sophia": "?*"}}
        assert {tuple(own[name]["Resource"]) for name in ("AppKey", "LookAtKey")} == {(arn,)}
    assert "SOPHIA_KMS_KEY" not in {row["name"] for row in _container(moving, "query")["environment"]}
    assert moving.one("lambda.Function", "generator").inputs["environment"]["variables"]["SOPHIA_KMS_KEY"] == arn


def test_the_deployer_touches_images_and_services_only(moving):
    policy = json.loads(moving.one("iam.RolePolicy", "deploy").inputs["policy"])
    services = {action.partition(":")[0] for statement in policy["Statement"] for action in statement["Action"]}
    assert services == {"ecr", "ecs", "iam"}


def test_the_password_changes_by_itself_and_the_tasks_take_the_new_one(plan):
    rotation = plan.one("secretsmanager.SecretRotation", "database").inputs
    schedule = plan.one("scheduler.Schedule", "restart").inputs
    assert rotation["rotationRules"]["scheduleExpression"] == "cron(0 3 ? 1,4,7,10 SUN#1 *)"
    assert schedule["scheduleExpression"] == "cron(10 4 ? 1,4,7,10 SUN#1 *)"
    assert json.loads(schedule["target"]["input"]) == {
        "Cluster": "sophia",
        "ForceNewDeployment": True,
        "Service": "sophia-web",
    }


def test_dns_moves_people_by_weight_and_back(planned, moving):
    records = {record.name: record.inputs for record in moving.of("route53.Record")}
    weights = {
        name: records[name]["weightedRoutingPolicies"][0]["weight"] for name in ("weighted-sophia", "weighted-retool")
    }
    assert weights == {"weighted-sophia": 10, "weighted-retool": 90}
    assert {records[name]["ttl"] for name in weights} == {60}
    assert {records[name]["name"] for name in weights} == {"dashboards.sophia-ai.com"}


def test_the_old_name_leads_over_to_sophias_own(moving):
    rule = moving.one("lb.ListenerRule", "cutover").inputs
    assert rule["conditions"][0]["hostHeader"]["values"] == ["dashboards.sophia-ai.com"]
    assert rule["actions"][0]["redirect"]["host"] == "api.sophia-ai.com"
    assert moving.one("cloudfront.Distribution", "distribution").inputs["aliases"] == [
        "api.sophia-ai.com",
        "dashboards.sophia-ai.com",
    ]


def test_behind_the_cdn_the_load_balancer_admits_the_cdn_only(plan, lite):
    admitted = {rule.name: rule.inputs for rule in plan.of("vpc.SecurityGroupIngressRule")}
    assert "cidrIpv4" not in admitted["cdn"]
    assert admitted["cdn"]["prefixListId"] == "pl-00000000"
    assert not [rule for rule in admitted.values() if "cidrIpv4" in rule or "cidrIpv6" in rule]
    assert lite.of("cloudfront.Distribution") == []


def test_pause_stands_still_and_keeps_what_holds_data(paused, moving):
    assert {service.name: service.inputs["desiredCount"] for service in paused.of("ecs.Service")} == {
        "web": 0,
        "worker": 0,
        "query": 0,
    }
    assert paused.of("appautoscaling.ScheduledAction") == []
    assert paused.one("lambda.Function", "generator").inputs["reservedConcurrentExecutions"] == 0
    assert paused.one("scheduler.Schedule", "restart").inputs["state"] == "DISABLED"
    for kind in ("rds.Instance", "s3.Bucket", "kms.Key"):
        assert [(kept.name, kept.protect) for kept in paused.of(kind)] == [
            (kept.name, kept.protect) for kept in moving.of(kind)
        ]


def test_every_setting_of_a_task_is_one_that_sophia_reads(plan, moving):
    source = (ROOT / "src/sophia/kernel/settings.py").read_text()
    (settings,) = [
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Settings"
    ]
    known = {f"SOPHIA_{node.target.id.upper()}" for node in settings.body if isinstance(node, ast.AnnAssign)}
    for given in (plan, moving):
        for name in ("web", "worker"):
            container = _container(given, name)
            told = {row["name"] for row in [*container["environment"], *container["secrets"]]}
            assert told - {"PGPASSWORD"} <= known


def test_a_container_has_no_root_and_a_root_file_system_that_cannot_be_written(plan, moving):
    for given, names in ((plan, ("web", "worker")), (moving, ("web", "worker", "query"))):
        for name in names:
            container = _container(given, name)
            assert container["readonlyRootFilesystem"] is True
            assert container["user"] == "10001"
            assert container["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}


def test_a_container_starts_what_the_image_starts(plan):
    image = (ROOT / "Dockerfile").read_text()
    told = {line.partition(" ")[0]: line.partition(" ")[2] for line in image.splitlines()}
    assert json.loads(told["ENTRYPOINT"]) == ["sophia"]
    assert _container(plan, "web")["command"] == json.loads(told["CMD"])
    assert told["USER"].partition(":")[0] == _container(plan, "web")["user"]
    assert told["VOLUME"] in {mount["containerPath"] for mount in _container(plan, "web")["mountPoints"]}
    assert told["EXPOSE"] == str(_container(plan, "web")["portMappings"][0]["containerPort"])


def test_every_component_is_one_file_of_the_package(moving):
    files = {path.stem for path in (ROOT / "infrastructure/sophia_infra").glob("*.py")}
    components = {
        name.replace("-", "_") for name, kind in moving.components.items() if kind.startswith("sophia:infra:")
    }
    assert components <= files
    assert files - components == {"__init__", "config", "place", "stack", "statements", "task"}
