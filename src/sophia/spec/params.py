"""Params: inputs whose value lives in the URL."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.shape import Id, Scalar, SpecModel

Unit = Literal["hour", "day", "week", "month", "quarter", "year"]


class Window(SpecModel):
    """A half-open stretch of time [start, end), kept symbolic so that it moves with the calendar.

    last: the last `count` units up to now, the current partial unit included. previous: the `count` full units before
    the current one. this: the current unit so far (to date). between: dates `start` ≤ t < `end` (ISO). all: no bound.
    """

    kind: Literal["last", "previous", "this", "between", "all"] = "last"
    unit: Unit = "month"
    count: int = Field(12, ge=1, le=1200)
    start: str | None = None
    end: str | None = None


class Param(SpecModel):
    """One input. `visible` params are drawn as filters; hidden ones are set by clicks (cross-filter)."""

    id: Id
    type: Literal["select", "multi_select", "date_range", "search", "number", "text"]
    label: str
    column: str | None = Field(None, description="table.column whose values are offered, on `connection`.")
    connection: str | None = None
    default: Scalar | list[Scalar] | Window = None
    visible: bool = True
