"""Wishes that are no charts: panels that people name, and behaviours of the whole dashboard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sophia.catalog.model import Catalog
from sophia.planner.apps import queue_table
from sophia.planner.plan import App, Behaviour, PlannedApp

APPS: tuple[tuple[str, App, str], ...] = (
    (r"\b(?:strategic )?chat(?:bot)?\b|\bask questions?\b|\bassistant\b", "chat_panel", "Strategic chat"),
    (r"\b(?:document|file)s? upload\b|\bupload(?:ing)?\b", "upload_panel", "Document upload"),
    (r"\b(?:discovery|review|curation|approval) queue\b", "queue_panel", "Discovery queue"),
    (
        r"\bai[- ]powered insights?\b|\b(?:automatic|automated|ai|smart|key) insights?\b|\binsights\b$",
        "insights",
        "Insights",
    ),
    (r"\b(?:ai|insight)[- ]curation\b", "insights", "Insights to curate"),
)
BEHAVIOURS: tuple[tuple[str, str], ...] = (
    (
        r"\breal[- ]?time(?:[- ](?:updates?|metrics|data|refresh))?\b|\blive updates?\b|\bauto[- ]?refresh\b",
        "real_time",
    ),
    (r"\bdrill(?:ing)?[- ]?(?:down|through)?\b(?:[- ]analysis)?", "drill_down"),
    (r"\bexport(?:s|ing|able)?(?:[- ]reports?)?\b|\bdownload\b", "export"),
    (r"\bdark[- ]mode\b", "dark_mode"),
)
ONLY_BEHAVIOUR = re.compile(
    r"\b(?:it|should|update|updates?|in|allow|me|to|into|specific|the|and|with|a|us|let|be|able|can|metrics|reports?|analysis"
    r"|details?|deals?|data)\b",
    re.I,
)


def behaviour_of(phrase: str) -> tuple[Behaviour | None, str]:
    """Return the behaviour that a phrase wishes for, and what is left of the phrase."""
    for pattern, name in BEHAVIOURS:
        match = re.search(pattern, phrase, re.I)
        if match:
            rest = phrase[: match.start()] + " " + phrase[match.end() :]
            left = "" if not re.sub(r"[\W_]+", "", ONLY_BEHAVIOUR.sub(" ", rest)) else rest
            return Behaviour(name, phrase), left  # type: ignore[arg-type]  # the table holds names of behaviours
    return None, phrase


def app_of(phrase: str, catalogs: Sequence[Catalog]) -> PlannedApp | None:
    """Return the panel that a phrase names, on the connection that can feed it."""
    for pattern, kind, title in APPS:
        if re.search(pattern, phrase, re.I):
            return PlannedApp(kind, phrase, title, _home(kind, catalogs), "")
    return None


def _home(kind: App, catalogs: Sequence[Catalog]) -> str:
    if kind == "queue_panel":
        return next((item.connection for item in catalogs if queue_table(item) is not None), "")
    if kind == "upload_panel":
        held = (item.connection for item in catalogs if item.table("document") is not None)
        return next(held, catalogs[0].connection if catalogs else "")
    return max(catalogs, key=lambda item: len(item.metrics)).connection if catalogs else ""
