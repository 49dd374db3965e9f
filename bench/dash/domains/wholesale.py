"""Wholesale: a bakery's orders from shops and cafés, with their lines."""

from __future__ import annotations

from bench.dash.world import Chance, Sheet

TERRITORIES = {"North": 4, "South": 3, "Coast": 2, "Highlands": 1}
GOODS = (
    ("Rye loaf", "Bread", 3.2), ("Spelt roll", "Bread", 0.8), ("Ciabatta", "Bread", 2.1), ("Croissant", "Pastry", 1.4),
    ("Danish swirl", "Pastry", 1.9), ("Brioche", "Pastry", 2.4), ("Carrot cake", "Cake", 18.0), ("Opera slice", "Cake", 4.5),
    ("Sachertorte", "Cake", 26.0), ("Oat cookie", "Biscuit", 0.9), ("Shortbread", "Biscuit", 1.1),
)  # fmt: skip
STATUSES = {"delivered": 80, "open": 8, "cancelled": 7, "returned": 5}
CHANNELS = {"web shop": 5, "phone": 3, "sales rep": 2}
NAMES = ("Café Linde", "corner & co", "Mill House", "ÖKO Markt", "Harbour Deli", "O'Brien's", "La Petite", "GREEN FORK")


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return clients, goods, orders and order_lines."""
    clients = [
        (
            i,
            f"{NAMES[i % len(NAMES)]} {i}",
            chance.gap(chance.among(TERRITORIES)),
            chance.among({"A": 1, "B": 3, "C": 4}),
        )
        for i in range(1, 61)
    ]
    goods = [(f"SKU-{i:03}", *item) for i, item in enumerate(GOODS, 1)]
    orders, lines = [], []
    for number in range(10001, 11601):
        placed = chance.day(1.4)
        orders.append(
            (number, chance.randrange(1, 61), placed, chance.among(STATUSES), chance.among(CHANNELS),
             chance.gap(chance.money(14), 0.02))
        )  # fmt: skip
        for _ in range(chance.randrange(1, 4)):
            sku, _, _, price = chance.choice(goods)
            quantity = chance.randrange(5, 90)
            lines.append((len(lines) + 1, number, sku, quantity, price, round(price * quantity, 2)))
    return {
        "clients": Sheet(
            "client_id INTEGER PRIMARY KEY, client_name VARCHAR, territory VARCHAR, tier VARCHAR", clients
        ),
        "goods": Sheet("sku VARCHAR PRIMARY KEY, product VARCHAR, family VARCHAR, list_price DOUBLE", goods),
        "orders": Sheet(
            "order_no INTEGER PRIMARY KEY, client_id INTEGER REFERENCES clients, placed_on DATE, status VARCHAR, "
            "channel VARCHAR, freight_cost DOUBLE", orders),
        "order_lines": Sheet(
            "line_id INTEGER PRIMARY KEY, order_no INTEGER REFERENCES orders, sku VARCHAR REFERENCES goods, "
            "quantity INTEGER, unit_price DOUBLE, amount DOUBLE", lines),
    }  # fmt: skip
