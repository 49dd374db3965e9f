"""The gate: the one door of the server. It knows the route before anything else runs, and denies by default."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sophia.access.api import COOKIE
from sophia.access.identities import DEMO
from sophia.access.policy import Action, authorize
from sophia.access.routes import ANY_HOST, KEY
from sophia.app import Services
from sophia.kernel.errors import NotFound, SophiaError, Unauthenticated
from sophia.kernel.log import logger
from sophia.kernel.viewer import Viewer
from sophia.server.body import JSON, check_length, check_type, limited, read_whole
from sophia.server.errors import error_reply, internal_error
from sophia.server.headers import secured
from sophia.server.origin import check_host, check_origin, from_this_machine

LOG = logger("gate")
OPENING = frozenset({"/d/{slug}", "/api/dashboards/{key}"})
REMEMBER_SECONDS = 2.0
REMEMBER = 5000


class Viewers:
    """Who a cookie or token stands for, remembered for two seconds so that a revocation counts soon."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[float, Viewer | None]] = OrderedDict()
        self._lock = threading.Lock()
        self.age = 0

    def get(self, secret: str) -> tuple[float, Viewer | None] | None:
        """Return what was found lately, or None."""
        with self._lock:
            found = self._known.get(secret)
        return found if found and time.monotonic() - found[0] < REMEMBER_SECONDS else None

    def put(self, secret: str, viewer: Viewer | None, age: int) -> None:
        """Remember `viewer`, unless everybody was forgotten since the `age` at which the search for them began."""
        with self._lock:
            if age != self.age:
                return
            self._known[secret] = (time.monotonic(), viewer)
            while len(self._known) > REMEMBER:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """Ask again for everybody, after somebody's standing changed."""
        with self._lock:
            self.age += 1
            self._known.clear()


class Gate:
    """Every request passes: id, host, origin, route, viewer, policy, body; every reply leaves with its headers."""

    def __init__(self, app: ASGIApp, services: Services, routes: Sequence[BaseRoute], viewers: Viewers) -> None:
        self._app = app
        self._services = services
        self._routes = routes
        self._viewers = viewers
        self._https = services.settings.origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        began, status = time.perf_counter(), 0

        async def send_secured(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = secured(list(message.get("headers", [])), request_id, https=self._https)
                if self._services.draining.is_set():
                    # Whoever keeps the connection would send the next request to a process that is gone.
                    message["headers"].append((b"connection", b"close"))
            await send(message)

        state = scope.setdefault("state", {})
        state["request_id"], state["viewer"] = request_id, None
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            receive = await self._admit(scope, receive)
            await self._app(scope, receive, send_secured)
        except SophiaError as error:
            if not status:
                await error_reply(error.status, error.as_dict(), request_id)(scope, receive, send_secured)
        except Exception:
            LOG.exception("request failed", method=scope["method"], path=scope["path"])
            if not status:
                await internal_error(request_id)(scope, receive, send_secured)
        finally:
            self._measure(scope, status, time.perf_counter() - began)
            structlog.contextvars.clear_contextvars()

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        """Count the request under the pattern of its path; only patterns are few enough for labels."""
        meters, state = self._services.meters, scope["state"]
        route, params = state.get("route", ("", {}))
        meters.request(scope["method"], route, status, seconds)
        if state["viewer"] is not None:
            meters.saw(state["viewer"].id)
        if status == 200 and scope["method"] == "GET" and route in OPENING:
            meters.opened(next(iter(params.values())))
        LOG.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))

    async def _admit(self, scope: Scope, receive: Receive) -> Receive:
        """Check the request and return the receive that its route may read from."""
        headers, settings = Headers(scope=scope), self._services.settings
        declared = self._declared(scope)
        if not (declared or {}).get(ANY_HOST):
            check_host(headers, settings)
        check_origin(scope["method"], headers, settings)
        if declared is None:
            return receive
        action: Action | None = declared.get(KEY)
        if action is None:
            raise NotFound("There is nothing here.")
        viewer = await self._viewer(scope, headers)
        scope["state"]["viewer"] = viewer
        authorize(viewer, action)
        if scope["method"] not in {"POST", "PUT", "PATCH"}:
            return receive
        wanted = declared.get("x-sophia-body", JSON)
        check_type(headers, wanted)
        if wanted == JSON:
            check_length(headers, settings.max_body)
            return await read_whole(receive, settings.max_body)
        check_length(headers, settings.max_upload)
        return limited(receive, settings.max_upload)

    def _declared(self, scope: Scope) -> dict[str, Any] | None:
        """Return what the matched route declares; None when no route matches, which the router answers with 404."""
        for route in self._routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope["state"]["route"] = (getattr(route, "path", ""), found.get("path_params", {}))
                return getattr(route, "openapi_extra", None) or {}
        return None

    async def _viewer(self, scope: Scope, headers: Headers) -> Viewer | None:
        """Find out who asks. Raises Unauthenticated for a token that is not valid."""
        authorization = headers.get("authorization")
        if authorization is not None:
            scheme, _, secret = authorization.partition(" ")
            viewer = None
            if scheme.lower() == "bearer":
                viewer = await self._known(secret.strip(), self._services.tokens.by_secret)
            if viewer is None:
                raise Unauthenticated("This token is not valid.", remedy="Make a new one in the settings.")
            return viewer
        cookie = _cookie(headers)
        if cookie:
            viewer = await self._known(cookie, self._services.sessions.by_secret)
            if viewer is not None:
                return viewer
        if self._services.settings.mode == "demo" and from_this_machine(scope.get("client"), headers):
            return DEMO
        return None

    async def _known(self, secret: str, find: Any) -> Viewer | None:
        found = self._viewers.get(secret)
        if found is not None:
            return found[1]
        age = self._viewers.age
        viewer: Viewer | None = await run_in_threadpool(find, secret)
        self._viewers.put(secret, viewer, age)
        return viewer


def _cookie(headers: Headers) -> str | None:
    """Return the session's secret; of several the first."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", "")[:8192])
    except CookieError:
        return None
    return jar[COOKIE].value if COOKIE in jar else None
