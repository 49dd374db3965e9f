"""Routes of dashboards: the guide's three requests, the document, its versions, its data, its exports."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, cast

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from sophia.access.api import Asker, services_of
from sophia.access.routes import READS_JSON, standing_for
from sophia.dashboards.change import Added, Changes
from sophia.dashboards.data import Asked, DashboardData, Mark, Packed
from sophia.dashboards.export import as_file, export_component, export_dashboard
from sophia.dashboards.health import health_of
from sophia.dashboards.schemas import (
    AddBody,
    ChangeReply,
    CodeReply,
    DashboardHealth,
    DashboardReply,
    DashboardsReply,
    DataBody,
    DataReply,
    DatasetReply,
    EvidenceReply,
    GenerateBody,
    ModifyBody,
    OptionsReply,
    RestoreBody,
    RowsBody,
    SaveBody,
    VersionsReply,
)
from sophia.dashboards.service import Dashboards
from sophia.dashboards.stream import Work, events_of
from sophia.dashboards.wire import change_reply, dashboard_reply, evidence_reply, opened_reply, summary
from sophia.kernel.errors import BadInput, QueryFailed
from sophia.planner.outcome import Evidence, Report, silent
from sophia.planner.request import Request as PlannerRequest
from sophia.query.encode import encode
from sophia.spec.dashboard import Dashboard

router = APIRouter(tags=["dashboards"])
guide = APIRouter(tags=["guide"])
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _dashboards(request: Request) -> Dashboards:
    return cast(Dashboards, services_of(request).dashboards)


def _changes(request: Request) -> Changes:
    return cast(Changes, services_of(request).changes)


def _data(request: Request) -> DashboardData:
    return cast(DashboardData, services_of(request).data)


Documents = Annotated[Dashboards, Depends(_dashboards)]
Editing = Annotated[Changes, Depends(_changes)]
Data = Annotated[DashboardData, Depends(_data)]


def _streaming(action: Any, *statuses: int) -> dict[str, Any]:
    declared = standing_for(action, *statuses)
    words = "The dashboard; with Accept: text/event-stream the events understood, queried, placed, done, error."
    declared["responses"][200] = {"model": ChangeReply, "description": words, "content": {"text/event-stream": {}}}
    return declared


@guide.post("/generate-dashboard", **_streaming("dashboard.generate", *READS_JSON))
async def generate_dashboard(
    body: GenerateBody, request: Request, asker: Asker, changes: Editing, data: Data
) -> Response:
    """Make a dashboard from a description. The same request is the same dashboard."""
    asked = PlannerRequest(
        description=body.description,
        type=body.type,
        data_sources=tuple(body.data_sources),
        features=tuple(body.features),
    )
    made: list[str] = []

    def work(report: Report) -> bytes:
        done = changes.generate(asker, asked, report)
        made.append(done.spec.id)
        return change_reply(done)

    return await _answer(request, work, BackgroundTask(lambda: data.warm(asker, made)))


@guide.post("/add-component", **_streaming("dashboard.edit", 404, 409, *READS_JSON))
async def add_component(body: AddBody, request: Request, asker: Asker, changes: Editing) -> Response:
    """Add one component to a dashboard, or show what it would look like."""
    asked = Added(body.description, body.data_source, body.position)

    def work(report: Report) -> bytes:
        return change_reply(changes.add(asker, body.dashboard_id, asked, preview=body.preview, report=report))

    return await _answer(request, work)


@guide.post("/modify-dashboard", **_streaming("dashboard.edit", 404, 409, *READS_JSON))
async def modify_dashboard(body: ModifyBody, request: Request, asker: Asker, changes: Editing) -> Response:
    """Change a dashboard as a sentence says, or show what it would look like."""

    def work(report: Report) -> bytes:
        done = changes.modify(
            asker,
            body.dashboard_id,
            body.modification,
            preserve=body.preserve_functionality,
            preview=body.preview,
            report=report,
        )
        return change_reply(done)

    return await _answer(request, work)


async def _answer(request: Request, work: Work, after: BackgroundTask | None = None) -> Response:
    """Run `work` in a thread and answer with its bytes, or with its steps when the client reads an event stream."""
    if "text/event-stream" in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        events = events_of(work, request.state.request_id)
        return StreamingResponse(events, media_type="text/event-stream", headers=headers, background=after)
    return Response(await run_in_threadpool(work, silent), media_type=JSON, background=after)


@router.get("/api/dashboards", response_model=DashboardsReply, **standing_for("dashboard.read"))
def list_dashboards(asker: Asker, dashboards: Documents) -> Response:
    """Every dashboard, the last changed first."""
    demo = dashboards.demo_connections()
    return _json({"dashboards": [summary(head, demo) for head in dashboards.all(asker)]})


@router.get("/api/dashboards/{key}", response_model=DashboardReply, **standing_for("dashboard.read", 404, 422))
def read_dashboard(
    key: str, asker: Asker, dashboards: Documents, version: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """One dashboard by id, slug or the guide's name, at its current or a given version."""
    return Response(opened_reply(dashboards.open(asker, key, version)), media_type=JSON)


