"""The monitoring: the guide's five sections on the three dashboards that CloudWatch gives away."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from sophia_infra.alarms import BALANCER, GENERATION_FAILURES, RESPONSE_TIME, SOURCE_FAILURES, Alarms
from sophia_infra.alerts import BILLING_REGION
from sophia_infra.database import Database
from sophia_infra.generator import Generator
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import NAME, Part, Place
from sophia_infra.platform import LOG_GROUP
from sophia_infra.workers import NAMESPACE

RESPONSE, ENGAGEMENT = "Dashboard Response Times", "User Engagement Metrics"
SOURCES, GENERATION, COST = "Data Source Connection Health", "AI Generation Performance", "Cost Optimization Metrics"
WIDTH, HEIGHT, TITLE_HEIGHT = 8, 6, 2
PER_ROW = 24 // WIDTH

Metric = list[Any]
Widget = dict[str, Any]


class Monitoring(Part):
    """Dashboards whose every number comes from AWS itself or from the application's log."""

    def __init__(
        self,
        place: Place,
        balancer: LoadBalancer,
        database: Database,
        generator: Generator,
        alarms: Alarms,
        *,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("monitoring", options)
        self._place, self._database = place, database
        self._balancer = balancer.balancer.arn_suffix
        self._groups = [group.arn_suffix for group in balancer.groups]
        self._function = generator.function.name
        self._alarms = [alarm.arn for alarm in alarms.all]
        self._dashboard("health", {RESPONSE: self._response(), SOURCES: self._sources()})
        self._dashboard("use", {ENGAGEMENT: self._engagement(), GENERATION: self._generation()})
        self._dashboard("cost", {COST: self._cost()})

    def _dashboard(self, name: str, sections: dict[str, list[Widget]]) -> None:
        body = pulumi.Output.json_dumps({"widgets": _laid_out(sections)}, sort_keys=True)
        aws.cloudwatch.Dashboard(name, dashboard_name=f"{NAME}-{name}", dashboard_body=body, opts=self.inside)

    def _chart(self, title: str, metrics: list[Metric], stat: str, **more: Any) -> Widget:
        properties = {"title": title, "region": self._place.region, "metrics": metrics, "stat": stat, "period": 60}
        return {"type": "metric", "properties": properties | {"view": "timeSeries"} | more}

    def _of_balancer(self, name: str, **options: Any) -> Metric:
        return [BALANCER, name, "LoadBalancer", self._balancer, *([options] if options else [])]

    def _of_service(self, name: str, service: str) -> Metric:
        return ["AWS/ECS", name, "ClusterName", NAME, "ServiceName", f"{NAME}-{service}"]

    def _own(self, name: str, **options: Any) -> Metric:
        """A number that the application itself writes."""
        return [NAMESPACE, name, *([options] if options else [])]

    def _response(self) -> list[Widget]:
        times = [self._own(RESPONSE_TIME, stat=stat, label=stat) for stat in ("p50", "p95", "p99")]
        bound = {"horizontal": [{"label": "2 seconds", "value": 2}]}
        healthy = [
            [BALANCER, "HealthyHostCount", "TargetGroup", group, "LoadBalancer", self._balancer]
            for group in self._groups
        ]
        errors = [self._own("ServerErrors"), self._of_balancer("HTTPCode_ELB_5XX_Count")]
        return [
            {"type": "alarm", "properties": {"title": "Alarms", "alarms": self._alarms}},
            self._chart("Seconds to an answer", times, "p95", annotations=bound),
            self._chart("Tasks that answer", healthy, "Maximum"),
            self._chart("Errors", errors, "Sum"),
        ]

    def _sources(self) -> list[Widget]:
        database = ["DBInstanceIdentifier", self._database.instance.identifier]
        state = [["AWS/RDS", name, *database] for name in ("DatabaseConnections", "CPUUtilization")]
        query_times = [self._own("SourceQueryTime", stat=stat, label=stat) for stat in ("p50", "p95")]
        last = (
            f"SOURCE '{LOG_GROUP}' | fields @timestamp, event, dataset, code, message "
            "| filter event in ['dataset failed', 'dataset refused', 'refresh failed'] "
            "| sort @timestamp desc | limit 20"
        )
        return [
            self._chart("Failed queries of sources", [self._own(SOURCE_FAILURES)], "Sum", period=300),
            self._chart("Seconds of a query", query_times, "p95", period=300),
            self._chart("Sophia's own database", state, "Average", period=300),
            {"type": "log", "properties": {"title": "Last failures", "region": self._place.region, "query": last}},
        ]

    def _engagement(self) -> list[Widget]:
        return [
            self._chart("People in the last 15 minutes", [self._own("ActiveViewers")], "Maximum", period=300),
            self._chart("Dashboards opened", [self._own("DashboardOpens")], "Sum", period=3600),
            self._chart("Requests", [self._own("Requests")], "Sum", period=300),
        ]

    def _generation(self) -> list[Widget]:
        function = ["FunctionName", self._function]
        durations = [["AWS/Lambda", "Duration", *function, {"stat": stat}] for stat in ("p50", "p95")]
        calls = [["AWS/Lambda", name, *function] for name in ("Invocations", "Errors", "Throttles")]
        sentences = [self._own("Generations"), self._own(GENERATION_FAILURES)]
        return [
            self._chart("Sentences, and those that failed", sentences, "Sum", period=300),
            self._chart("Dollars for models", [self._own("ModelCost")], "Sum", period=3600),
            self._chart("Time of the function", durations, "p95", period=300),
            self._chart("Calls of the function", calls, "Sum", period=300),
        ]

    def _cost(self) -> list[Widget]:
        charges = [["AWS/Billing", "EstimatedCharges", "Currency", "USD"]]
        limit = {"horizontal": [{"label": "budget", "value": self._place.settings.budget}]}
        busy = [self._of_service(name, "web") for name in ("CPUUtilization", "MemoryUtilization")]
        return [
            self._chart(
                "Dollars this month", charges, "Maximum", period=6 * 3600, region=BILLING_REGION, annotations=limit
            ),
            self._chart("How busy the web tasks are", busy, "Average", period=300),
            self._chart("Capacity units of the balancer", [self._of_balancer("ConsumedLCUs")], "Average", period=3600),
        ]


def _laid_out(sections: dict[str, list[Widget]]) -> list[Widget]:
    """Put each section's title above its charts, three charts to a row."""
    widgets: list[Widget] = []
    top = 0
    for title, charts in sections.items():
        heading = {"type": "text", "properties": {"markdown": f"## {title}"}}
        widgets.append({**heading, "x": 0, "y": top, "width": 24, "height": TITLE_HEIGHT})
        top += TITLE_HEIGHT
        for number, chart in enumerate(charts):
            row, column = divmod(number, PER_ROW)
            place = {"x": column * WIDTH, "y": top + row * HEIGHT, "width": WIDTH, "height": HEIGHT}
            widgets.append({**chart, **place})
        top += -(-len(charts) // PER_ROW) * HEIGHT
    return widgets
