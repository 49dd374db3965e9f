"""The cutover: the names in DNS, and the one number that moves people from Retool to Sophia and back."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.certificate import Certificate
from sophia_infra.edge import Edge
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import Part, Place

TTL = 60


class Cutover(Part):
    """Sophia's own name always leads to Sophia; `cutover_host` by weight to Sophia or to Retool."""

    def __init__(
        self,
        place: Place,
        certificate: Certificate,
        entrance: Edge | LoadBalancer,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("cutover", options)
        self._zone_id = certificate.zone_id
        wanted = place.settings
        for kind in ("A", "AAAA") if isinstance(entrance, Edge) else ("A",):
            self._own_name(wanted.host, kind, entrance)
        if wanted.cutover_host:
            self._weighted(wanted.cutover_host, "sophia", wanted.host, wanted.cutover_weight)
            self._weighted(wanted.cutover_host, "retool", wanted.retool_host, 100 - wanted.cutover_weight)

    def _own_name(self, host: str, kind: str, entrance: Edge | LoadBalancer) -> None:
        if isinstance(entrance, Edge):
            name, zone = entrance.distribution.domain_name, entrance.distribution.hosted_zone_id
        else:
            name, zone = entrance.balancer.dns_name, entrance.balancer.zone_id
        alias = aws.route53.RecordAliasArgs(name=name, zone_id=zone, evaluate_target_health=False)
        aws.route53.Record(
            f"own-{kind.lower()}", zone_id=self._zone_id, name=host, type=kind, aliases=[alias], opts=self.inside
        )

    def _weighted(self, host: str, identifier: str, target: str, weight: int) -> None:
        aws.route53.Record(
            f"weighted-{identifier}",
            zone_id=self._zone_id,
            name=host,
            type="CNAME",
            ttl=TTL,
            records=[target],
            set_identifier=identifier,
            weighted_routing_policies=[aws.route53.RecordWeightedRoutingPolicyArgs(weight=weight)],
            opts=self.inside,
        )
