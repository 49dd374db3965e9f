"""The network: two zones, public subnets for tasks, closed ones for data, and no NAT gateway to pay for."""

from __future__ import annotations

import ipaddress
from functools import partial

import pulumi
import pulumi_aws as aws

from sophia_infra.place import NAME, Part, Place

CIDR = "10.20.0.0/16"


class Network(Part):
    """A VPC over two zones. Tasks leave through public addresses; functions through IPv6, outwards only."""

    def __init__(self, place: Place, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("network", options)
        self.vpc = aws.ec2.Vpc(
            "vpc",
            cidr_block=CIDR,
            assign_generated_ipv6_cidr_block=True,
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": NAME},
            opts=self.inside,
        )
        aws.ec2.DefaultSecurityGroup("default-closed", vpc_id=self.vpc.id, ingress=[], egress=[], opts=self.inside)
        self.public = self._subnets(place, "public", 0)
        self.closed = self._subnets(place, "closed", 8)
        tables = [self._public_routes(), self._closed_routes()]
        aws.ec2.VpcEndpoint(
            "s3",
            vpc_id=self.vpc.id,
            service_name=f"com.amazonaws.{place.region}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
            opts=self.inside,
        )

    @property
    def public_ids(self) -> list[pulumi.Output[str]]:
        """The subnets of tasks, one per zone."""
        return [subnet.id for subnet in self.public]

    @property
    def closed_ids(self) -> list[pulumi.Output[str]]:
        """The subnets that nothing on the internet can reach, one per zone."""
        return [subnet.id for subnet in self.closed]

    def _subnets(self, place: Place, kind: str, first: int) -> list[aws.ec2.Subnet]:
        return [
            aws.ec2.Subnet(
                f"{kind}-{number}",
                vpc_id=self.vpc.id,
                availability_zone=zone,
                cidr_block=f"10.20.{(first + number) * 16}.0/20",
                ipv6_cidr_block=self.vpc.ipv6_cidr_block.apply(partial(ipv6_part, number=first + number)),
                map_public_ip_on_launch=False,
                tags={"Name": f"{NAME}-{kind}-{number}"},
                opts=self.inside,
            )
            for number, zone in enumerate(place.zones)
        ]

    def _public_routes(self) -> aws.ec2.RouteTable:
        gateway = aws.ec2.InternetGateway("internet", vpc_id=self.vpc.id, opts=self.inside)
        routes = [
            aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id),
            aws.ec2.RouteTableRouteArgs(ipv6_cidr_block="::/0", gateway_id=gateway.id),
        ]
        return self._table("public", routes, self.public)

    def _closed_routes(self) -> aws.ec2.RouteTable:
        outwards = aws.ec2.EgressOnlyInternetGateway("outwards", vpc_id=self.vpc.id, opts=self.inside)
        route = aws.ec2.RouteTableRouteArgs(ipv6_cidr_block="::/0", egress_only_gateway_id=outwards.id)
        return self._table("closed", [route], self.closed)

    def _table(
        self, kind: str, routes: list[aws.ec2.RouteTableRouteArgs], subnets: list[aws.ec2.Subnet]
    ) -> aws.ec2.RouteTable:
        table = aws.ec2.RouteTable(kind, vpc_id=self.vpc.id, routes=routes, opts=self.inside)
        for number, subnet in enumerate(subnets):
            aws.ec2.RouteTableAssociation(
                f"{kind}-{number}", subnet_id=subnet.id, route_table_id=table.id, opts=self.inside
            )
        return table


def ipv6_part(block: str, number: int) -> str:
    """Return the numbered /64 of the VPC's /56."""
    network = ipaddress.IPv6Network(block)
    return str(ipaddress.IPv6Network((int(network.network_address) + (number << 64), 64)))
