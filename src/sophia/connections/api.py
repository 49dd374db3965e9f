"""Routes of connections: kinds of sources, connect, upload, describe, remove."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from sophia.access.api import Asker, services_of
from sophia.access.policy import Action
from sophia.access.routes import MULTIPART, READS_JSON, standing_for
from sophia.catalog.semantic.document import check_sum, read_files
from sophia.connections.schemas import (
    CheckupReply,
    ConnectionBody,
    ConnectionReply,
    ConnectionsReply,
    ConnectionSummary,
    ImportReply,
    SourceReply,
    SourcesReply,
    SyncReply,
)
from sophia.connections.service import Connections, Described, Files, SemanticModel
from sophia.kernel.errors import BadInput, NotFound
from sophia.sources.registry import sources

router = APIRouter(tags=["connections"])


def _takes_files(action: Action, fields: dict[str, Any], *statuses: int) -> dict[str, Any]:
    """Return the arguments of a route that reads multipart/form-data: the part `file`, and `fields` beside it."""
    declared = standing_for(action, *READS_JSON, *statuses)
    files = {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}}
    schema = {"type": "object", "required": ["file"], "properties": {**files, **fields}}
    body = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return {**declared, "openapi_extra": {**declared["openapi_extra"], **MULTIPART, "requestBody": body}}


TEXT = {"type": "string"}
UPLOAD = _takes_files("connection.add", {"name": TEXT}, 409)
IMPORT = _takes_files("catalog.edit", {"format": TEXT, "dialect": TEXT, "dry_run": {"type": "boolean"}}, 404)


def _service(request: Request) -> Connections:
    return cast(Connections, services_of(request).connections)


Service = Annotated[Connections, Depends(_service)]


@router.get("/api/sources", response_model=SourcesReply, **standing_for("connection.read"))
def list_sources(asker: Asker, service: Service) -> SourcesReply:
    """Every kind of system that can be connected, with its settings."""
    live = service.live_checks(asker)
    shown = [source for source in sources().values() if source.load or source.open or source.sync]
    return SourcesReply(sources=[SourceReply.of(source, live.get(source.kind)) for source in shown])


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
    async with _parts(request) as (files, fields):
        folder = services_of(request).settings.home / "data"
        described = await run_in_threadpool(_take, service, asker, files, fields.get("name") or None, folder)
    return ConnectionReply.of(described)


@router.post("/api/connections/{name}/catalog/import", response_model=ImportReply, **IMPORT)
async def import_semantic_model(name: str, request: Request, asker: Asker, service: Service) -> ImportReply:
    """Send a semantic model (dbt, Cube, OSI): its metrics, joins and words become the catalog's."""
    async with _parts(request) as (files, fields):
        check_sum(file.size or 0 for file in files)
        contents = [(safe_name(file.filename or "model.yml"), await file.read()) for file in files]
        dry_run = fields.get("dry_run", "").lower() in {"true", "1", "yes"}
        model = await run_in_threadpool(_model, contents, fields.get("format", ""), fields.get("dialect", ""), dry_run)
        done = await run_in_threadpool(service.import_model, asker, name, model)
    return ImportReply.of(done, kept=not dry_run)


def _model(contents: list[tuple[str, bytes]], form: str, dialect: str, dry_run: bool) -> SemanticModel:
    return SemanticModel(read_files(contents), form, dialect, dry_run)


@asynccontextmanager
async def _parts(request: Request) -> AsyncIterator[tuple[list[UploadFile], dict[str, str]]]:
    """Yield the files and the text fields of a form. Raises BadInput when there is no file."""
    try:
        form = await request.form(max_files=200, max_fields=10)
    except MultiPartException as error:
        raise BadInput(f"The upload is not readable: {error.message}", field="file") from None
    try:
        files = [item for item in form.getlist("file") if isinstance(item, UploadFile) and item.filename]
        if not files:
            raise BadInput("No file was sent.", field="file", remedy="Send multipart/form-data with the part `file`.")
        yield files, {key: value.strip() for key, value in form.items() if isinstance(value, str)}
    finally:
        await form.close()


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


@router.get("/api/connections/{name}/sync", response_model=SyncReply, **standing_for("connection.read", 404))
def sync_of_connection(name: str, asker: Asker, service: Service) -> SyncReply:
    """When a synced connection was and will be synced, and how its last cycles went. 404 for one read where it is."""
    state = service.sync_state(asker, name)
    if state is None:
        raise NotFound(f"The connection {name!r} is not synced.", field="name")
    return SyncReply.of(state)


@router.post("/api/connections/{name}/sync", status_code=202, **standing_for("connection.add", 404))
def sync_connection(name: str, asker: Asker, service: Service) -> Response:
    """Let a synced connection be synced next."""
    service.sync_now(asker, name)
    return Response(status_code=202)


@router.delete("/api/connections/{name}", status_code=204, **standing_for("connection.remove", 404))
def remove_connection(name: str, asker: Asker, service: Service) -> Response:
    """Take a connection away; what is stored of it here is deleted."""
    service.remove(asker, name)
    return Response(status_code=204)


@router.post("/api/connections/{name}/test", response_model=CheckupReply, **standing_for("connection.add", 404))
def test_connection(name: str, asker: Asker, service: Service) -> CheckupReply:
    """Test a connection: reached, let in, readable, fast, fresh, calls left; each with a verdict and a remedy."""
    return CheckupReply.of(service.check_up(asker, name))
