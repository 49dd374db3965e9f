"""What a route declares: the action it stands for and the errors it may answer with."""

from __future__ import annotations

from typing import Any

from sophia.access.policy import Action
from sophia.access.schemas import ErrorReply

KEY = "x-sophia-action"
ANY_HOST = "x-sophia-any-host"
MULTIPART = {"x-sophia-body": "multipart/form-data"}
WORDS = {
    400: "The body is not readable.",
    401: "Nobody is signed in.",
    403: "The viewer may not do this, or the request comes from a foreign page.",
    404: "There is no such thing.",
    409: "It was changed by somebody else in the meantime, or exists already.",
    413: "The body is too large.",
    415: "The body is not of the type that the route reads.",
    421: "The Host header names another server.",
    422: "A value cannot be used; `field` names it.",
    429: "Tried too often.",
    502: "The system behind a connection did not answer.",
    503: "Busy; try again shortly.",
}


def standing_for(action: Action, *statuses: int, any_host: bool = False) -> dict[str, Any]:
    """Return the arguments of a route decorator: its action, and its errors with their shape.

    Every route may answer 401, 403, 421 and 503 beside `statuses`. With `any_host` it answers whatever host is named,
    as a balancer that asks each machine by its address needs it.
    """
    declared = sorted({401, 403, 503, *statuses} | (set() if any_host else {421}))
    return {
        "openapi_extra": {KEY: action, **({ANY_HOST: True} if any_host else {})},
        "responses": {status: {"model": ErrorReply, "description": WORDS[status]} for status in declared},
    }


READS_JSON = (400, 413, 415, 422)
