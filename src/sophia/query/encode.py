"""Encoding: results as columnar JSON bytes, and bytes compressed once."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from typing import Any

import brotli
import orjson

from sophia.query.result import Failure, Result

SMALLEST = 400
ACCEPTED = re.compile(r"\s*(br|gzip|\*)\s*(?:;\s*q=([0-9.]+))?\s*(?:,|$)")


def encode(result: Result) -> bytes:
    """Return `result` as DatasetReply JSON (see the HTTP reference)."""
    return orjson.dumps(
        {
            "status": result.status,
            "columns": [{"name": column.name, "type": column.type} for column in result.columns],
            "data": result.data,
            "rows": result.rows,
            "truncated": result.truncated,
            "as_of": result.as_of,
            "ms": round(result.milliseconds, 2),
            "demo": result.demo,
            "cached": result.cached,
            "connection": result.connection,
            "partial": result.partial,
            "error": result.failure and _failure(result.failure),
        }
    )


def _failure(failure: Failure) -> dict[str, Any]:
    found = {"code": failure.code, "message": failure.message, "id": failure.id}
    return found if failure.remedy is None else {**found, "remedy": failure.remedy}


def encode_reply(version: int, parts: Mapping[str, bytes]) -> bytes:
    """Return a whole DataReply made of already encoded results by dataset id."""
    inner = b",".join(orjson.dumps(key) + b":" + body for key, body in parts.items())
    return b'{"version":' + str(version).encode() + b',"datasets":{' + inner + b"}}"


def compress(body: bytes, accept_encoding: str) -> tuple[bytes, str | None]:
    """Return the body in the best encoding that the client accepts, and that encoding's name (None: as it is)."""
    accepted = {name for name, weight in ACCEPTED.findall(accept_encoding) if weight.strip("0.") or not weight}
    if len(body) < SMALLEST:
        return body, None
    if "br" in accepted:
        return brotli.compress(body, quality=4), "br"
    if "gzip" in accepted or "*" in accepted:
        return gzip.compress(body, compresslevel=6, mtime=0), "gzip"
    return body, None
