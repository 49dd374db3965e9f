"""The way out: requests to the model's own host only, no redirects, no bombs."""

from __future__ import annotations

from urllib.parse import urlsplit

import anyio
import httpx2

from sophia.kernel.errors import SophiaError
from sophia.kernel.http.address import AddressRule, resolve
from sophia.kernel.http.client import pinned

LARGEST = 2 * 2**20


class Strayed(httpx2.RequestError):
    """A request was about to leave for another place than the one that was set."""


class TooLong(httpx2.RequestError):
    """The answer is larger than any plan can be, or is compressed although nobody asked for that."""


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Lets requests out to one origin only, and reads at most `largest` bytes of an answer."""

    def __init__(self, address: str, largest: int = LARGEST) -> None:
        self._origin = _origin(address)
        self._largest = largest
        self._inner = httpx2.AsyncHTTPTransport(retries=0, trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`. Raises Strayed or TooLong before anything else sees the answer."""
        if _origin(str(request.url)) != self._origin:
            raise Strayed(f"{request.url.host} is not the model's host", request=request)
        request = await _pinned(request)
        request.headers["accept-encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        try:
            body = await self._read(request, response)
        finally:
            await response.aclose()
        return httpx2.Response(response.status_code, headers=response.headers, content=body, request=request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    async def _read(self, request: httpx2.Request, response: httpx2.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TooLong("the answer is compressed", request=request)
        body = bytearray()
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        async for part in response.stream:
            body += part
            if len(body) > self._largest:
                raise TooLong(f"the answer is longer than {self._largest // 2**20} MB", request=request)
        return bytes(body)


def client_for(address: str, seconds: float) -> httpx2.AsyncClient:
    """Return a client that talks to the host of `address` only."""
    timeout = httpx2.Timeout(seconds, connect=min(seconds, 5.0))
    return httpx2.AsyncClient(
        transport=GuardedTransport(address), timeout=timeout, follow_redirects=False, trust_env=False
    )


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)


async def _pinned(request: httpx2.Request) -> httpx2.Request:
    """Return `request` on its way to a checked address; a model may stand in one's own network, never on metadata's."""
    host, port = request.url.host, request.url.port or 443
    try:
        found = await anyio.to_thread.run_sync(lambda: resolve(host, port, AddressRule(private=True)))
    except SophiaError as error:
        raise Strayed(error.message, request=request) from None
    return pinned(request, found[0])
