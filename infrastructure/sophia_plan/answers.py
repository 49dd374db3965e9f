"""The answers: what a provider would say back, made up from names alone so that two runs agree."""

from __future__ import annotations

from typing import Any

ACCOUNT = "123456789012"
ZONE = "Z0000000000000000000"

CALLS: dict[str, dict[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT, "arn": "", "id": ACCOUNT, "userId": ""},
    "aws:route53/getZone:getZone": {"zoneId": ZONE, "id": ZONE, "arn": f"arn:aws:route53:::hostedzone/{ZONE}"},
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": {"id": "pl-00000000"},
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": {"userName": "AWS", "password": "made-up", "id": "token"},
}

SPECIAL: dict[str, dict[str, str]] = {
    "Vpc": {"ipv6CidrBlock": "2001:db8:0:ff00::/56"},
    "Bucket": {"bucket": "sophia-{name}-made-up", "arn": "arn:aws:s3:::sophia-{name}-made-up"},
    "Key": {"keyId": "key-{name}"},
    "LoadBalancer": {"dnsName": "{name}.elb.test", "zoneId": "{zone}", "arnSuffix": "app/{name}/0"},
    "TargetGroup": {"arnSuffix": "targetgroup/{name}/0"},
    "Distribution": {"domainName": "{name}.cdn.test", "hostedZoneId": "{zone}"},
    "Repository": {"repositoryUrl": "{account}.registry.test/{name}"},
    "Image": {"ref": "{account}.registry.test/{name}@sha256:made-up"},
}


def call(token: str, arguments: dict[str, Any], region: str) -> dict[str, Any]:
    """Return what a data source answers. Raises LookupError for one that is not known here."""
    if token == "aws:index/getAvailabilityZones:getAvailabilityZones":
        names = [f"{region}{letter}" for letter in "abc"]
        return {"names": names, "zoneIds": names, "groupNames": [], "id": region}
    if token not in CALLS:
        raise LookupError(f"No answer is known for {token}; add it to sophia_plan/answers.py.")
    return arguments | CALLS[token]


def created(token: str, name: str, inputs: dict[str, Any], region: str) -> tuple[str, dict[str, Any]]:
    """Return the id and the outputs of a resource: its inputs with an ARN and what other resources ask of it."""
    service = token.partition(":")[2].partition("/")[0]
    kind = token.rpartition(":")[2].lower()
    shown = inputs.get("name") or name
    arn = f"arn:aws:{service}:{region}:{ACCOUNT}:{kind}/{shown}"
    outputs = {"name": shown, "arn": arn} | inputs | _special(token, name, inputs, arn)
    return f"{kind}-{name}", outputs


def _special(token: str, name: str, inputs: dict[str, Any], arn: str) -> dict[str, Any]:
    kind = token.rpartition(":")[2]
    match kind:
        case "Instance":
            return _database(name, arn)
        case "Certificate":
            return {"domainValidationOptions": _proofs(inputs)}
        case "CertificateValidation":
            return {"certificateArn": inputs["certificateArn"]}
        case "Record":
            return {"fqdn": inputs["name"]}
    return {key: text.format(name=name, account=ACCOUNT, zone=ZONE) for key, text in SPECIAL.get(kind, {}).items()}


def _database(name: str, arn: str) -> dict[str, Any]:
    place = arn.replace(":rds:", ":secretsmanager:").rpartition(":")[0]
    secret = {"secretArn": f"{place}:secret:rds!db-made-up", "kmsKeyId": "key", "secretStatus": "active"}
    return {"address": f"{name}.rds.test", "identifier": name, "masterUserSecrets": [secret]}


def _proofs(inputs: dict[str, Any]) -> list[dict[str, str]]:
    hosts = [inputs["domainName"], *inputs.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": host,
            "resourceRecordName": f"_proof.{host}",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": "proof.acm.test",
        }
        for host in hosts
    ]
