"""The way out: requests to the model's own host only, no redirects, no bombs."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

import anyio
import httpx2

from sophia.llm.choice import link_local

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
        await _check_addresses(request)
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


async def _check_addresses(request: httpx2.Request) -> None:
    """Refuse a name that leads to a link-local address, where clouds hand out credentials."""
    host = request.url.host
    try:
        ipaddress.ip_address(host)
        found = [host]
    except ValueError:
        port = request.url.port or 443
        looked_up = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [str(item[4][0]).partition("%")[0] for item in looked_up]
    if any(link_local(address) for address in found):
        raise Strayed(f"{host} leads to a link-local address", request=request)
