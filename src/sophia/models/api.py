"""Routes of the workspace's model: read, change, try, and what its calls took."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from sophia.access.api import Asker, services_of
from sophia.access.routes import READS_JSON, standing_for
from sophia.models.schemas import CallsReply, ModelBody, ModelReply, TriedReply
from sophia.models.service import Models, Origin, installed
from sophia.models.setting import Setting

router = APIRouter(tags=["model"])


def _models(request: Request) -> Models:
    return cast(Models, services_of(request).models)


Asked = Annotated[Models, Depends(_models)]


@router.get("/api/model", response_model=ModelReply, **standing_for("model.read"))
def read_model(asker: Asker, models: Asked) -> ModelReply:
    """The model that revises the rules' reading; never its key."""
    return _reply(*models.current(asker))


@router.put("/api/model", response_model=ModelReply, **standing_for("model.edit", *READS_JSON))
def change_model(body: ModelBody, asker: Asker, models: Asked) -> ModelReply:
    """Set the model, or none."""
    return _reply(models.change(asker, body.setting(), body.secret), "workspace")


@router.delete("/api/model", status_code=204, **standing_for("model.edit"))
def clear_model(asker: Asker, models: Asked) -> Response:
    """Forget the setting; what the environment says counts again."""
    models.clear(asker)
    return Response(status_code=204)


@router.post("/api/model/test", response_model=TriedReply, **standing_for("model.edit", *READS_JSON))
def test_model(body: ModelBody, asker: Asker, models: Asked) -> TriedReply:
    """Ask a model something small, without keeping the setting."""
    return TriedReply.model_validate(asdict(models.test(asker, body.setting(), body.secret)))


@router.get("/api/model/calls", response_model=CallsReply, **standing_for("model.read", 422))
def read_calls(asker: Asker, models: Asked, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> CallsReply:
    """What the latest calls took, and the sums over the last 30 days."""
    calls, totals = models.calls(asker, limit)
    shown = {"calls": [asdict(call) for call in calls], "last_30_days": asdict(totals)}
    return CallsReply.model_validate(shown)


def _reply(setting: Setting, origin: Origin) -> ModelReply:
    shown = asdict(setting)
    key = shown.pop("key")
    return ModelReply(**shown, key_set=bool(key), origin=origin, installed=installed())
