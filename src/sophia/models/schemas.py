"""What goes over the wire about the model; a key comes in and never goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from sophia.access.schemas import Body
from sophia.llm.contract import Provider
from sophia.models.setting import DAILY_TOKENS, SECONDS, Price, Setting


class PriceBody(Body):
    """What a model's tokens cost, in USD per million."""

    model: str = Field(min_length=1, max_length=200)
    input: float = Field(ge=0, le=100_000)
    output: float = Field(ge=0, le=100_000)


class ModelBody(Body):
    """The model to ask; `provider` null: the rules read alone. Without `key` the stored one stays, for its address."""

    provider: Provider | None = None
    name: str = Field("", max_length=200)
    base_url: str = Field("", max_length=400)
    region: str = Field("", max_length=40)
    key: SecretStr | None = Field(None, max_length=2000)
    send_values: bool = False
    seconds: float = Field(SECONDS, ge=1, le=60)
    daily_tokens: int = Field(DAILY_TOKENS, ge=0, le=2_000_000_000)
    prices: list[PriceBody] = Field(default_factory=list, max_length=50)

    def setting(self) -> Setting:
        """Return what was asked, without the key."""
        prices = tuple(Price(item.model, item.input, item.output) for item in self.prices)
        return Setting(
            provider=self.provider,
            name=self.name.strip(),
            base_url=self.base_url.strip().rstrip("/"),
            region=self.region.strip(),
            send_values=self.send_values,
            seconds=self.seconds,
            daily_tokens=self.daily_tokens,
            prices=prices,
        )

    @property
    def secret(self) -> str | None:
        """Return the key as given, or None."""
        return self.key.get_secret_value() if self.key is not None else None


class ModelReply(BaseModel):
    """The model that counts now, where the setting comes from, and whether the library for it is installed."""

    provider: Provider | None
    name: str
    base_url: str
    region: str
    key_set: bool
    send_values: bool
    seconds: float
    daily_tokens: int
    prices: list[PriceBody]
    origin: Literal["workspace", "environment", "none"]
    installed: bool


class TriedReply(BaseModel):
    """How a trial call went; null means unknown."""

    ok: bool
    words: str
    milliseconds: float
    input_tokens: int | None
    output_tokens: int | None
    cost: float | None


class CallReply(BaseModel):
    """One call; `cost` in USD, null when the price or the tokens are unknown."""

    at: datetime
    viewer: str
    purpose: str
    provider: str
    model: str
    outcome: str
    milliseconds: float
    input_tokens: int | None
    output_tokens: int | None
    cost: float | None


class TotalsReply(BaseModel):
    """Sums over the last 30 days: `cost` of the calls whose price is known; `unpriced` counts the others."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    unpriced: int


class CallsReply(BaseModel):
    """The latest calls, newest first."""

    calls: list[CallReply]
    last_30_days: TotalsReply
