"""The budget: the guide's limit for the account, and a closer one that says early when Sophia costs too much."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.alerts import Alerts
from sophia_infra.place import Part, Place

GUIDE_NAME, GUIDE_LIMIT = "sophia-dashboard-budget", 500


class Budget(Part):
    """Two monthly cost budgets that speak at 80 and 100 percent spent and when a rise is foreseen."""

    def __init__(self, place: Place, alerts: Alerts, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("budget", options)
        self._alerts = alerts
        self._budget("guide", GUIDE_NAME, GUIDE_LIMIT)
        self._budget("expected", "sophia-expected-cost", place.settings.budget)

    def _budget(self, name: str, shown: str, dollars: int) -> None:
        aws.budgets.Budget(
            name,
            name=shown,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(dollars),
            limit_unit="USD",
            notifications=[
                self._notice("ACTUAL", 80),
                self._notice("ACTUAL", 100),
                self._notice("FORECASTED", 100),
            ],
            opts=self.inside,
        )

    def _notice(self, kind: str, percent: float) -> aws.budgets.BudgetNotificationArgs:
        return aws.budgets.BudgetNotificationArgs(
            comparison_operator="GREATER_THAN",
            notification_type=kind,
            threshold=percent,
            threshold_type="PERCENTAGE",
            subscriber_sns_topic_arns=[self._alerts.topic.arn],
        )
