"""The API as a source reads it: paced, retried, and never led to another host."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import orjson

from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import SourceUnreachable
from sophia.kernel.http.client import Reply, Request, Send, shown
from sophia.sources.sync.errors import AccessRefused, Rejected, Throttled
from sophia.sources.sync.pace import Buckets, OwnBuckets
from sophia.sources.sync.stream import Quota, Target, no_quota

TRIES = 4
PATIENCE = 60.0
"""Seconds that one call waits for its turn; what takes longer ends the cycle, which goes on later."""
BUSY = frozenset({429, 503})
BROKEN = frozenset({500, 502, 504})
HIDDEN = 8
"""Pieces of a credential at least this long are taken out of what an API says."""


@dataclass(frozen=True)
class Answer:
    """What an API answered: its JSON, and its headers by lower-case name."""

    json: Any
    headers: Mapping[str, str]
    status: int = 200


@dataclass(frozen=True)
class Means:
    """What a call needs of the world: time, sleep, chance, and the buckets shared with other processes."""

    clock: Clock = utc_now
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    buckets: Buckets = field(default_factory=OwnBuckets)


class Api:
    """Asks one API for one connection, called `name`."""

    def __init__(
        self,
        name: str,
        target: Target,
        send: Send,
        means: Means,
        quota_of: Callable[[Mapping[str, str]], Quota | None] = no_quota,
    ) -> None:
        self._name = name
        self._target = target
        self._send = send
        self._means = means
        self._quota_of = quota_of
        self._bearer: tuple[str, datetime] | None = None
        self.calls = 0
        self.quota: Quota | None = None
        self.server_time: datetime | None = None
        """The API's own clock at the first answer, when it tells."""

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._means.clock()

    def get(self, path: str, params: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Return what GET answers; `path` may be a whole address of the same host, as next-page links are.

        Raises AccessRefused, Throttled, SourceUnreachable.
        """
        given = {key: value for key, value in (params or {}).items() if value is not None}
        url = self._url(path) + ((("&" if "?" in path else "?") + urlencode(given, doseq=True)) if given else "")
        return self._ask(Request(url, "GET", {**self._credential(), "accept": "application/json", **headers}))

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Answer:
        """Return what POST answers to `body` as JSON. Raises AccessRefused, Throttled, SourceUnreachable."""
        sent = {**self._credential(), "content-type": "application/json", "accept": "application/json", **headers}
        return self._ask(Request(self._url(path), "POST", sent, orjson.dumps(dict(body))))

    def graphql(self, query: str, variables: Mapping[str, Any] | None = None, path: str = "") -> Any:
        """Return the `data` of a GraphQL query.

        Raises AccessRefused, Throttled, SourceUnreachable with the first error that the API tells.
        """
        answer = self.post(path, {"query": query, "variables": dict(variables or {})})
        errors = answer.json.get("errors") if isinstance(answer.json, dict) else None
        if errors:
            code = str((errors[0].get("extensions") or {}).get("code") or errors[0].get("type", ""))
            if code in {"RATELIMITED", "RATE_LIMITED"}:
                raise Throttled(f"{self._host} asks for fewer calls.", self._until(answer.headers))
            raise SourceUnreachable(f"{self._host} answered: {self._plain(str(errors[0].get('message', '')))}")
        if not isinstance(answer.json, dict) or not isinstance(answer.json.get("data"), dict):
            raise SourceUnreachable(f"{self._host} did not answer as GraphQL does.")
        return answer.json["data"]

    @property
    def _host(self) -> str:
        return urlsplit(self._target.url).netloc

    def _url(self, path: str) -> str:
        base = self._target.url
        url = urljoin(base.rstrip("/") + "/", path.lstrip("/")) if path and "://" not in path else path or base
        ours, theirs = urlsplit(base), urlsplit(url)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            message = f"{ours.netloc} names a next page on {theirs.netloc}; Sophia does not follow it with its key."
            raise SourceUnreachable(message)
        return url

    def _credential(self) -> dict[str, str]:
        """Return the headers that let in; a token is fetched when there is none or it is about to end."""
        token = self._target.token
        if token is None:
            return dict(self._target.headers)
        if self._bearer is None or self._bearer[1] <= self.now:
            form = {"grant_type": "client_credentials", "client_id": token.client, "client_secret": token.secret}
            body = urlencode(form | ({"scope": token.scope} if token.scope else {})).encode()
            headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
            given = self._ask(Request(token.url, "POST", headers, body)).json
            if not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
                raise AccessRefused(f"{urlsplit(token.url).netloc} gave no token.")
            lasts = timedelta(seconds=max(0.0, float(given.get("expires_in") or 300) - 30))
            self._bearer = given["access_token"], self.now + lasts
        return {**self._target.headers, "authorization": f"Bearer {self._bearer[0]}"}

    def _ask(self, request: Request) -> Answer:
        failure: SourceUnreachable | None = None
        for attempt in range(TRIES):
            if failure is not None:
                self._means.pause(2.0**attempt * (0.5 + self._means.chance()) / 2)
            self._wait_for_turn()
            try:
                reply = self._send(request)
                self._note(reply)
                if reply.status in BROKEN:
                    raise SourceUnreachable(f"{shown(request.url)} answered {reply.status}.")
                if reply.status in BUSY or _used_up(reply):
                    self._hold(reply)
                    continue
                return self._answer(reply)
            except (AccessRefused, Rejected, Throttled):
                raise
            except SourceUnreachable as error:
                failure = error
        if failure is None:
            raise Throttled(f"{self._host} asks for fewer calls.", self.now + timedelta(seconds=PATIENCE))
        raise failure

    def _wait_for_turn(self) -> None:
        wait = self._means.buckets.take(self._name, self._target.pace, self.now)
        if wait > 0:
            self._means.pause(wait)
        self.calls += 1

    def _note(self, reply: Reply) -> None:
        self.quota = self._quota_of(reply.headers) or self.quota
        if self.server_time is None and (date := reply.headers.get("date")):
            self.server_time = _moment(date)

    def _hold(self, reply: Reply) -> None:
        """Wait as long as the API asks for. Raises Throttled when that is longer than one call may take."""
        until = self._until(reply.headers)
        wait = (until - self.now).total_seconds()
        if wait > PATIENCE:
            raise Throttled(f"{self._host} asks for fewer calls.", until)
        self._means.pause(max(0.0, wait))

    def _until(self, headers: Mapping[str, str]) -> datetime:
        wanted = headers.get("retry-after", "").strip()
        if wanted.replace(".", "", 1).isdigit():
            return self.now + timedelta(seconds=min(float(wanted), 86_400.0))
        if wanted and (moment := _moment(wanted)):
            return moment
        quota = self._quota_of(headers)
        if quota is not None and quota.left == 0 and quota.resets is not None:
            return quota.resets
        return self.now + timedelta(seconds=2 + self._means.chance())

    def _answer(self, reply: Reply) -> Answer:
        if reply.status == 304:
            return Answer(None, reply.headers, reply.status)
        if reply.status in {401, 402, 403}:
            what = "refuses the key" if reply.status == 401 else "does not let this key read"
            remedy = "Check that the key is valid and has the scopes that the source's page names."
            raise AccessRefused(f"{self._host} {what} {reply.url}.", remedy=remedy)
        if reply.status >= 400:
            words = self._plain(reply.body.decode("utf-8", "replace"))
            raise Rejected(f"{reply.url} answered {reply.status}: {words}", reply.status)
        try:
            return Answer(orjson.loads(reply.body), reply.headers, reply.status)
        except orjson.JSONDecodeError:
            raise SourceUnreachable(f"{reply.url} broke off in the middle of its answer, or sent no JSON.") from None

    def _plain(self, words: str) -> str:
        """Return an API's words, short and without any credential of ours."""
        token = self._target.token
        own = [token.secret] if token else []
        for value in (*self._target.headers.values(), *own, self._bearer[0] if self._bearer else ""):
            for piece in (value, *value.split()):
                if len(piece) >= HIDDEN:
                    words = words.replace(piece, "…")
        return " ".join(words.split())[:200].rstrip(".")


def _used_up(reply: Reply) -> bool:
    """Whether a 403 means "too many calls", as GitHub says it, or a 400, as Linear does."""
    said = reply.headers
    if reply.status == 400:
        return b'"RATELIMITED"' in reply.body
    return reply.status == 403 and ("retry-after" in said or said.get("x-ratelimit-remaining") == "0")


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
