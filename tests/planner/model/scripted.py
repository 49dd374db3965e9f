"""A drafter that says what a test wrote down, and keeps what it was told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sophia.llm.contract import Context, ModelFailed, Reply


class Scripted:
    """Gives its answers in turn, the last one for ever; an exception among them is raised."""

    name = "scripted"

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.told: list[Context] = []
        self.schemas: list[Mapping[str, Any]] = []

    def draft(self, schema: Mapping[str, Any], context: Context, seconds: float) -> Reply:
        self.told.append(context)
        self.schemas.append(schema)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, ModelFailed):
            raise answer
        return Reply(answer if isinstance(answer, str) else json.dumps(answer), 10, 5)

    @property
    def prompt(self) -> str:
        """Everything that was ever sent."""
        return "\n".join(turn.text for context in self.told for turn in context.turns) + json.dumps(self.schemas)


def ask(**parts: Any) -> dict[str, Any]:
    """One ask over the shop."""
    return {"task": "breakdown", "connection": "shop", **parts}


BY_SEGMENT = ask(measures=[{"metric": "revenue"}], dimensions=[{"column": "customer.segment"}])
