"""People: staff of several sites, their absences and yearly reviews."""

from __future__ import annotations

from datetime import date, timedelta

from bench.dash.world import Chance, Sheet

UNITS = {"Assembly": 5, "Design": 2, "Finance": 1, "Sales": 3, "Quality": 2}
SITES = {"Brno": 4, "Leeds": 3, "Turin": 2}
JOBS = {
    "Assembly": "Operator",
    "Design": "Designer",
    "Finance": "Accountant",
    "Sales": "Sales manager",
    "Quality": "Inspector",
}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return employees, absences and reviews."""
    employees, absences, reviews = [], [], []
    for number in range(1, 321):
        unit = chance.among(UNITS)
        hired = date(2018, 1, 1) + timedelta(days=chance.randrange(3050))
        left = chance.after(max(hired, date(2024, 1, 1)), 900) if chance.random() < 0.25 else None
        employees.append(
            (f"E{number:04}", f"{('Anna', 'Bilal', 'Chloé', 'Dmitri')[number % 4]} {number}", unit, chance.among(SITES), JOBS[unit],
             hired, left, int(chance.money(42000, 0.2)), chance.among({"f": 1, "m": 1}))
        )  # fmt: skip
    for number in range(1, 1401):
        absences.append(
            (number, chance.choice(employees)[0], chance.day(), chance.among({"sick": 5, "holiday": 8, "parental": 1}),
             chance.randrange(1, 12))
        )  # fmt: skip
    for person in employees:
        for year in (2024, 2025):
            if person[5].year < year:
                held = date(year, chance.randrange(10, 13), chance.randrange(1, 28))
                reviews.append((len(reviews) + 1, person[0], held, chance.gap(chance.randrange(1, 6), 0.05)))
    return {
        "employees": Sheet(
            "employee_no VARCHAR, full_name VARCHAR, unit VARCHAR, site VARCHAR, job VARCHAR, hired_on DATE, left_on DATE, "
            "salary INTEGER, gender VARCHAR", employees),
        "absences": Sheet("absence_id INTEGER, employee_no VARCHAR, starts_on DATE, reason VARCHAR, days INTEGER", absences),
        "reviews": Sheet("review_id INTEGER, employee_no VARCHAR, held_on DATE, rating INTEGER", reviews),
    }  # fmt: skip
