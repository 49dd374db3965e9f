"""The load balancer: TLS, two groups of tasks for blue and green, and the rule whose weights ECS moves."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.certificate import Certificate
from sophia_infra.firewall import PORT, Firewall
from sophia_infra.network import Network
from sophia_infra.place import NAME, Part, Place
from sophia_infra.storage import Storage

TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06"
READY = "/api/health/ready"

_Action = aws.lb.ListenerRuleActionArgs
_Condition = aws.lb.ListenerRuleConditionArgs


class LoadBalancer(Part):
    """An application load balancer over two zones; private behind the CDN, else open on 443 and 80."""

    def __init__(
        self,
        place: Place,
        network: Network,
        firewall: Firewall,
        storage: Storage,
        certificate: Certificate,
        *,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("load-balancer", options)
        private = place.settings.entrance == "cdn"
        self.balancer = aws.lb.LoadBalancer(
            "balancer",
            name=NAME,
            load_balancer_type="application",
            internal=private,
            subnets=network.closed_ids if private else network.public_ids,
            security_groups=[firewall.balancer.id],
            access_logs=aws.lb.LoadBalancerAccessLogsArgs(
                bucket=storage.records.bucket, prefix="balancer", enabled=True
            ),
            drop_invalid_header_fields=True,
            enable_deletion_protection=True,
            idle_timeout=120,
            opts=self.with_(depends_on=[storage.records_policy]),
        )
        self.groups = [self._group(color, network) for color in ("blue", "green")]
        self.listener = self._listener(certificate)
        self.rule = self._production(place.settings.host)
        if place.settings.cutover_host:
            self._lead_over(place.settings.cutover_host, place.settings.host)
        if not private:
            self._upgrade_to_tls()

    def _group(self, color: str, network: Network) -> aws.lb.TargetGroup:
        return aws.lb.TargetGroup(
            color,
            name=f"{NAME}-{color}",
            port=PORT,
            protocol="HTTP",
            target_type="ip",
            vpc_id=network.vpc.id,
            deregistration_delay=30,
            health_check=aws.lb.TargetGroupHealthCheckArgs(
                path=READY, matcher="200", interval=10, timeout=5, healthy_threshold=2, unhealthy_threshold=3
            ),
            opts=self.inside,
        )

    def _listener(self, certificate: Certificate) -> aws.lb.Listener:
        nothing_here = aws.lb.ListenerDefaultActionFixedResponseArgs(
            content_type="text/plain", message_body="There is nothing here.", status_code="404"
        )
        return aws.lb.Listener(
            "https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=TLS,
            certificate_arn=certificate.arn,
            default_actions=[aws.lb.ListenerDefaultActionArgs(type="fixed-response", fixed_response=nothing_here)],
            opts=self.inside,
        )

    def _production(self, host: str) -> aws.lb.ListenerRule:
        """Lead Sophia's host to blue. ECS swings these weights at each deployment, so `up` leaves them alone."""
        weights = [
            aws.lb.ListenerRuleActionForwardTargetGroupArgs(arn=group.arn, weight=weight)
            for group, weight in zip(self.groups, (100, 0), strict=True)
        ]
        return aws.lb.ListenerRule(
            "production",
            listener_arn=self.listener.arn,
            priority=100,
            conditions=[_host_is(host)],
            actions=[_Action(type="forward", forward=aws.lb.ListenerRuleActionForwardArgs(target_groups=weights))],
            opts=self.with_(ignore_changes=["actions"]),
        )

    def _lead_over(self, old: str, new: str) -> None:
        redirect = aws.lb.ListenerRuleActionRedirectArgs(host=new, port="443", protocol="HTTPS", status_code="HTTP_302")
        aws.lb.ListenerRule(
            "cutover",
            listener_arn=self.listener.arn,
            priority=50,
            conditions=[_host_is(old)],
            actions=[_Action(type="redirect", redirect=redirect)],
            opts=self.inside,
        )

    def _upgrade_to_tls(self) -> None:
        redirect = aws.lb.ListenerDefaultActionRedirectArgs(port="443", protocol="HTTPS", status_code="HTTP_301")
        aws.lb.Listener(
            "http",
            load_balancer_arn=self.balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[aws.lb.ListenerDefaultActionArgs(type="redirect", redirect=redirect)],
            opts=self.inside,
        )


def _host_is(host: str) -> _Condition:
    return _Condition(host_header=aws.lb.ListenerRuleConditionHostHeaderArgs(values=[host]))
