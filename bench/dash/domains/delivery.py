"""Delivery: engineering squads with work items, deployments and objectives."""

from __future__ import annotations

from bench.dash.world import Chance, Sheet

SQUADS = ("Atlas", "Beacon", "Comet", "Dune", "Ember")
KINDS = {"feature": 5, "bug": 4, "chore": 2, "incident": 1}
SEVERITIES = {"minor": 6, "major": 3, "critical": 1}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return squads, work_items, deployments and objectives."""
    items, deploys, goals = [], [], []
    for number in range(1, 1801):
        created = chance.day(1.2)
        done = chance.after(created, 60) if chance.random() < 0.85 else None
        items.append(
            (f"WI-{number}", chance.randrange(1, 6), chance.among(KINDS), chance.gap(chance.among(SEVERITIES), 0.1),
             created, done, chance.gap(chance.choice((1, 2, 3, 5, 8)), 0.08))
        )  # fmt: skip
    for number in range(1, 901):
        deploys.append(
            (number, chance.randrange(1, 6), chance.day(1.3), chance.among({"success": 88, "failed": 8, "rolled back": 4}),
             round(chance.expovariate(1 / 30), 1))
        )  # fmt: skip
    for quarter in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"):
        for squad in range(1, 6):
            for turn in (1, 2):
                title = f"{('Ship', 'Halve', 'Learn')[(squad + turn) % 3]} goal {squad}.{turn}"
                goals.append((len(goals) + 1, squad, quarter, title, round(chance.random(), 2)))
    return {
        "squads": Sheet("squad_id INTEGER PRIMARY KEY, squad VARCHAR, headcount INTEGER",
                        [(i, name, 4 + i) for i, name in enumerate(SQUADS, 1)]),
        "work_items": Sheet(
            "item_key VARCHAR PRIMARY KEY, squad_id INTEGER REFERENCES squads, kind VARCHAR, severity VARCHAR, "
            "created_on DATE, finished_on DATE, points INTEGER", items),
        "deployments": Sheet(
            "deployment_id INTEGER PRIMARY KEY, squad_id INTEGER REFERENCES squads, deployed_on DATE, outcome VARCHAR, "
            "lead_hours DOUBLE", deploys),
        "objectives": Sheet(
            "objective_id INTEGER PRIMARY KEY, squad_id INTEGER REFERENCES squads, quarter VARCHAR, objective VARCHAR, "
            "progress DOUBLE", goals),
    }  # fmt: skip
