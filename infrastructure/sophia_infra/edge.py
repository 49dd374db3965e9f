"""The edge: CloudFront before the private load balancer, so that no address of ours is on the internet."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.certificate import Certificate
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import NAME, Part

# Policies that AWS keeps, by their fixed ids: never cache, pass everything on, cache as the origin says.
CACHE_NOTHING = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
CACHE_AS_TOLD = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"
PASS_ALL = "216adef6-5c7f-47e4-b989-5492eafa07d3"
ORIGIN = "balancer"


class Edge(Part):
    """A distribution whose only origin is the load balancer inside the VPC."""

    def __init__(
        self, balancer: LoadBalancer, certificate: Certificate, options: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("edge", options)
        origin = aws.cloudfront.VpcOrigin(
            "origin",
            vpc_origin_endpoint_config=aws.cloudfront.VpcOriginVpcOriginEndpointConfigArgs(
                name=NAME,
                arn=balancer.balancer.arn,
                http_port=80,
                https_port=443,
                origin_protocol_policy="https-only",
                origin_ssl_protocols=aws.cloudfront.VpcOriginVpcOriginEndpointConfigOriginSslProtocolsArgs(
                    items=["TLSv1.2"], quantity=1
                ),
            ),
            opts=self.with_(depends_on=[balancer.listener]),
        )
        self.distribution = aws.cloudfront.Distribution(
            "distribution",
            comment="Sophia",
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            price_class="PriceClass_100",
            aliases=certificate.hosts,
            origins=[_origin(balancer, origin)],
            default_cache_behavior=_everything(),
            ordered_cache_behaviors=[_assets()],
            restrictions=aws.cloudfront.DistributionRestrictionsArgs(
                geo_restriction=aws.cloudfront.DistributionRestrictionsGeoRestrictionArgs(restriction_type="none")
            ),
            viewer_certificate=aws.cloudfront.DistributionViewerCertificateArgs(
                acm_certificate_arn=certificate.cdn_arn,
                minimum_protocol_version="TLSv1.2_2021",
                ssl_support_method="sni-only",
            ),
            opts=self.inside,
        )


def _origin(balancer: LoadBalancer, origin: aws.cloudfront.VpcOrigin) -> aws.cloudfront.DistributionOriginArgs:
    return aws.cloudfront.DistributionOriginArgs(
        origin_id=ORIGIN,
        domain_name=balancer.balancer.dns_name,
        vpc_origin_config=aws.cloudfront.DistributionOriginVpcOriginConfigArgs(
            vpc_origin_id=origin.id, origin_read_timeout=60, origin_keepalive_timeout=60
        ),
    )


def _everything() -> aws.cloudfront.DistributionDefaultCacheBehaviorArgs:
    return aws.cloudfront.DistributionDefaultCacheBehaviorArgs(
        target_origin_id=ORIGIN,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cached_methods=["GET", "HEAD"],
        cache_policy_id=CACHE_NOTHING,
        origin_request_policy_id=PASS_ALL,
        # Sophia compresses itself; compressing again would hold back its streams.
        compress=False,
    )


def _assets() -> aws.cloudfront.DistributionOrderedCacheBehaviorArgs:
    """The web app's files, whose names change with their content."""
    return aws.cloudfront.DistributionOrderedCacheBehaviorArgs(
        path_pattern="/assets/*",
        target_origin_id=ORIGIN,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=["GET", "HEAD"],
        cached_methods=["GET", "HEAD"],
        cache_policy_id=CACHE_AS_TOLD,
        origin_request_policy_id=PASS_ALL,
        compress=False,
    )
