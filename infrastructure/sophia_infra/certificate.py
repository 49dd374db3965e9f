"""The certificate: one per region that shows it, proven by records in the zone."""

from __future__ import annotations

from functools import partial

import pulumi
import pulumi_aws as aws

from sophia_infra.place import Part, Place

CDN_REGION = "us-east-1"


class Certificate(Part):
    """TLS for Sophia's host and, while people move over, for the name that they use today."""

    def __init__(self, place: Place, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("certificate", options)
        wanted = place.settings
        self.hosts = [wanted.host, *([wanted.cutover_host] if wanted.cutover_host else [])]
        self.zone_id = aws.route53.get_zone(
            name=wanted.zone_name, private_zone=False, opts=pulumi.InvokeOptions(parent=self)
        ).zone_id
        local = self._certificate("here", place.region)
        records = [self._proof(local, host) for host in self.hosts]
        self.arn = self._valid("here", local, records, place.region)
        if wanted.entrance == "load_balancer" or place.region == CDN_REGION:
            self.cdn_arn = self.arn
        else:
            self.cdn_arn = self._valid("cdn", self._certificate("cdn", CDN_REGION), records, CDN_REGION)

    def _certificate(self, name: str, region: str) -> aws.acm.Certificate:
        return aws.acm.Certificate(
            name,
            region=region,
            domain_name=self.hosts[0],
            subject_alternative_names=self.hosts[1:],
            validation_method="DNS",
            opts=self.inside,
        )

    def _proof(self, certificate: aws.acm.Certificate, host: str) -> aws.route53.Record:
        option = certificate.domain_validation_options.apply(partial(_option, host=host))
        return aws.route53.Record(
            f"proof-{host}",
            zone_id=self.zone_id,
            name=option.apply(lambda found: found.resource_record_name or ""),
            type=option.apply(lambda found: found.resource_record_type or ""),
            records=[option.apply(lambda found: found.resource_record_value or "")],
            ttl=300,
            allow_overwrite=True,
            opts=self.inside,
        )

    def _valid(
        self, name: str, certificate: aws.acm.Certificate, records: list[aws.route53.Record], region: str
    ) -> pulumi.Output[str]:
        return aws.acm.CertificateValidation(
            name,
            region=region,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records],
            opts=self.inside,
        ).certificate_arn


def _option(
    found: list[aws.acm.outputs.CertificateDomainValidationOption], host: str
) -> aws.acm.outputs.CertificateDomainValidationOption:
    return next(option for option in found if option.domain_name == host)
