"""The one HTTP client: connects to checked addresses only, and takes no longer and no more than its limits."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import SplitResult, urljoin, urlsplit

import anyio
import httpx2
from anyio.from_thread import start_blocking_portal

from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule, Lookup, parse_host, resolve

PORTS = {"http": 80, "https": 443}
SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})
MOVED = frozenset({301, 302, 303, 307, 308})
BLOCKED_PORTS = frozenset({22, 23, 25, 110, 143, 465, 587, 993, 2375, 3306, 5432, 6379, 11211})


@dataclass(frozen=True)
class Limits:
    """How much an exchange may take: `seconds` in all, redirects included; `size` bytes of body; `redirects`."""

    seconds: float = 30.0
    size: int = 50 * 2**20
    redirects: int = 5


@dataclass(frozen=True)
class Request:
    """What to ask. Credentials belong into `headers`, never into `url`."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Reply:
    """What came back, whole: `headers` by lower-case name, `url` where it came from in the end, without its query."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


Send = Callable[[Request], Reply]


class _Lines(AsyncExitStack):
    """The open connections, one client per host and checked address: no host is answered over another's connection."""

    def __init__(self, trust: ssl.SSLContext | bool, seconds: float) -> None:
        super().__init__()
        self._trust = trust
        self._seconds = seconds
        self._clients: dict[tuple[str, str], httpx2.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self

    async def client(self, host: str, address: str) -> httpx2.AsyncClient:
        if (host, address) not in self._clients:
            transport = httpx2.AsyncHTTPTransport(verify=self._trust, retries=0, trust_env=False)
            made = httpx2.AsyncClient(
                transport=transport, trust_env=False, follow_redirects=False, timeout=self._seconds
            )
            self._clients[host, address] = await self.enter_async_context(made)
        return self._clients[host, address]


@dataclass(frozen=True)
class Http:
    """Sends requests. Each name is looked up once, and the connection goes to an address that was checked."""

    rule: AddressRule = field(default_factory=AddressRule)
    limits: Limits = field(default_factory=Limits)
    lookup: Lookup | None = None
    trust: ssl.SSLContext | bool = True

    def send(self, request: Request) -> Reply:
        """Return the reply, of whatever status; call it from a thread without an event loop.

        Raises AddressRefused and BadInput before a packet leaves; SourceUnreachable when nothing whole came back
        within the limits.
        """

        async def alone() -> Reply:
            async with self._lines() as lines:
                return await self._within_time(request, lines)

        return anyio.run(alone)

    @contextmanager
    def keep(self) -> Iterator[Send]:
        """Yield a `send` whose connections stay open from one request to the next, until the block ends.

        Names are looked up and checked for each request all the same.
        """
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(self._lines()) as lines:
            yield lambda request: portal.call(self._within_time, request, lines)

    def _lines(self) -> _Lines:
        return _Lines(self.trust, self.limits.seconds)

    async def _within_time(self, request: Request, lines: _Lines) -> Reply:
        where = shown(request.url)
        try:
            with anyio.fail_after(self.limits.seconds):
                return await self._follow(request, lines)
        except TimeoutError:
            words = f"{where} did not answer in full within {self.limits.seconds:g} seconds"
        except httpx2.RemoteProtocolError:
            words = f"{where} broke off in the middle of its answer, or does not speak HTTP"
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            words = f"{where} does not answer ({type(error).__name__})"
        raise SourceUnreachable(f"{words}.", field="url", remedy="Check the address and that the service is up.")

    async def _follow(self, request: Request, lines: _Lines) -> Reply:
        for _ in range(self.limits.redirects + 1):
            reply = await self._once(request, lines)
            target = reply.headers.get("location")
            if reply.status not in MOVED or not target:
                return reply
            request = _redirected(request, reply.status, target)
        message = f"{shown(request.url)} redirects more than {self.limits.redirects} times."
        raise SourceUnreachable(message, field="url", remedy="Enter the address that it should lead to.")

    async def _once(self, request: Request, lines: _Lines) -> Reply:
        _, host, port = split(request.url)
        addresses = await anyio.to_thread.run_sync(
            lambda: resolve(host, port, self.rule, lookup=self.lookup), abandon_on_cancel=True
        )
        failure: httpx2.ConnectError | httpx2.ConnectTimeout | None = None
        for address in addresses:
            try:
                return await self._exchange(request, await lines.client(host, address), address)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def _exchange(self, request: Request, client: httpx2.AsyncClient, address: str) -> Reply:
        headers = {"accept-encoding": "identity", "user-agent": "Sophia", **request.headers}
        sent = pinned(httpx2.Request(request.method, request.url, headers=headers, content=request.body), address)
        reply = await client.send(sent, stream=True)
        try:
            body = await self._body(reply, request.url)
        finally:
            await reply.aclose()
        found = {name.lower(): value for name, value in reply.headers.items()}
        return Reply(reply.status_code, found, body, shown(request.url))

    async def _body(self, reply: httpx2.Response, url: str) -> bytes:
        if reply.headers.get("content-encoding", "identity") != "identity":
            raise SourceUnreachable(f"{shown(url)} sent a compressed answer, which nobody asked for.", field="url")
        body = bytearray()
        async for part in reply.aiter_raw():
            body += part
            if len(body) > self.limits.size:
                size = self.limits.size / 2**20
                raise SourceUnreachable(f"{shown(url)} sent more than {size:g} MB.", field="url")
        return bytes(body)


def pinned(request: httpx2.Request, address: str) -> httpx2.Request:
    """Return `request` so that it goes to `address`, with Host header and TLS name as before."""
    host = request.headers["host"]
    name = request.url.host
    request.url = request.url.copy_with(host=address)
    request.headers["host"] = host
    request.extensions = {**request.extensions, "sni_hostname": name}
    return request


def split(url: str) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host and its port. Raises BadInput, AddressRefused for what is never asked."""
    remedy = "Write it like https://api.example.org/path."
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise BadInput("The address is not http(s)://host/path.", field="url", remedy=remedy) from None
    if any(character <= " " or character == "\\" for character in url):
        raise BadInput("The address has blanks or backslashes.", field="url", remedy=remedy)
    if "@" in parts.netloc:
        raise BadInput("The address holds a user or password.", field="url", remedy="Enter them in their own fields.")
    host = parse_host(parts.hostname or "")
    if port in BLOCKED_PORTS:
        raise AddressRefused(f"Port {port} is not one of a web service.", field="url")
    return parts, host, port


def shown(url: str) -> str:
    """Return `url` as it may be said and logged: without user, password, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "the address"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _redirected(request: Request, status: int, target: str) -> Request:
    url = urljoin(request.url, target)
    before, after = split(request.url), split(url)
    if before[0].scheme == "https" and after[0].scheme == "http":
        raise SourceUnreachable(f"{shown(request.url)} redirects from https to http.", field="url")
    moved = replace(request, url=url)
    if (before[0].scheme, *before[1:]) != (after[0].scheme, *after[1:]):
        kept = {name: value for name, value in request.headers.items() if name.lower() not in SECRET_HEADERS}
        moved = replace(moved, headers=kept)
    if status == 303 or (status in {301, 302} and request.method == "POST"):
        moved = replace(moved, method="GET", body=b"")
    return moved
