"""OpenAI: model calls with their cost, questions and answers, votes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sophia.demo.chance import stream
from sophia.demo.knowledge import Question
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

DOWN_REASONS = ("Outdated", "Wrong", "Too long", "No source given", "Did not answer the question")


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    yield "llm_call", ((number, *call) for number, call in enumerate(world.model_calls, start=1))
    yield "question_log", map(_question_row, world.questions)
    yield "answer_vote", _votes(world.questions)


def _question_row(q: Question) -> Row:
    return (
        q.question_id,
        q.asked_at,
        q.asker,
        q.role,
        q.topic,
        q.text,
        q.answered,
        q.chunks,
        q.claims,
        q.supported,
        q.supported == q.claims if q.answered else None,
        q.citations,
        q.correct,
        q.vote,
        q.ms,
    )


def _votes(questions: list[Question]) -> Iterator[Row]:
    number = 0
    for q in questions:
        if q.vote is None:
            continue
        number += 1
        rng = stream("vote", q.question_id)
        at = q.asked_at + timedelta(milliseconds=q.ms, seconds=rng.randrange(5, 600))
        yield number, q.question_id, at.replace(microsecond=0), q.vote, rng.choice(DOWN_REASONS) if q.vote < 0 else None