@router.put(
    "/api/dashboards/{key}", response_model=DashboardReply, **standing_for("dashboard.edit", 404, 409, *READS_JSON)
)
def save_dashboard(key: str, body: SaveBody, asker: Asker, dashboards: Documents) -> Response:
    """Save an edited spec as a new version; 409 when somebody saved since `base_version`."""
    saved = dashboards.save(asker, key, body.spec, body.base_version, body.message)
    return Response(dashboard_reply(saved, body.spec), media_type=JSON)


@router.get(
    "/api/dashboards/{key}/components/{component}/code",
    response_model=CodeReply,
    **standing_for("dashboard.read", 404, 422),
)
def read_code(key: str, component: str, asker: Asker, dashboards: Documents) -> CodeReply:
    """What a custom component compiles to; the sandboxed frame runs it."""
    return CodeReply(code=dashboards.code(asker, key, component).code)


@router.delete("/api/dashboards/{key}", status_code=204, **standing_for("dashboard.delete", 404))
def delete_dashboard(key: str, asker: Asker, dashboards: Documents) -> Response:
    """Take a dashboard away."""
    dashboards.delete(asker, key)
    return Response(status_code=204)


@router.get("/api/dashboards/{key}/versions", response_model=VersionsReply, **standing_for("dashboard.read", 404))
def list_versions(key: str, asker: Asker, dashboards: Documents) -> Response:
    """Every version, newest first."""
    names = ("version", "created_at", "author", "message", "changes")
    shown = [{name: getattr(item, name) for name in names} for item in dashboards.versions(asker, key)]
    return _json({"versions": shown})


@router.get(
    "/api/dashboards/{key}/versions/{number}", response_model=DashboardReply, **standing_for("dashboard.read", 404, 422)
)
def read_version(key: str, number: int, asker: Asker, dashboards: Documents) -> Response:
    """One version."""
    return Response(opened_reply(dashboards.open(asker, key, number)), media_type=JSON)


@router.post(
    "/api/dashboards/{key}/restore",
    response_model=DashboardReply,
    **standing_for("dashboard.edit", 404, 409, *READS_JSON),
)
def restore_version(key: str, body: RestoreBody, asker: Asker, dashboards: Documents) -> Response:
    """Make an old version the newest one."""
    saved = dashboards.restore(asker, key, body.version)
    return Response(dashboard_reply(saved, Dashboard.model_validate_json(saved.spec)), media_type=JSON)


@router.post("/api/dashboards/{key}/undo", response_model=DashboardReply, **standing_for("dashboard.edit", 404, 409))
def undo_change(key: str, asker: Asker, dashboards: Documents) -> Response:
    """Take the last change back, as a new version; again for the one before."""
    saved = dashboards.undo(asker, key)
    return Response(dashboard_reply(saved, Dashboard.model_validate_json(saved.spec)), media_type=JSON)


