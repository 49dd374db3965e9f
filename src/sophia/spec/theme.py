"""Theme: colours and mode; no component carries a raw colour."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sophia.spec.shape import SpecModel

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Theme(SpecModel):
    """Mode, whether readers get a switch for it, the brand's colours, and the order of series colours."""

    mode: Literal["system", "light", "dark"] = "system"
    mode_toggle: bool = Field(False, description="Show a light/dark switch in the dashboard's header.")
    primary: Colour | None = None
    accent: Colour | None = None
    palette: list[Colour] | None = Field(None, max_length=12)
    palettes: dict[str, list[Colour | None]] = Field(
        default_factory=dict,
        description="Component id to the colours of its series in order; null leaves the usual one.",
    )
