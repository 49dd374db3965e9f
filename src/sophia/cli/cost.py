"""`sophia cost`: the yearly bill of running Sophia in AWS, line by line, beside Retool's."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sophia.cli.shared import said

if TYPE_CHECKING:
    from sophia.cost.estimate import Estimate
    from sophia.cost.price import Level
    from sophia.cost.retool import Comparison

app = typer.Typer(help="What Sophia costs in your own AWS account.", no_args_is_help=True)


@app.callback()
def about() -> None:
    """What Sophia costs in your own AWS account."""


@app.command()
def estimate(
    *,
    profile: Annotated[str, typer.Option(help="Profile of the infrastructure: lite, default, large.")] = "default",
    usage: Annotated[str, typer.Option(help="Level of use: low, typical, high.")] = "typical",
    builders: Annotated[int, typer.Option(min=0, help="People who build on Retool today.")] = 2,
    viewers: Annotated[int, typer.Option(min=0, help="People who only look on Retool today.")] = 8,
    retool: Annotated[str, typer.Option(help="Retool's plan today: business, team.")] = "business",
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
) -> None:
    """Compute the yearly bill from the resources that the infrastructure's program asks for, in us-east-1."""
    from sophia.cost.estimate import estimate as priced
    from sophia.cost.plan import load_plan
    from sophia.cost.price import LEVELS
    from sophia.cost.retool import SEATS, compare
    from sophia.kernel.errors import BadInput

    with said():
        if usage not in LEVELS:
            raise BadInput(f"There is no level {usage!r}.", field="usage", remedy=f"Known: {', '.join(LEVELS)}.")
        if retool not in SEATS:
            raise BadInput(f"There is no Retool plan {retool!r}.", field="retool", remedy=f"Known: {', '.join(SEATS)}.")
        plan = load_plan(profile)
        found = {level: priced(plan, level) for level in LEVELS}
        told, held = found[usage], compare(found[usage].total, builders, viewers, retool)
        if as_json:
            sys.stdout.write(json.dumps(_document(told, found, held), indent=2) + "\n")
        else:
            _print(told, found, held)


def _document(told: Estimate, found: dict[Level, Estimate], held: Comparison) -> dict[str, Any]:
    from sophia.cost.price import price_table

    table = price_table()
    return {
        "profile": told.profile,
        "usage": told.level,
        "region": table.region,
        "prices_as_of": table.as_of.isoformat(),
        "dollars_a_year": {
            "fixed": round(told.fixed, 2),
            "usage": round(told.varying, 2),
            "total": round(told.total, 2),
            "total_if_no_assumption_holds": round(told.total_otherwise, 2),
            **{f"total_{level}": round(item.total, 2) for level, item in found.items()},
        },
        "assumptions": [asdict(item) for item in told.assumptions],
        "lines": [asdict(line) for line in told.lines],
        "free": told.free,
        "sources": {sku: table.prices[sku].source for sku in sorted({line.sku for line in told.lines})},
        "retool": {**asdict(held), "saved": round(held.saved, 4)},
    }


def _print(told: Estimate, found: dict[Level, Estimate], held: Comparison) -> None:
    by_resource: dict[str, list[float]] = {}
    doubtful = {line.resource for line in told.lines if not line.verified}
    for line in told.lines:
        sums = by_resource.setdefault(line.resource, [0.0, 0.0])
        sums[line.varies] += line.dollars
    typer.echo(f"{'dollars a year':<72} {'fixed':>9} {'usage':>9}")
    for name, (fixed, varying) in sorted(by_resource.items(), key=lambda item: -sum(item[1])):
        mark = " *" if name in doubtful else ""
        typer.echo(f"{name + mark:<72} {fixed:>9.2f} {varying:>9.2f}")
    typer.echo(f"{'total ' + f'{told.total:.2f}':<72} {told.fixed:>9.2f} {told.varying:>9.2f}")
    typer.echo("by use: " + ", ".join(f"{level} {item.total:.2f}" for level, item in found.items()))
    for item in told.assumptions:
        typer.echo(f"assumed: {item.words} That would be {item.dollars:.2f} more: {told.total + item.dollars:.2f}.")
    typer.echo("* rests on a price that was not compared with the vendor's own page (--json: verified)")
    sign = f"{held.saved:.0%} less" if held.saved >= 0 else f"{-held.saved:.0%} more"
    even = (
        f"Even at {held.break_even_viewers} viewers beside these builders."
        if held.break_even_viewers
        else "These builders alone cost more there."
    )
    typer.echo(
        f"Retool {held.plan.title()} for {held.builders} builders and {held.viewers} viewers: "
        f"{held.retool:,.2f} a year; Sophia costs {sign}. {even}"
    )
