"""Routes of the workspace's settings."""

from __future__ import annotations

from fastapi import APIRouter, Request

from sophia.access.api import Asker, services_of
from sophia.access.routes import READS_JSON, standing_for
from sophia.access.schemas import WorkspaceReply
from sophia.workspace.schemas import WorkspaceBody
from sophia.workspace.service import Brand

router = APIRouter(tags=["workspace"])


@router.get("/api/workspace", response_model=WorkspaceReply, **standing_for("workspace.read"))
def read_workspace(request: Request) -> WorkspaceReply:
    """Name and brand colours."""
    return WorkspaceReply.model_validate(services_of(request).workspace.brand(), from_attributes=True)


@router.put("/api/workspace", response_model=WorkspaceReply, **standing_for("workspace.edit", *READS_JSON))
def change_workspace(body: WorkspaceBody, asker: Asker, request: Request) -> WorkspaceReply:
    """Change name and brand colours."""
    brand = Brand(body.name, body.primary.lower(), body.accent.lower())
    changed = services_of(request).workspace.change(asker, brand)
    return WorkspaceReply.model_validate(changed, from_attributes=True)