@router.post(
    "/api/dashboards/{key}/data", response_model=DataReply, **standing_for("dashboard.query", 404, *READS_JSON)
)
async def read_data(key: str, body: DataBody, request: Request, asker: Asker, data: Data) -> Response:
    """The results of a dashboard's datasets in one reply; a warm one is bytes that were compressed before."""
    datasets = tuple(body.datasets) if body.datasets is not None else None
    asked = Asked(body.values, datasets, body.page, body.fresh)
    packed = data.peek(asker, key, asked)
    if packed is None:
        packed = await run_in_threadpool(data.reply, asker, key, asked)
    return packed_response(packed, request)


def packed_response(packed: Packed, request: Request) -> Response:
    """Return ready-made bytes, or 304 when the client has them."""
    headers = {"ETag": packed.tag, "Vary": "Accept-Encoding", "Cache-Control": "private, no-cache"}
    if packed.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body, encoding = packed.encoded(request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=JSON, headers=headers)


@router.post(
    "/api/dashboards/{key}/rows", response_model=DatasetReply, **standing_for("dashboard.query", 404, *READS_JSON)
)
def read_rows(key: str, body: RowsBody, asker: Asker, data: Data) -> Response:
    """The rows behind one mark of a chart."""
    result = data.rows(asker, key, Mark(body.dataset, body.point), values=body.values, limit=body.limit)
    return Response(encode(result), media_type=JSON)


@router.get(
    "/api/dashboards/{key}/options/{param}", response_model=OptionsReply, **standing_for("dashboard.query", 404, 422)
)
def read_options(key: str, param: str, asker: Asker, data: Data) -> Response:
    """The values that a filter offers, with their counts."""
    result = data.options(asker, key, param)
    if result.failure is not None:
        raise QueryFailed(result.failure.message, remedy=result.failure.remedy)
    pairs = zip(result.column("value"), result.column("count"), strict=True)
    return _json(
        {"values": [{"value": value, "count": count} for value, count in pairs], "truncated": result.truncated}
    )


@router.get(
    "/api/dashboards/{key}/evidence/{dataset}",
    response_model=EvidenceReply,
    **standing_for("dashboard.query", 404, 422),
)
def read_evidence(
    key: str, dataset: str, asker: Asker, data: Data, values: Annotated[str, Query(max_length=8000)] = "{}"
) -> Response:
    """How one dataset's numbers were computed: the query as run for these values, its rows and milliseconds."""
    result = data.results(asker, key, Asked(_values(values), (dataset,)))[1][dataset]
    if result.failure is not None:
        raise QueryFailed(result.failure.message, remedy=result.failure.remedy)
    return _json(evidence_reply(Evidence.of(dataset, result)))


@router.get("/api/dashboards/{key}/export.xlsx", response_class=Response, **standing_for("dashboard.export", 404, 422))
def export_all(key: str, asker: Asker, data: Data, values: Annotated[str, Query(max_length=8000)] = "{}") -> Response:
    """Every component that shows data, one worksheet each."""
    body, name = export_dashboard(data, asker, key, Asked(_values(values)))
    return _file(body, XLSX, f"{name}.xlsx")


@router.get(
    "/api/dashboards/{key}/export/{component}.{ending}",
    response_class=Response,
    **standing_for("dashboard.export", 404, 422),
)
def export_one(  # noqa: PLR0917 - path and query parts of one route
    key: str,
    component: str,
    ending: Literal["csv", "xlsx"],
    asker: Asker,
    data: Data,
    values: Annotated[str, Query(max_length=8000)] = "{}",
) -> Response:
    """One component's numbers as on the screen, with the filters of the screen."""
    sheet, name = export_component(data, asker, key, component, Asked(_values(values)))
    body, media = as_file(sheet, ending)
    return _file(body, media, f"{name}.{ending}")


@router.get("/d/{slug}/api/health", response_model=DashboardHealth, **standing_for("dashboard.query", 404))
def read_health(slug: str, asker: Asker, data: Data) -> DashboardHealth:
    """How each dataset of a dashboard is doing."""
    return health_of(data, asker, slug)


def _values(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise BadInput("`values` is a JSON object: param id to value.", field="values")
    return values


def _json(document: Any) -> Response:
    return Response(orjson.dumps(document), media_type=JSON)


def _file(body: bytes, media: str, name: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
