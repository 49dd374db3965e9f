"""Spend: invoices of vendors to departments, against monthly budgets."""

from __future__ import annotations

from datetime import date

from bench.dash.world import Chance, Sheet

DEPARTMENTS = ("Research", "Marketing", "Operations", "IT", "Legal")
VENDORS = (
    ("Nimbus Hosting", "Cloud"), ("PaperTrail", "Office"), ("Skyline Travel", "Travel"), ("Brightads", "Advertising"),
    ("Kestrel Legal LLP", "Services"), ("Datafold Labs", "Software"), ("Quill & Sons", "Office"), ("Polar Cloud", "Cloud"),
    ("tempo staffing", "Services"), ("ORBIT SaaS", "Software"),
)  # fmt: skip


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return departments, vendors, invoices and budgets."""
    invoices = []
    for number in range(1, 1501):
        vendor = chance.randrange(1, 11)
        billed = chance.day(1.3)
        paid = chance.after(billed, 75) if chance.random() < 0.93 else None
        net = chance.money((900, 120, 640, 1500, 2200, 800, 90, 1300, 1800, 400)[vendor - 1], 0.6)
        invoices.append((f"INV{number:05}", vendor, chance.gap(chance.randrange(1, 6), 0.02), billed, paid, net,
                         round(net * 0.2, 2), chance.among({"approved": 9, "disputed": 1, "Draft": 1})))  # fmt: skip
    budgets = [
        (department, date(2024 + month // 12, month % 12 + 1, 1), 4000 + 1500 * department + 500 * (month % 5))
        for department in range(1, 6)
        for month in range(30)
    ]
    return {
        "departments": Sheet("department_id INTEGER, department VARCHAR", list(enumerate(DEPARTMENTS, 1))),
        "vendors": Sheet(
            "vendor_id INTEGER, vendor VARCHAR, category VARCHAR", [(i, *item) for i, item in enumerate(VENDORS, 1)]
        ),
        "invoices": Sheet(
            "invoice_no VARCHAR, vendor_id INTEGER, department_id INTEGER, invoiced_on DATE, paid_on DATE, "
            "net_amount DOUBLE, tax DOUBLE, approval VARCHAR", invoices),
        "budgets": Sheet("department_id INTEGER, month DATE, budget DOUBLE", budgets),
    }  # fmt: skip
