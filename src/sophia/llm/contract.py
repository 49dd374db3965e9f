"""The port: one method that asks a model for a JSON document of a given shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Provider = Literal["openai", "anthropic", "bedrock"]
Fault = Literal["timeout", "unreachable", "rejected", "refused", "too_large", "unavailable"]


@dataclass(frozen=True)
class Turn:
    """One message of the conversation, by the asker or by the model."""

    who: Literal["asker", "model"]
    text: str


@dataclass(frozen=True)
class Context:
    """What the model is told: standing instructions, then the turns so far, the asker's last."""

    instructions: str
    turns: tuple[Turn, ...]

    def then(self, *turns: Turn) -> Context:
        """Return the conversation with more turns."""
        return Context(self.instructions, (*self.turns, *turns))


@dataclass(frozen=True)
class Reply:
    """The document as text, unread and unchecked, and the tokens that it took (None: the provider did not say)."""

    text: str
    input_tokens: int | None = None
    output_tokens: int | None = None


class Drafter(Protocol):
    """A model that drafts documents."""

    @property
    def name(self) -> str:
        """Return the model's name as people know it."""
        ...

    def draft(self, schema: Mapping[str, Any], context: Context, seconds: float) -> Reply:
        """Return a document that should fit the JSON Schema, within `seconds`. Raises ModelFailed."""
        ...


class ModelFailed(Exception):
    """The model gave no document. `words` say why in half a sentence that a person may read; it holds no secret."""

    def __init__(self, fault: Fault, words: str) -> None:
        super().__init__(words)
        self.fault = fault
        self.words = words
