"""OpenAI: requests, tokens and cost of an organisation, read from its usage and costs APIs with an admin key.

The API counts requests per hour, project and model, so a row of `llm_call` is one request with its hour's share of the
tokens: numbers of calls and tokens are exact, a single call's are a mean. `purpose` is the project's name. The cost of
a day, a project and a model is shared out by tokens, in and out apart; what belongs to no model read here (images,
tools) is shared out over the project's calls of that day, and stands in a row of its own when it had none: the total
is the bill's. Not in the API, and so empty: the time of a call, whether it failed, and the tables of questions and
votes, which no model provider knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.contract import Config, Source
from sophia.sources.sync.api import Api
from sophia.sources.sync.stream import Pace, Page, Position, Reader, Stream, Sync, Target

URL = "https://api.openai.com/v1"
LATE = timedelta(days=2)
"""How long after the fact usage and cost may still be corrected."""


class OpenaiConfig(Config):
    """The key to read with, and how far back."""

    key: SecretStr = Field(min_length=8, description="Admin key of the organisation (sk-admin-…) with read rights.")
    days: int = Field(180, ge=1, le=1000, description="Days of history that the first sync reads.")


def target(config: OpenaiConfig) -> Target:
    """Return where the API is; it tells no allowance for these calls, so they are kept few."""
    return Target(URL, {"authorization": f"Bearer {config.key.get_secret_value()}"}, Pace(1.0, 5))


def check(api: Api, _: OpenaiConfig) -> None:
    """Ask for one day's cost."""
    api.get("organization/costs", {"start_time": int(_midnight(api.now).timestamp()), "limit": 1})


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def buckets(path: str, width: str, limit: int, group: tuple[str, ...]) -> Reader:
    """Return the reader of what was used per `width` of time (UTC) and `group`, from a midnight on."""

    def read(api: Api, config: OpenaiConfig, position: Position) -> Iterator[Page]:
        resume = position.resume or {}
        since = position.since or api.now - timedelta(days=config.days)
        start, page = resume.get("start") or int(_midnight(since).timestamp()), resume.get("page")
        asked = {"start_time": start, "bucket_width": width, "limit": limit, "group_by": list(group)}
        while True:
            found = api.get(path, {**asked, "page": page}).json
            page = found["next_page"] if found["has_more"] else None
            records = [_flat(bucket, result) for bucket in found["data"] for result in bucket["results"]]
            yield Page(records, {"start": start, "page": page} if page else None)
            if not page:
                return

    return read


