"""The firewall: who may open a connection to whom; everything else is closed."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.network import Network
from sophia_infra.place import NAME, Part, Place

PORT = 8321
POSTGRES = 5432
CDN_ADDRESSES = "com.amazonaws.global.cloudfront.origin-facing"


class Firewall(Part):
    """One security group per role: balancer, tasks, function, database."""

    def __init__(self, place: Place, network: Network, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("firewall", options)
        self._network = network
        self.balancer = self._group("balancer", "The load balancer")
        self.tasks = self._group("tasks", "Web, worker and query tasks")
        self.function = self._group("function", "The AI generator as a function")
        self.database = self._group("database", "Postgres")
        self._admit_people(place)
        self._admit("balancer-to-tasks", self.balancer, self.tasks, PORT)
        self._admit("tasks-to-database", self.tasks, self.database, POSTGRES)
        self._admit("function-to-database", self.function, self.database, POSTGRES)
        self._let_out("tasks", self.tasks)
        self._let_out("function", self.function)

    def _group(self, name: str, description: str) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            name,
            description=f"{description} of {NAME}",
            vpc_id=self._network.vpc.id,
            tags={"Name": f"{NAME}-{name}"},
            opts=self.inside,
        )

    def _admit_people(self, place: Place) -> None:
        if place.settings.entrance == "cdn":
            addresses = aws.ec2.get_managed_prefix_list(name=CDN_ADDRESSES, opts=pulumi.InvokeOptions(parent=self))
            self._open("cdn", 443, prefix_list_id=addresses.id)
            return
        for port in (80, 443):
            self._open(f"people-{port}", port, cidr_ipv4="0.0.0.0/0")

    def _open(self, name: str, port: int, *, cidr_ipv4: str | None = None, prefix_list_id: str | None = None) -> None:
        aws.vpc.SecurityGroupIngressRule(
            name,
            security_group_id=self.balancer.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=cidr_ipv4,
            prefix_list_id=prefix_list_id,
            opts=self.inside,
        )

    def _admit(self, name: str, source: aws.ec2.SecurityGroup, target: aws.ec2.SecurityGroup, port: int) -> None:
        aws.vpc.SecurityGroupEgressRule(
            name,
            security_group_id=source.id,
            referenced_security_group_id=target.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self.inside,
        )
        aws.vpc.SecurityGroupIngressRule(
            name,
            security_group_id=target.id,
            referenced_security_group_id=source.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self.inside,
        )

    def _let_out(self, name: str, group: aws.ec2.SecurityGroup) -> None:
        for version, everywhere in (("ipv4", "0.0.0.0/0"), ("ipv6", "::/0")):
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-{version}",
                security_group_id=group.id,
                ip_protocol="-1",
                cidr_ipv4=everywhere if version == "ipv4" else None,
                cidr_ipv6=everywhere if version == "ipv6" else None,
                opts=self.inside,
            )
