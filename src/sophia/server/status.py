"""Routes that tell whether the server lives, is ready, and what it is."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from pydantic import BaseModel

from sophia.access.routes import standing_for
from sophia.app import Services
from sophia.kernel.errors import Draining

router = APIRouter(tags=["health"])


class HealthReply(BaseModel):
    """That the server answers, which version it is, and how much it holds."""

    status: Literal["ok"]
    version: str
    mode: Literal["demo", "server"]
    dashboards: int
    connections: int


class AliveReply(BaseModel):
    """That the process answers."""

    status: Literal["ok"]


@router.get("/health", response_model=HealthReply, **standing_for("health.read"))
def read_health(request: Request) -> HealthReply:
    """Whether Sophia works: state database, dashboards and connections are counted."""
    services: Services = request.app.state.services
    return HealthReply(
        status="ok",
        version=services.version,
        mode=services.settings.mode,
        dashboards=services.count_dashboards(),
        connections=len(services.registry.names()),
    )


@router.get("/metrics", **standing_for("metrics.read"))
def read_metrics(request: Request) -> Response:
    """What this process counted and timed, in Prometheus' text format."""
    services: Services = request.app.state.services
    return Response(services.meters.exposition(), media_type=CONTENT_TYPE_PLAIN_0_0_4)


@router.get("/api/health/live", response_model=AliveReply, **standing_for("health.read", any_host=True))
async def read_live() -> AliveReply:
    """Whether the process answers."""
    return AliveReply(status="ok")


@router.get("/api/health/ready", response_model=AliveReply, **standing_for("health.read", any_host=True))
def read_ready(request: Request) -> AliveReply:
    """Whether requests should be sent here: the state database answers and the process is not about to end."""
    services: Services = request.app.state.services
    if services.draining.is_set():
        raise Draining("This process is about to end.", remedy="Ask another one.")
    services.count_dashboards()
    return AliveReply(status="ok")
