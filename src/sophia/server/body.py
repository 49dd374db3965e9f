"""Request bodies: of the type that the route reads, within its limit, and sent in reasonable time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.types import Message, Receive

from sophia.kernel.errors import BadInput, TooLarge, WrongMediaType

READ_SECONDS = 30.0
JSON = "application/json"


def check_type(headers: Mapping[str, str], wanted: str) -> None:
    """Raise WrongMediaType when there is a body and it is not of the type `wanted`."""
    given = headers.get("content-type", "").split(";", 1)[0].strip().lower()
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    if given != wanted and not (empty and not given):
        raise WrongMediaType("The body is not of the type that is read here.", remedy=f"Send Content-Type: {wanted}.")


def check_length(headers: Mapping[str, str], limit: int) -> None:
    """Raise TooLarge when the announced length is over `limit` bytes."""
    try:
        length = int(headers.get("content-length", "0"))
    except ValueError:
        raise BadInput("Content-Length is no number.", field="content-length") from None
    if length > limit or length < 0:
        raise _too_large(limit)


async def read_whole(receive: Receive, limit: int) -> Receive:
    """Read the body to its end, at most `limit` bytes, and return a receive that plays it once."""
    parts, size = [], 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), READ_SECONDS)
        except TimeoutError:
            raise BadInput("The body did not arrive in time.", field="body") from None
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise _too_large(limit)
        if not message.get("more_body"):
            break
    waiting: list[Message] = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def limited(receive: Receive, limit: int) -> Receive:
    """Return a receive that raises TooLarge once more than `limit` bytes have come."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise _too_large(limit)
        return message

    return counted


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit // 1024:,} kB.", field="body", remedy="Send less at once.")
