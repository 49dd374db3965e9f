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
FILE = r"(?:excel|csv|xlsx|pdf|spread\s?sheets?|files?)"
BEHAVIOURS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:in\s+)?real[- ]?time(?:[- ](?:updates?|metrics|data|refresh))?\b|\blive (?:updates?|data)\b|"
        r"\bauto[- ]?(?:refresh|update)(?:s|es|ing)?\b|"
        r"\b(?:automatically\s+)?(?:refresh|update)(?:s|es|ed|d)?\s+(?:(?:it|itself|them|the\s+(?:data|page|numbers))\s+)?"
        r"(?:automatically|continuously|live|hourly|daily|every\s+(?:\w+\s+)?(?:seconds?|minutes?|hours?|days?|morning))\b",
        "real_time",
    ),
    (
        r"\bdrill(?:ing)?[- ](?:down|through|into)\b(?:[- ](?:analysis|to\s+(?:the\s+)?(?:rows?|details?)))?|"
        r"\bdrill[- ]?downs?\b",
        "drill_down",
    ),
    (
        r"\bexport(?:s|ing|able|ed)?\b(?:[- ](?:reports?|data|everything|it|them|buttons?))?"
        rf"(?:\s+(?:to|as|in|into)\s+(?:an?\s+)?{FILE})?(?:\s+(?:and|or)\s+{FILE})?|\bdownload(?:able|ing)?\s+(?:it|them|the\s+data|data|reports?|as|to)\b"
        rf"(?:\s+(?:an?\s+)?{FILE})?",
        "export",
    ),
    (r"\bdark[- ]mode(?:\s+(?:toggle|switch))?\b", "dark_mode"),
    (
        r"\b(?:(?:our|the|company|corporate)\s+)*brand(?:ing|ed)?\s+(?:colou?rs?|theme|style|look)\b|\bour branding\b",
        "brand",
    ),
    (r"\b(?:with\s+)?(?:a\s+)?filters?\s+(?:for|on|by)\s+[\w\s]+$|\bwith\s+filters\b|\bfilterable\b", "filters"),
)
ONLY_BEHAVIOUR = re.compile(
    r"\b(?:it|should|update|updates?|in|allow|me|to|into|specific|the|and|with|a|an|us|let|be|able|can|metrics|reports?|analysis"
    r"|details?|deals?|data|people|users?|everyone|team|please|use|using|apply|have|has|must|i|we|want|need|also|our|dashboard"
    r"|page|everything|all|everywhere|toggle|button|support|possible|make)\b",
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
