"""What every spec model shares: closed, immutable, plain JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_-]*$")]
Scalar = str | int | float | bool | None


class SpecModel(BaseModel):
    """A part of a spec: unknown keys are refused, values never change in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Format(SpecModel):
    """How a number or date is written; the unit is shown once, in a header or label."""

    style: str = Field("number", pattern="^(number|currency|percent|duration|date|datetime|bytes|text|score)$")
    currency: str | None = Field(None, description="ISO 4217 code for style currency.")
    decimals: int | None = Field(None, ge=0, le=6)
    unit: str | None = Field(None, description="Unit written after the number: days, calls, …; seconds for duration.")
    compact: bool = Field(True, description="1.23 M instead of 1,230,000 on tiles and axes.")
