"""Errors a person may see: each carries its HTTP status, a stable code, and the remedy."""

from __future__ import annotations


class SophiaError(Exception):
    """Something went wrong that the asker can be told about.

    `message` says what, in words for the asker; `field` names the input at fault (dotted path) and `remedy` what to do.
    Subclasses fix `status` (HTTP) and `code` (stable, snake_case).
    """

    status = 500
    code = "internal"

    def __init__(self, message: str, *, field: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy

    def as_dict(self) -> dict[str, str]:
        """Return the public shape: {code, message, field?, remedy?}."""
        parts = {"code": self.code, "message": self.message, "field": self.field, "remedy": self.remedy}
        return {key: value for key, value in parts.items() if value is not None}


class BadInput(SophiaError):
    """The request was understood as a request, but a value in it cannot be used."""

    status = 422
    code = "bad_input"


class NotFound(SophiaError):
    """The named thing does not exist, or the viewer may not know that it does."""

    status = 404
    code = "not_found"


class Unauthenticated(SophiaError):
    """Nobody is signed in and the route needs somebody."""

    status = 401
    code = "unauthenticated"


class Forbidden(SophiaError):
    """The viewer is known and may not do this."""

    status = 403
    code = "forbidden"


class Conflict(SophiaError):
    """Somebody else changed the thing in the meantime."""

    status = 409
    code = "conflict"


class TooLarge(SophiaError):
    """The request body or a value in it exceeds its limit."""

    status = 413
    code = "too_large"


class QueryRefused(SophiaError):
    """A query was stopped before it ran: it is not one plain SELECT over the catalog."""

    status = 422
    code = "query_refused"


class QueryFailed(SophiaError):
    """A query ran and the engine reported an error."""

    status = 422
    code = "query_failed"


class QueryStopped(SophiaError):
    """A query was killed at its time or memory limit."""

    status = 422
    code = "query_stopped"


class SourceUnreachable(SophiaError):
    """The system behind a connection did not answer."""

    status = 502
    code = "source_unreachable"


class Overloaded(SophiaError):
    """Too much is running; trying again shortly will work."""

    status = 503
    code = "overloaded"


class Draining(SophiaError):
    """This process is about to end; another one answers."""

    status = 503
    code = "draining"


class StorageBusy(SophiaError):
    """The state database is locked or out of reach for now."""

    status = 503
    code = "storage_busy"


class StorageFull(SophiaError):
    """The disk under the state database is full: nothing was written."""

    status = 507
    code = "storage_full"


class WrongMediaType(SophiaError):
    """The body is not of the type that the route reads."""

    status = 415
    code = "wrong_media_type"


class TooManyRequests(SophiaError):
    """The same thing was tried too often."""

    status = 429
    code = "too_many_requests"
