"""Pages: the web app's one document, with the boot data that a first look needs written into it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import secrets
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from sophia.access.policy import authorize
from sophia.access.routes import standing_for
from sophia.app import Services
from sophia.dashboards.data import Asked
from sophia.dashboards.shelf import Opened
from sophia.dashboards.wire import dashboard_reply
from sophia.kernel.errors import NotFound, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.query.encode import compress
from sophia.server.headers import page_policy
from sophia.server.static import Assets
from sophia.spec.dashboard import Dashboard, Page

router = APIRouter(include_in_schema=False)
BOOT = "<!--sophia-boot-->"
NONCE = "__CSP_NONCE__"
DATA_SECONDS = 0.25
NOT_BUILT = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Sophia</title></head><body><h1>Sophia</h1>\
<p>The web app is not built. Run <code>make run</code>; the API works without it.</p></body></html>"
)


async def _page(request: Request) -> Response:
    """Any page of the web app."""
    return await _render(request, None)


for _path in ("/", "/gallery", "/connections", "/connections/{name}", "/login", "/setup", "/password", "/settings"):
    router.add_api_route(_path, _page, methods=["GET"], **standing_for("page.open"))


@router.get("/d/{slug}", **standing_for("page.open"))
async def dashboard_page(slug: str, request: Request) -> Response:
    """A dashboard, with its spec and, where they are at hand, its first page's numbers."""
    return await _render(request, slug)


@router.get("/assets/{name:path}", **standing_for("page.open"))
def asset(name: str, request: Request) -> Response:
    """A file of the web app."""
    assets: Assets = request.app.state.assets
    found = assets.reply(f"assets/{name}", request.headers.get("accept-encoding", ""))
    if found is None:
        raise NotFound("There is no such file.")
    return found


@router.get("/{path:path}", **standing_for("page.open"))
async def no_page(path: str, request: Request) -> Response:
    """An address that leads nowhere: people get the web app's own page about it, programs the usual error."""
    if path.startswith(("api/", "assets/")) or "text/html" not in request.headers.get("accept", ""):
        raise NotFound("There is nothing here.")
    page = await _render(request, None)
    if page.status_code == 200:
        page.status_code = 404
    return page


async def _render(request: Request, slug: str | None) -> Response:
    services: Services = request.app.state.services
    viewer: Viewer | None = request.state.viewer
    session = await run_in_threadpool(services.session, viewer)
    elsewhere = _elsewhere(request, session)
    if elsewhere:
        return RedirectResponse(elsewhere, status_code=303)
    boot: dict[str, Any] = {"session": session}
    assets: Assets = request.app.state.assets
    document, status = assets.page() or NOT_BUILT, 200
    if slug is not None and viewer is not None:
        try:
            opened = await _open(services, viewer, slug)
            page = _page_of(opened.spec, request)
            asked = Asked(_values(request, opened.spec), page=page.id)
            boot["dashboard"] = orjson.Fragment(dashboard_reply(opened.saved))
            boot |= await _data_boot(services, viewer, slug, asked)
            links = assets.links(component.kind for component in page.components)
            document = document.replace("</head>", links + "</head>", 1)
        except SophiaError as error:
            status, boot["dashboard"] = error.status, None
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": page_policy(nonce), "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    plain = write_boot(document, {**boot, "csp_nonce": nonce}, nonce)
    body, encoding = compress(plain, request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=headers)


def _elsewhere(request: Request, session: dict[str, Any]) -> str | None:
    """Return where nobody is sent first: to setup, or to the login with the way back."""
    path = request.url.path
    if session["setup_needed"]:
        return None if path == "/setup" else "/setup"
    if session["viewer"] is None and path not in {"/login", "/setup", "/password"}:
        target = path + (f"?{request.url.query}" if request.url.query else "")
        return f"/login?next={quote(target, safe='')}"
    return None


async def _open(services: Services, viewer: Viewer, slug: str) -> Opened:
    authorize(viewer, "dashboard.read")
    return await run_in_threadpool(services.dashboards.open, viewer, slug)


def _page_of(spec: Dashboard, request: Request) -> Page:
    """Return the page that the address names, else the first."""
    wanted = request.query_params.get("page")
    return next((page for page in spec.pages if page.id == wanted), spec.pages[0])


async def _data_boot(services: Services, viewer: Viewer, slug: str, asked: Asked) -> dict[str, Any]:
    """Return the page's numbers when they are at hand or soon are."""
    with contextlib.suppress(TimeoutError, SophiaError):
        packed = services.data.peek(viewer, slug, asked)
        if packed is None:
            work = run_in_threadpool(functools.partial(services.data.reply, viewer, slug, asked))
            packed = await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(work)), DATA_SECONDS)
        return {"data": orjson.Fragment(packed.body)}
    return {}


def _values(request: Request, spec: Dashboard) -> dict[str, Any]:
    """Return the values of `?p.<param>=<json>` for params that exist; what is not readable counts as not set."""
    known = {param.id for param in spec.params}
    found: dict[str, Any] = {}
    for name, text in request.query_params.items():
        if name.startswith("p.") and name[2:] in known:
            with contextlib.suppress(ValueError, RecursionError):
                found[name[2:]] = json.loads(text)
    return found


def write_boot(page: str, boot: dict[str, Any], nonce: str) -> bytes:
    """Return the page with the boot data in a script element that holds data and cannot be left early."""
    data = orjson.dumps(boot).replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")
    data = data.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
    script = b'<script type="application/json" id="sophia-boot">' + data + b"</script>"
    document = page.replace(NONCE, nonce).encode()
    if BOOT.encode() in document:
        return document.replace(BOOT.encode(), script, 1)
    return document.replace(b"</body>", script + b"</body>", 1)
