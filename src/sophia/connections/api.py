"""Routes of connections: kinds of sources, connect, upload, describe, remove."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from sophia.access.api import Asker, services_of
from sophia.access.routes import MULTIPART, READS_JSON, standing_for
from sophia.connections.schemas import (
    ConnectionBody,
    ConnectionReply,
    ConnectionsReply,
    ConnectionSummary,
    SourceReply,
    SourcesReply,
)
from sophia.connections.service import Connections, Described, Files
from sophia.kernel.errors import BadInput
from sophia.sources.registry import sources

router = APIRouter(tags=["connections"])
UPLOAD = {
    **standing_for("connection.add", *READS_JSON, 409),
    "openapi_extra": {
        **standing_for("connection.add")["openapi_extra"],
        **MULTIPART,
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {
                            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                            "name": {"type": "string"},
                        },
                    }
                }
            },
        },
    },
}


def _service(request: Request) -> Connections:
    return cast(Connections, services_of(request).connections)


Service = Annotated[Connections, Depends(_service)]


@router.get("/api/sources", response_model=SourcesReply, **standing_for("connection.read"))
def list_sources() -> SourcesReply:
    """Every kind of system that can be connected, with its settings."""
    shown = [source for source in sources().values() if source.load or source.open]
    return SourcesReply(sources=[SourceReply.of(source) for source in shown])


@router.get("/api/connections", response_model=ConnectionsReply, **standing_for("connection.read"))
def list_connections(asker: Asker, service: Service) -> ConnectionsReply:
    """Every connection."""
    return ConnectionsReply(connections=[ConnectionSummary.of(saved) for saved in service.all(asker)])


@router.post(
    "/api/connections",
    status_code=201,
    response_model=ConnectionReply,
    **standing_for("connection.add", *READS_JSON, 409, 502),
)
def add_connection(body: ConnectionBody, asker: Asker, service: Service) -> ConnectionReply:
    """Connect a live system: it is reached, introspected, and answered with its catalog."""
    return ConnectionReply.of(service.add(asker, body.source, body.config, body.name))


@router.post("/api/connections/upload", status_code=201, response_model=ConnectionReply, **UPLOAD)
async def upload_files(request: Request, asker: Asker, service: Service) -> ConnectionReply:
    """Send one file or several: together they become one connection with a table per file."""
    try:
        form = await request.form(max_files=200, max_fields=10)
    except MultiPartException as error:
        raise BadInput(f"The upload is not readable: {error.message}", field="file") from None
    try:
        files = [item for item in form.getlist("file") if isinstance(item, UploadFile) and item.filename]
        name = form.get("name")
        if not files:
            raise BadInput("No file was sent.", field="file", remedy="Send multipart/form-data with the part `file`.")
        wanted = name.strip() if isinstance(name, str) and name.strip() else None
        folder = services_of(request).settings.home / "data"
        described = await run_in_threadpool(_take, service, asker, files, wanted, folder)
    finally:
        await form.close()
    return ConnectionReply.of(described)


def _take(service: Connections, asker: Asker, files: list[UploadFile], name: str | None, folder: Path) -> Described:
    """Put the parts on disk under safe names and load them; the copies are gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".upload-") as work:
        paths: list[Path] = []
        for number, file in enumerate(files):
            place = Path(work) / str(number) if len(files) > 1 else Path(work)
            place.mkdir(exist_ok=True)
            paths.append(place / safe_name(file.filename or "data"))
            with paths[-1].open("wb") as target:
                shutil.copyfileobj(file.file, target)
        first = safe_name(files[0].filename or "data")
        return service.add_files(asker, Files(paths, name, title=Path(first).stem))


def safe_name(name: str) -> str:
    """Return the last part of a file name with word characters, dashes and dots only, at most 120 characters."""
    plain = re.sub(r"[^\w.-]+", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")
    return plain[-120:] or "data"


@router.get("/api/connections/{name}", response_model=ConnectionReply, **standing_for("connection.read", 404))
def describe_connection(name: str, asker: Asker, service: Service) -> ConnectionReply:
    """One connection with its catalog and sentences that work on it."""
    return ConnectionReply.of(service.describe(asker, name))


@router.delete("/api/connections/{name}", status_code=204, **standing_for("connection.remove", 404))
def remove_connection(name: str, asker: Asker, service: Service) -> Response:
    """Take a connection away; what is stored of it here is deleted."""
    service.remove(asker, name)
    return Response(status_code=204)
