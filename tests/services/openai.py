"""A simulated OpenAI: usage and costs of an organisation that makes the demo company's model calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sophia.demo.models import PRICES, ModelCall
from tests.services.api import Asked, Told

WIDTHS = {"1h": (3600, 24, 168), "1d": (86_400, 7, 31)}
COSTS = (86_400, 7, 180)


@dataclass
class OpenAI:
    """The usage and costs API. `extra` are costs besides the calls': (moment, project, line item, USD)."""

    calls: list[ModelCall]
    now: datetime = datetime(2026, 11, 16, 1, tzinfo=UTC)
    key: str = "sk-admin-0123456789"
    per_minute: int = 60
    extra: list[tuple[datetime, str, str, float]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    throttled: int = 0

    def answer(self, asked: Asked) -> Told:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            given = asked.headers.get("authorization")
            return Told({"error": {"message": f"Incorrect API key provided: {given}", "type": "invalid_request"}}, 401)
        if sum(at > self.now - timedelta(minutes=1) for at, _ in self.asked) >= self.per_minute:
            self.throttled += 1
            return Told({"error": {"message": "Rate limit reached", "type": "requests"}}, 429, {"retry-after": "31"})
        name = asked.path.removeprefix("/v1/organization/")
        self.asked.append((self.now, name))
        if name in self.refused:
            return Told({"error": {"message": f"Missing scopes for {self.key}", "type": "insufficient"}}, 403)
        if name == "projects":
            return Told(self._projects(asked))
        groups = set(asked.every.get("group_by", []) + asked.every.get("group_by[]", []))
        if name == "costs":
            return Told(self._page(asked, COSTS, lambda moment, part: self._costs(part, groups), self._spent()))
        kind = "embeddings" if name == "usage/embeddings" else "completions"
        rows = [] if kind == "embeddings" else [(call.called_at, call) for call in self.calls]
        width = WIDTHS[asked.query.get("bucket_width", "1d")]
        return Told(self._page(asked, width, lambda moment, part: _usage(kind, part, groups), rows))

    def _projects(self, asked: Asked) -> dict[str, Any]:
        names = sorted({call.purpose for call in self.calls})
        limit, after = int(asked.query.get("limit", 20)), asked.query.get("after")
        begin = names.index(after.removeprefix("proj_")) + 1 if after else 0
        shown = [
            {"id": f"proj_{name}", "object": "organization.project", "name": name, "created_at": 1, "status": "active"}
            for name in names[begin : begin + limit]
        ]
        more = begin + limit < len(names)
        ends = {"first_id": shown[0]["id"], "last_id": shown[-1]["id"]} if shown else {}
        return {"object": "list", "data": shown, "has_more": more, **ends}

    def _spent(self) -> list[tuple[datetime, Any]]:
        rows: list[tuple[datetime, Any]] = [(at, (f"proj_{to}", item, usd)) for at, to, item, usd in self.extra]
        for call in self.calls:
            price_in, price_out = PRICES[call.model]
            project = f"proj_{call.purpose}"
            rows.append((call.called_at, (project, f"{call.model}, input", call.input_tokens * price_in / 1e6)))
            rows.append((call.called_at, (project, f"{call.model}, output", call.output_tokens * price_out / 1e6)))
        return rows

    def _costs(self, part: list[Any], groups: set[str]) -> list[dict[str, Any]]:
        sums: dict[tuple[str | None, str | None], float] = defaultdict(float)
        for project, item, usd in part:
            sums[project if "project_id" in groups else None, item if "line_item" in groups else None] += usd
        return [
            {
                "object": "organization.costs.result",
                "amount": {"value": usd, "currency": "usd"},
                "project_id": project,
                "line_item": item,
            }
            for (project, item), usd in sums.items()
        ]

    def _page(self, asked: Asked, width: tuple[int, int, int], results: Any, rows: list[tuple[datetime, Any]]) -> Any:
        seconds, usual, most = width
        limit = min(int(asked.query.get("limit", usual)), most)
        begin = int(asked.query.get("page", "page_" + asked.query["start_time"]).removeprefix("page_"))
        begin -= begin % seconds
        parts: dict[int, list[Any]] = defaultdict(list)
        for moment, row in rows:
            if moment.replace(tzinfo=UTC) <= self.now:
                at = int(moment.replace(tzinfo=UTC).timestamp())
                parts[at - at % seconds].append(row)
        end = min(begin + limit * seconds, int(self.now.timestamp()) + 1)
        data = [
            {"object": "bucket", "start_time": at, "end_time": at + seconds, "results": results(at, parts.get(at, []))}
            for at in range(begin, end, seconds)
        ]
        more = begin + limit * seconds <= self.now.timestamp()
        following = f"page_{begin + limit * seconds}" if more else None
        return {"object": "page", "data": data, "has_more": more, "next_page": following}


def _usage(kind: str, part: list[ModelCall], groups: set[str]) -> list[dict[str, Any]]:
    found: dict[tuple[str | None, str | None], list[ModelCall]] = defaultdict(list)
    for call in part:
        project = f"proj_{call.purpose}" if "project_id" in groups else None
        found[project, call.model if "model" in groups else None].append(call)
    return [
        {
            "object": f"organization.usage.{kind}.result",
            "input_tokens": sum(call.input_tokens for call in calls),
            "output_tokens": sum(call.output_tokens for call in calls),
            "num_model_requests": len(calls),
            "project_id": project,
            "model": model,
        }
        for (project, model), calls in found.items()
    ]
