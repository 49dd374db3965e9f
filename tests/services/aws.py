"""A simulated Cost Explorer over rows of cost; AWS's own library checks each signature and each request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import Session
from botocore.validate import ParamValidator

from tests.services.api import Asked, Told

AUTH = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(\w+)/\d+/([\w-]+)/(\w+)/aws4_request, SignedHeaders=([^,]+), Sig.*=(\w+)"
)
HOST = "ce.us-east-1.amazonaws.com"
SHAPE = Session().get_service_model("ce").operation_model("GetCostAndUsage").input_shape


def signature(asked: Asked, key: str, secret: str) -> tuple[str, str]:
    """Return the signature that a request has and the one that botocore computes for it."""
    found = AUTH.fullmatch(asked.headers.get("authorization", ""))
    if found is None or found[1] != key:
        return "none", "other"
    kept = {name: asked.headers.get(name, HOST) for name in found[4].split(";")}
    request = AWSRequest("POST", f"https://{kept['host']}{asked.path}", headers=kept, data=asked.body)
    request.context["timestamp"] = kept["x-amz-date"]
    auth = SigV4Auth(Credentials(key, secret), found[3], found[2])
    return found[5], auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


@dataclass
class CostExplorer:
    """`rows` are day, service, workload, unblended and amortised cost; `page` is how many groups a reply holds."""

    rows: list[tuple[date, str, str, float, float]]
    now: datetime = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    key: str = "AKIAMADEUP0123456789"
    secret: str = "made-up/secret/0123456789"
    page: int = 500
    fault: str = ""
    asked: list[Any] = field(default_factory=list)

    def answer(self, asked: Asked) -> Told:
        sent, computed = signature(asked, self.key, self.secret)
        if sent != computed:
            return Told({"__type": "UnrecognizedClientException", "message": "The security token is invalid."}, 400)
        if self.fault:
            return Told({"__type": self.fault, "message": "not now"}, 400)
        faults = ParamValidator().validate(asked.json, SHAPE)
        if faults.has_errors() or asked.headers["x-amz-target"] != "AWSInsightsIndexService.GetCostAndUsage":
            return Told({"__type": "ValidationException", "message": faults.generate_report()}, 400)
        self.asked.append(asked.json)
        return Told(self._costs(asked.json))

    def _costs(self, body: dict[str, Any]) -> dict[str, Any]:
        begin, end = (date.fromisoformat(body["TimePeriod"][name]) for name in ("Start", "End"))
        tag = body["GroupBy"][1]["Key"]
        rows = [row for row in self.rows if begin <= row[0] < min(end, self.now.date() + timedelta(days=1))]
        skipped = int(body.get("NextPageToken", "0"))
        shown: dict[date, list[Any]] = {}
        for row in rows[skipped : skipped + self.page]:
            shown.setdefault(row[0], []).append(_group(row, tag))
        following = skipped + self.page
        return {
            "GroupDefinitions": body["GroupBy"],
            "DimensionValueAttributes": [],
            "ResultsByTime": [_day(day, groups) for day, groups in shown.items()],
        } | ({"NextPageToken": str(following)} if following < len(rows) else {})


def _group(row: tuple[date, str, str, float, float], tag: str) -> dict[str, Any]:
    metrics = {
        name: {"Amount": f"{amount:.10f}", "Unit": "USD"}
        for name, amount in (("UnblendedCost", row[3]), ("AmortizedCost", row[4]))
    }
    return {"Keys": [row[1], f"{tag}${row[2]}"], "Metrics": metrics}


def _day(day: date, groups: list[Any]) -> dict[str, Any]:
    span = {"Start": day.isoformat(), "End": (day + timedelta(days=1)).isoformat()}
    return {"TimePeriod": span, "Total": {}, "Groups": groups, "Estimated": True}
