"""REST: any HTTP API that hands out lists as JSON; each list becomes a table."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from sophia.kernel.errors import SourceUnreachable
from sophia.sources.contract import Config, Source
from sophia.sources.sync.api import Answer, Api
from sophia.sources.sync.stream import Pace, Page, Position, Record, Resume, Stream, Sync, Target, Token
from sophia.sources.sync.unfold import unfolded_stream

TABLE = re.compile(r"\s*([A-Za-z]\w{0,59})\s*=\s*(\S+)\s*")
NEXT_LINK = re.compile(r'<([^>]+)>\s*;[^,]*rel="?next"?')
NEXT_ADDRESS = ("next", "next_page", "nextLink", "@odata.nextLink", "links.next", "paging.next.link", "meta.next")
NEXT_CURSOR = (
    *("next_cursor", "nextCursor", "cursor", "next_page_token", "nextPageToken", "meta.next_cursor"),
    *("response_metadata.next_cursor", "paging.next.after", "pagination.next_cursor", "records.cursor"),
)
MOST_PAGES = 10_000
Auth = Literal["none", "bearer", "basic", "header", "query", "oauth2"]
Paging = Literal["auto", "none", "link", "address", "cursor", "page", "offset"]


class RestConfig(Config):
    """Where the lists are, how to be let in, and how one page leads to the next."""

    url: str = Field(pattern=r"^https?://", max_length=400, description="Address that all paths begin with.")
    tables: str = Field(
        max_length=4000, description="Table=path, separated by commas: orders=/v1/orders, customers=/v1/customers."
    )
    auth: Auth = Field("none", description="How to be let in; oauth2 is with client credentials.")
    user: str = Field(
        "", max_length=200, description="basic: user. oauth2: client id. header, query: the name that carries the key."
    )
    secret: SecretStr = Field(SecretStr(""), description="Key, token, password or client secret.")
    token_url: str = Field("", max_length=400, description="oauth2: address that gives tokens.")
    scope: str = Field("", max_length=400, description="oauth2: scopes, separated by blanks.")
    rows: str = Field("", max_length=200, description="Path to the list in a reply (data.items); empty: found.")
    key: str = Field("id", max_length=100, description="Path to what tells a record from others.")
    paging: Paging = Field("auto", description="How one page leads to the next; auto: found in headers and body.")
    size: int = Field(100, ge=1, le=10_000, description="Records per page, where they are asked for.")
    size_parameter: str = Field("", max_length=60, description="Parameter for the records per page (limit, per_page).")
    page_parameter: str = Field(
        "", max_length=60, description="Parameter that turns the page: page, offset or cursor by default."
    )
    next_path: str = Field(
        "", max_length=200, description="Path to the next cursor or address in a reply; empty: found."
    )
    calls_per_second: float = Field(5.0, gt=0, le=100, description="How often to ask at most.")
    calls_per_day: int | None = Field(None, ge=1, description="How many calls a day are allowed; empty: any number.")
    refresh_interval: int = Field(600, ge=60, le=86_400, description="Seconds between two looks.")

    @field_validator("tables")
    @classmethod
    def _tables(cls, text: str) -> str:
        names = [name for name, _ in _pairs(text)]
        if len(set(names)) != len(names):
            raise ValueError("two tables have the same name")
        return text

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.auth in {"header", "query", "basic", "oauth2"} and not self.user:
            raise ValueError(f"auth {self.auth} needs user: {RestConfig.model_fields['user'].description}")
        if self.auth == "oauth2" and not self.token_url:
            raise ValueError("auth oauth2 needs token_url")
        return self


def _pairs(text: str) -> list[tuple[str, str]]:
    found = [TABLE.fullmatch(part) for part in text.split(",") if part.strip()]
    if not found or not all(found):
        raise ValueError("write it as table=/path, separated by commas")
    return [(match[1], match[2]) for match in found if match]


def target(config: RestConfig) -> Target:
    """Return where the API is, with the credential in its header."""
    secret = config.secret.get_secret_value()
    headers: dict[str, str] = {}
    token: Token | None = None
    if config.auth == "bearer":
        headers["authorization"] = f"Bearer {secret}"
    elif config.auth == "basic":
        headers["authorization"] = "Basic " + base64.b64encode(f"{config.user}:{secret}".encode()).decode()
    elif config.auth == "header":
        headers[config.user.lower()] = secret
    elif config.auth == "oauth2":
        token = Token(config.token_url, config.user, secret, config.scope)
    pace = Pace(config.calls_per_second, max(1, round(config.calls_per_second)), config.calls_per_day)
    return Target(config.url, headers, pace, token)


def streams(config: RestConfig) -> tuple[Stream, ...]:
    """Return a stream per table of the config."""
    return tuple(unfolded_stream(name, config.key, _reader(path)) for name, path in _pairs(config.tables))


def _reader(path: str) -> Any:
    def read(api: Api, config: RestConfig, position: Position) -> Iterator[Page]:
        resume: Resume | None = position.resume
        for _ in range(MOST_PAGES):
            answer = _ask(api, config, path, resume)
            records = rows_of(answer.json, config.rows)
            resume = _next(config, answer, len(records), resume)
            yield Page(records, resume)
            if resume is None:
                return

    return read


def _ask(api: Api, config: RestConfig, path: str, resume: Resume | None) -> Answer:
    if resume and "address" in resume:
        return api.get(str(resume["address"]), _own(config))
    params: dict[str, Any] = dict(_own(config))
    if config.size_parameter:
        params[config.size_parameter] = config.size
    if config.paging in {"page", "offset"}:
        first = 1 if config.paging == "page" else 0
        params[config.page_parameter or config.paging] = (resume or {}).get("at", first)
    elif resume:
        params[config.page_parameter or "cursor"] = resume["cursor"]
    return api.get(path, params)


def _own(config: RestConfig) -> dict[str, str]:
    return {config.user: config.secret.get_secret_value()} if config.auth == "query" else {}


def _next(config: RestConfig, answer: Answer, count: int, resume: Resume | None) -> Resume | None:
    """Return what leads to the next page, None after the last."""
    if config.paging == "none" or count == 0:
        return None
    if config.paging in {"page", "offset"}:
        step = 1 if config.paging == "page" else count
        at = int((resume or {}).get("at", 1 if config.paging == "page" else 0))
        return {"at": at + step} if count >= config.size or not config.size_parameter else None
    found: Resume | None = None
    if config.paging in {"auto", "link"} and (match := NEXT_LINK.search(answer.headers.get("link", ""))):
        found = {"address": match[1]}
    if found is None and config.paging in {"auto", "address"}:
        address = _first(answer.json, (config.next_path,) if config.next_path else NEXT_ADDRESS)
        found = {"address": address} if address.startswith(("http://", "https://", "/")) else None
    if found is None and config.paging in {"auto", "cursor"}:
        cursor = _first(answer.json, (config.next_path,) if config.next_path else NEXT_CURSOR)
        found = {"cursor": cursor} if cursor else None
    if found is not None and found == resume:
        raise SourceUnreachable("A page of the source names itself as the next one.")
    return found


def _first(body: Any, paths: Sequence[str]) -> str:
    for path in paths:
        value = at(body, path)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
    return ""


def at(body: Any, path: str) -> Any:
    """Return what lies at `path` ("data.items"), None where it leads nowhere; a name with dots is tried whole first."""
    if not isinstance(body, Mapping):
        return None
    if path in body:
        return body[path]
    head, _, rest = path.partition(".")
    return at(body.get(head), rest) if rest else None


def rows_of(body: Any, path: str) -> list[Record]:
    """Return the list of objects in a reply: at `path`, or the reply itself, or the only list of objects in it.

    Raises SourceUnreachable naming the lists there are when it is not clear which is meant.
    """
    found = at(body, path) if path else body
    if isinstance(found, list):
        return [item if isinstance(item, Mapping) else {"id": item, "value": item} for item in found]
    if path:
        raise SourceUnreachable(f"There is no list at {path!r} in the reply.", field="config.rows")
    lists = dict(_lists(body, "", 0))
    if len(lists) == 1:
        return rows_of(body, next(iter(lists)))
    names = ", ".join(sorted(lists)) or "none"
    message = f"It is not clear which list of the reply is meant; there are: {names}."
    raise SourceUnreachable(message, field="config.rows", remedy="Set rows to one of them.")


def _lists(body: Any, path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    for name, value in body.items() if isinstance(body, Mapping) and depth < 3 else ():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, list) and (not value or isinstance(value[0], Mapping)):
            yield here, value
        else:
            yield from _lists(value, here, depth + 1)


def check(api: Api, config: RestConfig) -> None:
    """Read the first page of the first table."""
    path = _pairs(config.tables)[0][1]
    rows_of(_ask(api, config, path, None).json, config.rows)


SOURCE = Source(
    kind="rest",
    title="REST API",
    description="Any HTTP API that hands out lists as JSON; each list becomes a table.",
    config=RestConfig,
    sync=Sync(target=target, streams=streams, check=check, interval=60),
    evidence="Our own HTTP servers, over the wire: every way of letting in and of turning the page.",
)
