"""Invented names of companies and persons, a few of them awkward on purpose (emoji, right-to-left, accents)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from random import Random


def _words(name: str) -> tuple[str, ...]:
    return tuple(resources.files("sophia.demo").joinpath("words").joinpath(f"{name}.txt").read_text("utf-8").split())


ROOTS = _words("company_roots")

INDUSTRY_WORDS = {
    "Property": ("Estates", "Living", "Residences", "Homes", "Property Group", "Lettings", "Housing", "Realty"),
    "Retail": ("Market", "Stores", "Outfitters", "Goods", "Trading", "Provisions", "Retail", "Supply"),
    "Healthcare": ("Health", "Clinics", "Care", "Medical", "Dental", "Therapeutics", "Pharmacy", "Wellness"),
    "Manufacturing": ("Works", "Industries", "Tools", "Castings", "Plastics", "Machining", "Foundry", "Components"),
    "Logistics": ("Logistics", "Freight", "Haulage", "Shipping", "Couriers", "Storage", "Lines", "Transit"),
    "Education": ("Academy", "Learning", "College", "Schools", "Tutors", "Institute", "Press", "Campus"),
    "Finance": ("Capital", "Credit", "Partners", "Advisory", "Mutual", "Holdings", "Lending", "Trust"),
    "Hospitality": ("Hotels", "Kitchens", "Resorts", "Taverns", "Catering", "Bakeries", "Coffee", "Travel"),
}
INDUSTRIES = {
    "Property": 24.0,
    "Retail": 14.0,
    "Healthcare": 14.0,
    "Manufacturing": 12.0,
    "Logistics": 11.0,
    "Education": 8.0,
    "Finance": 10.0,
    "Hospitality": 7.0,
}
AWKWARD = {
    7: "Bloom 🌱 Provisions",
    23: "شركة النخيل للتجارة",
    41: "O'Dellan & Sons, Ltd.",
    58: "אורן־גל מערכות",
    77: "Çelıkörs Lojistik A.Ş.",
    96: "Żółtowska Piekarnia",
    118: "The Very Long Established Company of Winterbourne-upon-Marsh Property Managers and Letting Agents",
    133: "株式会社みずはら",
}
FIRST = _words("first_names")
LAST = _words("last_names")


def company_name(rng: Random, number: int, industry: str) -> str:
    """Return the name of company `number`; unique over any 100,000 numbers of one industry order."""
    if number in AWKWARD:
        return AWKWARD[number]
    words = INDUSTRY_WORDS[industry]
    root = ROOTS[number * 37 % len(ROOTS)]
    word = words[number // len(ROOTS) % len(words)]
    if number < len(ROOTS) * len(words):
        return f"{root} {word}"
    return f"{root} & {ROOTS[(number // 7 + rng.randrange(len(ROOTS))) % len(ROOTS)]} {word}"


def person_name(number: int) -> str:
    """Return the name of person `number`; unique below 5,000."""
    return f"{FIRST[number * 29 % len(FIRST)]} {LAST[(number * 31 + number // len(FIRST)) % len(LAST)]}"


@lru_cache(50_000)
def slug(text: str, fallback: str) -> str:
    """Return `text` in plain letters and digits for a web address, or `fallback` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain) or fallback
