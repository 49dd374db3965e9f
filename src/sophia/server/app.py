"""The server: routes of all slices behind one gate."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from anyio import to_thread
from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from sophia.access.api import router as access
from sophia.access.routes import standing_for
from sophia.app import Services, product_version
from sophia.connections.api import router as connections
from sophia.dashboards.api import guide
from sophia.dashboards.api import router as dashboards
from sophia.feedback.api import router as feedback
from sophia.models.api import router as models
from sophia.server.errors import register
from sophia.server.frame import router as frame
from sophia.server.gate import Gate, Viewers
from sophia.server.pages import router as pages
from sophia.server.static import Assets
from sophia.server.status import router as status
from sophia.server.syncing import sync_when_due
from sophia.workspace.api import router as workspace

TITLE = "Sophia"
TOLD_SECONDS = 60
WARM_WAIT = 5.0
ABOUT = "Dashboards from sentences. Errors have one shape: {error: {code, message, field?, remedy?, id}}."


def routes() -> list[APIRoute]:
    """Return every route of the server, in the order in which they are tried."""
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def openapi() -> dict[str, Any]:
    """Return the description of the HTTP API; the spec's models are part of it."""
    shown = [route for route in routes() if route.include_in_schema]
    document = get_openapi(
        title=TITLE,
        version=product_version(),
        description=ABOUT,
        routes=shown,
        separate_input_output_schemas=False,
    )
    document["components"].setdefault("securitySchemes", {})["bearer"] = {"type": "http", "scheme": "bearer"}
    document["security"] = [{"bearer": []}, {}]
    return document


@functools.cache
def _openapi_bytes() -> bytes:
    return orjson.dumps(openapi())


described = APIRouter(include_in_schema=False)


@described.get("/api/openapi.json", **standing_for("health.read"))
def read_openapi() -> Response:
    """The description of this API."""
    return Response(_openapi_bytes(), media_type="application/json")


ROUTERS: tuple[APIRouter, ...] = (
    guide,
    dashboards,
    feedback,
    connections,
    workspace,
    models,
    access,
    status,
    described,
    frame,
    pages,
)


def _tell(services: Services, over: threading.Event) -> None:
    while not over.wait(TOLD_SECONDS):
        _write(services)


def _write(services: Services) -> None:
    """Write what was measured since the last time, as one line that CloudWatch Logs turns into metrics."""
    if services.settings.sync == "worker":
        services.meters.waiting(services.schedule.due())
    sys.stdout.write(orjson.dumps(services.meters.line()).decode() + "\n")
    sys.stdout.flush()


def create_app(services: Services) -> FastAPI:
    """Return the ASGI application over `services`, which it closes when it ends."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        over = threading.Event()
        warming = threading.Thread(target=services.warm, args=(over,), name="warm", daemon=True)
        warming.start()
        if services.settings.sync == "embedded":
            threading.Thread(target=sync_when_due, args=(services.schedule, over), name="sync", daemon=True).start()
        if services.settings.metrics_log:
            threading.Thread(target=_tell, args=(services, over), name="meters", daemon=True).start()
        yield
        over.set()
        if services.settings.metrics_log:
            _write(services)
        await to_thread.run_sync(warming.join, WARM_WAIT)
        services.close()

    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=living)
    viewers = Viewers()
    app.state.services = services
    app.state.assets = Assets()
    app.state.forget_viewers = viewers.forget
    app.router.routes.extend(routes())
    register(app)
    app.add_middleware(Gate, services=services, routes=app.router.routes, viewers=viewers)
    return app
