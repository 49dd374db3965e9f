"""The log: one JSON object per line on standard error, with secrets taken out on the way."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

SECRET_NAMES = re.compile(r"pass(word|wd)?|secret|token|dsn|authorization|cookie|api_?key|database_url|private", re.I)
CREDENTIALS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<user>[^\s:/@]*):[^\s@/]*@", re.I)
TOKENS = re.compile(r"\bsoph_[A-Za-z0-9_-]{8,}|\bBearer\s+\S+", re.I)
HIDDEN = "[hidden]"


def redact(value: Any) -> Any:
    """Return `value` with passwords in addresses, bearer tokens and the values of secret-looking keys taken out."""
    if isinstance(value, str):
        return TOKENS.sub(HIDDEN, CREDENTIALS.sub(rf"\g<scheme>\g<user>:{HIDDEN}@", value))
    if isinstance(value, dict):
        return {key: HIDDEN if SECRET_NAMES.search(str(key)) and item else redact(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item) for item in value]
    if isinstance(value, BaseException):
        return redact(f"{type(value).__name__}: {value}")
    return value


def _redacted(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast(dict[str, Any], redact(dict(event)))


class _StandardError:
    """Standard error as it is when a line is written; one that a test put in its place and closed is not met again."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure_log(level: str = "warning") -> None:
    """Send every log line, the server's included, as redacted JSON to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redacted,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """Return the logger of one part of the house."""
    return cast(structlog.typing.FilteringBoundLogger, structlog.get_logger(part=name))
