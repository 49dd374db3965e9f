"""Errors as replies: one JSON shape with an id that finds the log line; never a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger

LOG = logger("server")
WORDS = {404: ("not_found", "There is nothing here."), 405: ("method_not_allowed", "This cannot be done here.")}


def error_reply(status: int, detail: Mapping[str, str], request_id: str) -> Response:
    """Return the error as sent; `detail` has code, message and perhaps field and remedy."""
    headers = {"Retry-After": "2"} if status in {429, 503} else {}
    body = orjson.dumps({"error": {**detail, "id": request_id}})
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def internal_error(request_id: str) -> Response:
    """Return the reply to what nobody foresaw."""
    detail = {
        "code": "internal",
        "message": "Something went wrong here.",
        "remedy": "Quote the id to your administrator.",
    }
    return error_reply(500, detail, request_id)


def register(app: FastAPI) -> None:
    """Let `app` answer every error in the one shape."""
    app.add_exception_handler(SophiaError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _id(request: Request) -> str:
    return str(getattr(request.state, "request_id", "-"))


async def _on_known(request: Request, error: Exception) -> Response:
    assert isinstance(error, SophiaError)
    if error.status >= 500:
        LOG.warning("request failed", request_id=_id(request), code=error.code, reason=error.message)
    return error_reply(error.status, error.as_dict(), _id(request))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        return error_reply(400, _unreadable(), _id(request))
    code, words = WORDS.get(error.status_code, (f"http_{error.status_code}", "This request was not understood."))
    reply = error_reply(error.status_code, {"code": code, "message": words}, _id(request))
    reply.headers.update(error.headers or {})
    return reply


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return error_reply(400, _unreadable(), _id(request))
    field = _field(first["loc"])
    detail = {"code": "bad_input", "message": _words(first, field), "field": field or "body"}
    detail["remedy"] = "Correct it and send the request again; /api/openapi.json describes what is read."
    return error_reply(422, detail, _id(request))


def _unreadable() -> dict[str, str]:
    return {"code": "bad_json", "message": "The body is not readable JSON.", "remedy": "Send one JSON object."}


def _field(place: Sequence[Any]) -> str:
    """Return the dotted path of the input at fault, without the part of the request that it is in."""
    parts = [str(part) for part in place]
    return ".".join(parts[1:] if parts[:1] in (["body"], ["query"], ["path"]) else parts)[:200]


def _words(first: Mapping[str, Any], field: str) -> str:
    if first["type"] == "missing":
        return f"{field or 'The body'} is missing."
    if first["type"] == "extra_forbidden":
        return f"{field} is not known here."
    text = str(first["msg"]).removeprefix("Value error, ")
    return f"{field}: {text}." if field else f"{text}."
