"""Domains: small seeded databases, written at run time as DuckDB files, none of them anybody's real data."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

AS_OF = date(2026, 6, 30)
FIRST = date(2024, 1, 1)
DAYS = (AS_OF - FIRST).days
Row = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """A table to be written: its columns as in CREATE TABLE, and its rows."""

    columns: str
    rows: Sequence[Row]


Make = Callable[["Chance"], dict[str, Sheet]]


class Chance(random.Random):
    """Seeded chance, with the draws that the domains share."""

    def day(self, growth: float = 1.0) -> date:
        """Return a day of the two and a half years; `growth` above 1 makes later days likelier."""
        return FIRST + timedelta(days=int(DAYS * self.random() ** (1 / growth)))

    def after(self, start: date, most: int) -> date | None:
        """Return a day up to `most` days after `start`, or None where that lies in the future."""
        end = start + timedelta(days=self.randrange(most + 1))
        return end if end <= AS_OF else None

    def among(self, weights: dict[Any, int]) -> Any:
        """Return one of the keys, as likely as their weights say."""
        return self.choices(list(weights), list(weights.values()))[0]

    def money(self, middle: float, spread: float = 0.5) -> float:
        """Return an amount around `middle`, skewed as amounts are, in cents."""
        return round(self.lognormvariate(0, spread) * middle, 2)

    def gap(self, value: Any, share: float = 0.03) -> Any:
        """Return the value, or None for a `share` of the calls: a field that nobody filled in."""
        return None if self.random() < share else value


def write(sheets: dict[str, Sheet], folder: Path, name: str) -> Path:
    """Write the tables as `folder`/`name`/<table>.csv and into the DuckDB file `folder`/`name`.duckdb; return that."""
    (folder / name).mkdir(parents=True)
    path = folder / f"{name}.duckdb"
    with duckdb.connect(str(path)) as database:
        for table, sheet in sheets.items():
            file = folder / name / f"{table}.csv"
            with file.open("w", newline="", encoding="utf-8") as out:
                csv.writer(out).writerows(sheet.rows)
            database.execute(f'CREATE TABLE "{table}" ({sheet.columns})')
            database.execute(f"COPY \"{table}\" FROM '{file}' (header false, nullstr '')")
    return path
