"""Chart choice, after the result is known: what the answer looks like decides how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sophia.planner.plan import PlannedAsk
from sophia.query.result import Result

LONG_LABEL = 12
FEW_PARTS = 6
MANY_CATEGORIES = 30
MOST_LINES = 8


@dataclass(frozen=True)
class Profile:
    """What a result looks like: rows, distinct values per dimension, the longest label, any negative number."""

    rows: int
    distinct: tuple[int, ...]
    longest: int
    negative: bool
    empty: bool


def profile(ask: PlannedAsk, result: Result) -> Profile:
    """Measure `result` as the answer to `ask`."""
    names = {column.name: values for column, values in zip(result.columns, result.data, strict=True)}
    dimensions = [names.get(item.name, ()) for item in ask.dimensions]
    measures = [value for item in ask.measures for value in names.get(item.name, ())]
    numbers = [value for value in measures if isinstance(value, int | float)]
    labels = [len(str(value)) for values in dimensions for value in values if value is not None]
    return Profile(
        rows=result.rows,
        distinct=tuple(len(set(values)) for values in dimensions),
        longest=max(labels, default=0),
        negative=any(value < 0 for value in numbers),
        empty=result.rows == 0 or (bool(ask.measures) and not numbers),
    )


def choose(ask: PlannedAsk, shape: Profile) -> tuple[str, str]:
    """Return (component kind, reason it is not the chart asked for, or "")."""
    natural = _natural(ask, shape)
    if not ask.chart or ask.chart == natural:
        return natural, ""
    obstacle = _obstacle(ask, shape)
    if obstacle:
        return natural, f"A {ask.chart.replace('_', ' ')} chart was asked for, but {obstacle}."
    return ask.chart, ""


def _natural(ask: PlannedAsk, shape: Profile) -> str:
    if not ask.measures:
        return "scatter" if ask.task == "correlation" else "table"
    if not ask.dimensions:
        return "scatter" if ask.task == "correlation" else "kpi"
    by_task = {"bridge": "waterfall", "funnel": "funnel", "target": "bullet", "correlation": "scatter"}
    if ask.task in by_task:
        return by_task[ask.task]
    timed = ask.dimensions[0].grain is not None and ask.dimensions[0].grain not in {"weekday", "month_of_year"}
    if len(ask.dimensions) >= 2:
        return _natural_of_two(shape, timed)
    if timed:
        return "line" if shape.rows > 1 else "bar"
    return _natural_of_one(ask, shape)


def _natural_of_one(ask: PlannedAsk, shape: Profile) -> str:
    count = shape.distinct[0]
    if ask.task == "share" and count <= FEW_PARTS and not shape.negative and len(ask.measures) == 1:
        return "pie"
    if count > MANY_CATEGORIES and ask.limit is None and ask.task != "distribution":
        return "table"
    return "bar" if len(ask.measures) <= 3 else "table"


def _natural_of_two(shape: Profile, timed: bool) -> str:
    inner = shape.distinct[1]
    if timed:
        return "line" if inner <= MOST_LINES else "heat_map"
    if inner <= FEW_PARTS and shape.distinct[0] <= MANY_CATEGORIES:
        return "stacked_bar" if not shape.negative else "bar"
    return "heat_map" if max(shape.distinct) <= 60 else "table"


def _obstacle(ask: PlannedAsk, shape: Profile) -> str:
    """Return why the chart that was asked for cannot draw this answer, or ""."""
    chart, sides, numbers = ask.chart, len(ask.dimensions), len(ask.measures)
    slices = shape.distinct[0] if shape.distinct else 0
    rules = (
        (chart not in {"kpi", "table", "bullet", "scatter"} and not sides, "there is only one number to show"),
        (chart != "table" and not numbers and ask.task != "correlation", "the answer is a list of rows"),
        (chart in {"pie", "funnel"} and shape.negative, "negative numbers are no parts of a whole"),
        (chart == "pie" and slices > 3 * FEW_PARTS, f"{slices} slices cannot be told apart"),
        (chart == "heat_map" and sides < 2, "a heat map needs two dimensions"),
        (chart == "scatter" and numbers < 2 and not sides, "a scatter plot needs two numbers"),
        (chart == "kpi" and sides > 0, "the answer has several rows"),
        (chart == "combo" and numbers < 2, "a combination needs two numbers"),
    )
    return next((reason for applies, reason in rules if applies), "")
