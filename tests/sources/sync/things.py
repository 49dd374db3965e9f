"""An invented API that hands out things: by change with cursors, as a whole list, with faults on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import Expired, Rejected
from sophia.sources.sync.slide import slide
from sophia.sources.sync.stream import Pace, Page, Position, Stream, Sync, Target
from tests.services.api import Asked, Told

START = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = 100


@dataclass
class Things:
    """The system behind the API: things by id, and what the next answers are to be instead of the true ones."""

    things: dict[int, dict[str, Any]] = field(default_factory=dict)
    now: datetime = START
    faults: list[Told] = field(default_factory=list)
    calls: list[Asked] = field(default_factory=list)
    expired: bool = False
    sorted: tuple[tuple[int, datetime], list[dict[str, Any]]] | None = None

    @staticmethod
    def of(count: int) -> Things:
        made = Things()
        for number in range(1, count + 1):
            made.put(number, f"thing {number}", number * 1.5)
        return made

    def put(self, number: int, name: str, amount: Any = 1.0, **more: Any) -> None:
        """Add or change a thing, ten seconds later than the one before."""
        self.now += timedelta(seconds=10)
        changed = self.now.isoformat().replace("+00:00", "Z")
        self.things[number] = {"id": number, "name": name, "owner": {"mail": f"o{number % 7}@x.test"}, "amount": amount}
        self.things[number] |= {"tags": ["a", "b"], "updatedAt": changed, **more}
        self.sorted = None

    def by_change(self) -> list[dict[str, Any]]:
        """Return the things in the order of their last change."""
        stamp = (len(self.things), self.now)
        if self.sorted is None or self.sorted[0] != stamp:
            self.sorted = stamp, sorted(self.things.values(), key=lambda thing: (thing["updatedAt"], thing["id"]))
        return self.sorted[1]

    def answer(self, asked: Asked) -> Told:
        self.calls.append(asked)
        if self.faults:
            return self.faults.pop(0)
        if asked.path == "/ids":
            return Told({"items": [{"id": number} for number in self.things]})
        if asked.path == "/all":
            found = sorted(self.things.values(), key=lambda thing: thing["id"])
        else:
            since = asked.query.get("since", "")
            found = [thing for thing in self.by_change() if thing["updatedAt"] >= since]
        after = int(asked.query.get("after", 0))
        if after and self.expired:
            self.expired = False
            return Told({"message": "cursor expired"}, 410)
        items = found[after : after + PAGE]
        more = after + PAGE if after + PAGE < len(found) else None
        return Told({"items": items, "next": more})


def pages(path: str) -> Any:
    def read(api: Api, _: Any, position: Position) -> Iterator[Page]:
        after = (position.resume or {}).get("after")
        since = position.since.isoformat().replace("+00:00", "Z") if position.since else None
        while True:
            try:
                body = api.get(path, {"since": since, "after": after}).json
            except Rejected as error:
                if error.answered == 410:
                    raise Expired("The cursor expired.") from None
                raise
            after = body.get("next")
            yield Page(body["items"], {"after": after} if after else None)
            if not after:
                return

    return read


def by_change(api: Api, _: Any, position: Position) -> Iterator[Page]:
    def fetch(since: str | None, skip: int) -> list[Any]:
        found: list[Any] = api.get("/things", {"since": since, "after": skip or None}).json["items"]
        return found

    return slide(fetch, lambda thing: str(thing["updatedAt"]), position, PAGE)


FIELDS = {
    "id": "id BIGINT",
    "name": "name VARCHAR",
    "owner": "owner.mail VARCHAR",
    "amount": "amount DOUBLE",
    "tags": "tags JSON",
    "updated_at": "updatedAt TIMESTAMP",
}
BY_CHANGE = Stream("things", FIELDS, ("id",), by_change, cursor="updated_at", ids=pages("/ids"))
WITH_CURSORS = Stream("things", FIELDS, ("id",), pages("/things"), cursor="updated_at", ids=pages("/ids"))
AS_A_WHOLE = Stream("things", FIELDS, ("id",), pages("/all"))
SHAPE = {
    "thing": "SELECT id, name, owner, amount, updated_at FROM things ORDER BY id",
    "owner": "SELECT owner, count(*) AS things, getvariable('now') AS counted_at FROM snapshot.thing GROUP BY ALL",
}


def sync_of(url: str = "http://things.test", stream: Stream = BY_CHANGE, pace: Pace | None = None) -> Sync:
    target = Target(url, {"authorization": "Bearer the-secret-key"}, pace or Pace(1000, 1000))
    return Sync(target=lambda _: target, streams=(stream,), shape=SHAPE, check=lambda api, _: None)
