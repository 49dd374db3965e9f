"""AWS: calls of its JSON services, signed so that every one goes through our own guarded client."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson

from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import AccessRefused, Rejected, Throttled

BUSY = ("LimitExceeded", "Throttl", "TooManyRequests")
REFUSED = (
    *("AccessDenied", "UnrecognizedClient", "InvalidSignature", "SignatureDoesNotMatch", "InvalidClientTokenId"),
    *("MissingAuthentication", "IncompleteSignature", "ExpiredToken", "OptInRequired"),
)


@dataclass(frozen=True)
class Signer:
    """Signs for one service of a region with an access key, by Signature Version 4 of AWS's General Reference."""

    service: str
    region: str
    key_id: str
    secret: str = field(repr=False)

    def headers(self, url: str, action: str, body: bytes, now: datetime) -> dict[str, str]:
        """Return the headers of a POST of `body` to `url`, signed at the moment `now`."""
        moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        sent = {"content-type": "application/x-amz-json-1.1", "x-amz-date": moment, "x-amz-target": action}
        signed = dict(sorted({**sent, "host": urlsplit(url).netloc}.items()))
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        words = f"Credential={self.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**sent, "authorization": f"AWS4-HMAC-SHA256 {words}"}


def call(api: Api, signer: Signer, url: str, action: str, body: Mapping[str, Any]) -> Any:
    """Return what an action ("Service.Action") answers; AWS says with a 400 what others say with 403 or 429.

    Raises AccessRefused, Throttled, Rejected, SourceUnreachable.
    """
    headers = signer.headers(url, action, orjson.dumps(dict(body)), api.now)
    try:
        return api.post("", body, **headers).json
    except Rejected as error:
        name = action.rpartition(".")[2]
        if any(word in error.message for word in BUSY):
            raise Throttled("AWS asks for fewer calls.", api.now + timedelta(minutes=5)) from None
        if any(word in error.message for word in REFUSED):
            remedy = f"Check the access key and that its policy allows {signer.service}:{name}."
            raise AccessRefused(f"AWS does not let this key ask {signer.service}:{name}.", remedy=remedy) from None
        raise
