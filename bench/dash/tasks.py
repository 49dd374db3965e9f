"""The requests of DashBench, read from the briefs of each domain: parts B (composed), C (briefs), D (edits), E (traps)."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bench.dash.edits import Edit
from bench.dash.gold import Gold
from bench.dash.protocol import Part
from bench.dash.score import Task

FOLDER = Path(__file__).with_name("briefs")
DASHBOARDS = 3
WORDINGS = ("named", "business", "terse")


@cache
def read(domain: str) -> Mapping[str, Any]:
    """Return the briefs file of a domain."""
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{domain}.yaml").read_text(encoding="utf-8"))
    return loaded


def gold_of(item: Any, domain: str, weight: float = 1.0) -> Gold:
    """Return the gold of an ask's key, or of a mapping with shape, sql and perhaps kinds."""
    if isinstance(item, str):
        shape, *_, sql = read(domain)["asks"][item]
        return Gold(shape, (sql,), weight)
    sql = item["sql"]
    return Gold(item["shape"], tuple([sql] if isinstance(sql, str) else sql), weight, frozenset(item.get("kinds", ())))


def composed(domain: str) -> list[Task]:
    """Return part B: a few asks of one database in one description, in three wordings."""
    asks = read(domain)["asks"]
    made = []
    for turn in range(DASHBOARDS):
        chosen = random.Random(f"{domain}-{turn}").sample(sorted(asks), 4 + turn % 3)
        # Single numbers first: "average cost and orders by status" could be read as two numbers by status.
        chosen.sort(key=lambda key: asks[key][0] != "number")
        for column, wording in enumerate(WORDINGS, 1):
            pieces = tuple(asks[key][column] for key in chosen)
            made.append(
                Task(
                    id=f"B/{domain}/{turn + 1}/{wording}",
                    part="B",
                    domain=domain,
                    words=joined(pieces, wording),
                    wording=wording,
                    asks=tuple(gold_of(key, domain) for key in chosen),
                    pieces=pieces,
                )
            )
    return made


def joined(pieces: Sequence[str], wording: str) -> str:
    """Put pieces into one description, as people do who write in full, who talk, and who take notes."""
    if wording == "terse":
        return "; ".join(pieces)
    if wording == "named":
        return f"Build a dashboard with {', '.join(pieces[:-1])} and {pieces[-1]}."
    first, *rest = pieces
    return " ".join(
        [f"I want to see {first}.", *(f"{('Also', 'Then', 'And')[i % 3]} {it}." for i, it in enumerate(rest))]
    )


def briefs(domain: str) -> list[Task]:
    """Return part C: briefs as different people write them."""
    return [_brief(item, domain, f"C/{domain}/{i}", "C") for i, item in enumerate(read(domain)["briefs"], 1)]


def traps(domain: str) -> list[Task]:
    """Return part E: what cannot be answered as it stands, alone or among things that can."""
    return [_brief(item, domain, f"E/{domain}/{i}", "E") for i, item in enumerate(read(domain)["traps"], 1)]


def _brief(item: Mapping[str, Any], domain: str, key: str, part: str) -> Task:
    return Task(
        id=key,
        part=part,
        domain=domain,
        words=item["say"],
        asks=tuple(gold_of(each, domain) for each in item.get("must", ()))
        + tuple(gold_of(each, domain, 0.5) for each in item.get("should", ())),
        may=tuple(gold_of(each, domain) for each in item.get("may", ())),
        never=tuple(item.get("never", ())),
        trap=item.get("trap", ""),
        about=tuple(item.get("about", ())),
    )


def start(domain: str) -> list[Part]:
    """Return the parts of the dashboard that a domain's edits begin from."""
    made = []
    for item in read(domain)["start"]:
        filters = tuple((column, op, value) for column, op, value in item.get("filters", ()))
        made.append(Part(**{**item, "by": tuple(item.get("by", ())), "filters": filters}))
    return made


def edits(domain: str) -> list[Edit]:
    """Return part D: instructions with the changes that they should bring."""
    made = []
    for i, item in enumerate(read(domain)["edits"], 1):
        say = [item["say"]] if isinstance(item["say"], str) else item["say"]
        made.append(Edit(f"D/{domain}/{i}", domain, tuple(say), tuple(item["do"])))
    return made
