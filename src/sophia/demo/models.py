"""Calls to language models: answers to questions, curation, dashboards; the price per token has fallen."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sophia.demo.calendar import AS_OF, days, moment
from sophia.demo.chance import count, pick, spread, stream
from sophia.demo.knowledge import Question

MIGRATION_START = date(2026, 2, 2)
PRICES = {  # USD per million tokens in and out
    "gpt-large-1": (10.0, 30.0),
    "gpt-large-2": (4.0, 14.0),
    "gpt-small-2": (0.3, 1.2),
}
TOKENS = {
    "answer": (3100.0, 320.0),
    "curation": (2100.0, 150.0),
    "dashboard": (5200.0, 900.0),
    "summary": (6400.0, 420.0),
}


class ModelCall(NamedTuple):
    """A model call; cost in USD, time in milliseconds."""

    called_at: datetime
    model: str
    purpose: str
    input_tokens: int
    output_tokens: int
    ms: int
    cost: float
    ok: bool


def create_model_calls(questions: list[Question], factor: int) -> list[ModelCall]:
    """Return all model calls in order of time."""
    calls = [_call(q.asked_at, "answer", "question", q.question_id) for q in questions if q.chunks]
    for day in days():
        rng = stream("model calls", day)
        rates = {"curation": 3.5, "summary": 1.6, "dashboard": 9.0 if day >= MIGRATION_START else 0.0}
        quiet = 0.15 if day.weekday() >= 5 else 1.0
        for purpose, rate in rates.items():
            for number in range(count(rng, rate * quiet * factor)):
                calls.append(_call(moment(rng, day, 7, 20), purpose, day, number))
    return sorted(calls)


def _call(at: datetime, purpose: str, *key: object) -> ModelCall:
    rng = stream("model call", purpose, *key)
    old = at < datetime(2025, 4, 1)
    model = "gpt-large-1" if old else pick(rng, {"gpt-large-2": 55.0, "gpt-small-2": 45.0})
    median_in, median_out = TOKENS[purpose]
    tokens_in, tokens_out = round(spread(rng, median_in, 0.45)), round(spread(rng, median_out, 0.5))
    ms = round(spread(rng, 420 + tokens_out * (7.5 if old else 4.2), 0.3))
    price_in, price_out = PRICES[model]
    cost = round((tokens_in * price_in + tokens_out * price_out) / 1e6, 6)
    return ModelCall(at, model, purpose, tokens_in, tokens_out, ms, cost, rng.random() > 0.012)


def platform_cost(calls: list[ModelCall]) -> dict[date, float]:
    """Return the cost per day of the calls that make or explain dashboards, since the migration began."""
    total: dict[date, float] = {}
    for call in calls:
        day = call.called_at.date()
        if call.purpose in {"dashboard", "summary"} and MIGRATION_START <= day <= AS_OF:
            total[day] = round(total.get(day, 0.0) + call.cost, 6)
    return total
