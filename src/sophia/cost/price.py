"""The price table and the levels of use: what a unit costs, since when and says who, and how much is used."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

HERE = resources.files("sophia.cost")
Level = Literal["low", "typical", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)


class Price(BaseModel):
    """What one unit costs in US dollars; `free` units a month cost nothing. `verified` is false for hearsay."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    price: float = Field(ge=0)
    unit: str
    source: str
    free: float = Field(0, ge=0)
    verified: bool = True


class PriceTable(BaseModel):
    """The prices of one region on one day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str
    as_of: date
    prices: dict[str, Price]


class Usage(BaseModel):
    """What is used in a month; see usage.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    worker_hours: float
    extra_web_hours: float
    lcu: float
    log_gb: float
    stored_gb: float
    image_gb: float
    config_items: float
    config_evaluations: float
    guardduty_million_events: float
    guardduty_flow_gb: float
    lambda_requests: float
    lambda_seconds: float
    data_out_gb: float


@functools.cache
def price_table() -> PriceTable:
    """Return the table that travels with the product."""
    return PriceTable.model_validate(_yaml("prices.yaml"))


@functools.cache
def usage(level: Level) -> Usage:
    """Return a level of use."""
    levels: Mapping[Level, Usage] = TypeAdapter(dict[Level, Usage]).validate_python(_yaml("usage.yaml"))
    return levels[level]


def _yaml(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
