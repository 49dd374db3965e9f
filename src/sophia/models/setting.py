"""The setting: which model is asked and on what terms, and what its tokens cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sophia.llm.choice import ModelChoice
from sophia.llm.contract import Provider, Reply

SECONDS = 10.0
DAILY_TOKENS = 500_000


@dataclass(frozen=True)
class Price:
    """What a model's tokens cost, in USD per million."""

    model: str
    input: float
    output: float


@dataclass(frozen=True)
class Setting:
    """The workspace's model. `provider` None: the rules read alone. `seconds` bound one request with its repairs.

    With `send_values` the model also sees frequent values of columns. `daily_tokens` is each person's limit (0: none).
    """

    provider: Provider | None = None
    name: str = ""
    base_url: str = ""
    region: str = ""
    key: str = field(default="", repr=False)
    send_values: bool = False
    seconds: float = SECONDS
    daily_tokens: int = DAILY_TOKENS
    prices: tuple[Price, ...] = ()

    @property
    def choice(self) -> ModelChoice | None:
        """Return the model to ask, or None."""
        if self.provider is None:
            return None
        return ModelChoice(self.provider, self.name, self.base_url, self.region, self.key)


def cost_of(reply: Reply, model: str, prices: Sequence[Price]) -> float | None:
    """Return what `reply` cost in USD; None when the price or the tokens are unknown, which is not 0."""
    price = next((item for item in prices if item.model == model), None)
    if price is None or reply.input_tokens is None or reply.output_tokens is None:
        return None
    return (reply.input_tokens * price.input + reply.output_tokens * price.output) / 1_000_000
