"""Freight: parcels from depots by carriers, and what went wrong on the way."""

from __future__ import annotations

from bench.dash.world import Chance, Sheet

DEPOTS = (("Gdansk", "Baltic"), ("Riga", "Baltic"), ("Lyon", "West"), ("Porto", "West"), ("Graz", "Alps"))
CARRIERS = {"SwiftVan": 5, "Bluewing": 3, "railpost": 2, "HAULCO": 2}
REASONS = {"damaged": 4, "lost": 1, "wrong address": 3, "customs": 2}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return depots, shipments and incidents."""
    shipments, incidents = [], []
    for number in range(50001, 52001):
        shipped = chance.day(1.3)
        arrived = chance.after(shipped, 12)
        state = "in transit" if arrived is None else chance.among({"delivered": 94, "returned": 6})
        shipments.append(
            (number, chance.randrange(1, 6), chance.among(CARRIERS), shipped, arrived, chance.gap(chance.money(12, 0.7), 0.02),
             chance.money(9.5, 0.4), state, chance.among({"express": 1, "standard": 4}))
        )  # fmt: skip
        if arrived and chance.random() < 0.12:
            incidents.append(
                (len(incidents) + 1, number, arrived, chance.among(REASONS), chance.gap(chance.money(25), 0.3))
            )
    return {
        "depots": Sheet("depot_id INTEGER PRIMARY KEY, city VARCHAR, region VARCHAR, capacity INTEGER",
                        [(i, *item, 200 * i) for i, item in enumerate(DEPOTS, 1)]),
        "shipments": Sheet(
            "shipment_no INTEGER PRIMARY KEY, depot_id INTEGER REFERENCES depots, carrier VARCHAR, shipped_on DATE, "
            "delivered_on DATE, weight_kg DOUBLE, cost DOUBLE, state VARCHAR, service VARCHAR", shipments),
        "incidents": Sheet(
            "incident_id INTEGER PRIMARY KEY, shipment_no INTEGER REFERENCES shipments, reported_on DATE, reason VARCHAR, "
            "refund DOUBLE", incidents),
    }  # fmt: skip