def _flat(bucket: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    """Return a result with its bucket's time; a part of the key that the API leaves empty is an empty text."""
    named = {name: result.get(name) or "" for name in ("project_id", "model", "line_item")}
    return {**result, **named, "start": bucket["start_time"]}


def projects(api: Api, _: OpenaiConfig, position: Position) -> Iterator[Page]:
    """Yield the organisation's projects, archived ones too, whose cost counts as well."""
    after = (position.resume or {}).get("after")
    while True:
        asked = {"limit": 100, "include_archived": "true", "after": after}
        found = api.get("organization/projects", asked).json
        after = found["data"][-1]["id"] if found["has_more"] and found["data"] else None
        yield Page(found["data"], {"after": after} if after else None)
        if not after:
            return


def usage(name: str) -> Stream:
    """Return the stream of one kind of usage, per hour, project and model."""
    fields = {
        "start": "start EPOCH",
        "project": "project_id VARCHAR",
        "model": "model VARCHAR",
        "requests": "num_model_requests BIGINT",
        "input": "input_tokens BIGINT",
        "output": "output_tokens BIGINT",
    }
    read = buckets(f"organization/usage/{name}", "1h", 168, ("project_id", "model"))
    return Stream(name, fields, ("start", "project", "model"), read, "start", LATE)


STREAMS = (
    Stream("projects", {"id": "id VARCHAR", "name": "name VARCHAR"}, ("id",), projects),
    usage("completions"),
    usage("embeddings"),
    Stream(
        "costs",
        {
            "start": "start EPOCH",
            "project": "project_id VARCHAR",
            "item": "line_item VARCHAR",
            "amount": "amount.value DOUBLE",
        },
        ("start", "project", "item"),
        buckets("organization/costs", "1d", 180, ("project_id", "line_item")),
        "start",
        LATE,
    ),
)

LLM_CALL = """
WITH used AS (
  SELECT *, 'c' AS kind, CAST(start AS DATE) AS day FROM completions
  UNION ALL SELECT *, 'e', CAST(start AS DATE) FROM embeddings
),
request AS (
  SELECT kind, project, model, start, day, n, input * n // requests - input * (n - 1) // requests AS input,
    coalesce(output, 0) * n // requests - coalesce(output, 0) * (n - 1) // requests AS output
  FROM used, unnest(range(1, requests + 1)) AS numbered(n)
),
item AS (
  SELECT CAST(start AS DATE) AS day, project, split_part(item, ', ', 1) AS model, contains(item, ', output') AS out,
    sum(amount) AS amount
  FROM costs GROUP BY ALL
),
total AS (
  SELECT day, project, model, count(*) AS calls, sum(input) AS input, sum(output) AS output FROM request GROUP BY ALL
),
of_day AS (SELECT day, project, sum(calls) AS calls FROM total GROUP BY ALL),
known AS (
  SELECT item.*, amount / CASE WHEN out THEN output ELSE input END AS rate
  FROM item JOIN total USING (day, project, model) WHERE CASE WHEN out THEN output ELSE input END > 0
),
other AS (
  SELECT day, project, sum(amount) AS amount FROM item ANTI JOIN known USING (day, project, model, out) GROUP BY ALL
),
line AS (
  SELECT concat_ws(':', kind, request.project, request.model, CAST(epoch(start) AS BIGINT), n) AS call_id,
    start AS called_at, model, project, input, output,
    input * coalesce(i.rate, 0) + output * coalesce(o.rate, 0) + coalesce(other.amount / of_day.calls, 0) AS cost
  FROM request
    LEFT JOIN (SELECT day, project, model, rate FROM known WHERE NOT out) AS i USING (day, project, model)
    LEFT JOIN (SELECT day, project, model, rate FROM known WHERE out) AS o USING (day, project, model)
    LEFT JOIN other USING (day, project) LEFT JOIN of_day USING (day, project)
  UNION ALL
  SELECT concat_ws(':', 'o', project, CAST(epoch(day) AS BIGINT)), CAST(day AS TIMESTAMP), 'other', project, 0, 0,
    amount
  FROM other ANTI JOIN of_day USING (day, project) WHERE amount <> 0
)
SELECT call_id, called_at, coalesce(nullif(model, ''), 'unknown') AS model,
  coalesce(p.name, nullif(project, ''), 'No project') AS purpose, CAST(input AS INTEGER) AS input_tokens,
  CAST(output AS INTEGER) AS output_tokens, CAST(NULL AS INTEGER) AS ms, CAST(cost AS DECIMAL(18, 6)) AS cost,
  CAST(NULL AS BOOLEAN) AS ok
FROM line LEFT JOIN projects AS p ON p.id = project ORDER BY called_at, call_id
"""


def _empty(**columns: str) -> str:
    """Return the SELECT of a table without rows."""
    return "SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items()) + " LIMIT 0"


SHAPE = {
    "llm_call": LLM_CALL,
    "question_log": _empty(
        question_id="INTEGER",
        asked_at="TIMESTAMP",
        asker="VARCHAR",
        role="VARCHAR",
        topic="VARCHAR",
        question="VARCHAR",
        answered="BOOLEAN",
        chunks="INTEGER",
        claims="INTEGER",
        supported_claims="INTEGER",
        grounded="BOOLEAN",
        citations="INTEGER",
        correct_citations="INTEGER",
        vote="INTEGER",
        ms="INTEGER",
    ),
    "answer_vote": _empty(
        vote_id="INTEGER", question_id="INTEGER", voted_at="TIMESTAMP", vote="INTEGER", reason="VARCHAR"
    ),
}

SOURCE = Source(
    kind="openai",
    title="OpenAI",
    description="Requests, tokens and cost of an organisation, by project and model.",
    config=OpenaiConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, interval=3600),
    verified="sdk",
    evidence="OpenAI's own library reads from our simulator what Sophia reads. Not yet tried on the live service.",
)
