"""Edits of freshness: how often an open dashboard asks for its data again."""

from __future__ import annotations

import re

from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.plan import Missed

SECONDS = {"second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600, "day": 86400}
ADVERBS = {"hourly": 3600, "daily": 86400, "nightly": 86400, "every night": 86400, "half-hourly": 1800}
SHORTEST = 5
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15, "thirty": 30,
          "half an": 0.5, "half a": 0.5, "other": 2, "sixty": 60, "twenty": 20}  # fmt: skip


def set_interval(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Refresh every so often; the shortest is five seconds."""
    found = match.groupdict()
    if found.get("adverb"):
        seconds: float = ADVERBS[found["adverb"].lower()]
    else:
        count = (found.get("count") or "1").strip().lower()
        each = SECONDS[found["unit"].lower().rstrip("s") or "s"]
        seconds = (float(count) if re.fullmatch(r"\d+(?:\.\d+)?", count) else COUNTS[count]) * each
    if seconds < SHORTEST:
        return Missed(
            match[0].strip(), f"The shortest interval is {SHORTEST} seconds.", (f"refresh every {SHORTEST} seconds",)
        )
    return _every(scene, round(seconds), f"Refresh every {_words(round(seconds))}.")


def live(scene: Scene, match: re.Match[str]) -> Change:
    """Refresh as often as can be."""
    return _every(scene, SHORTEST, f"Refresh every {SHORTEST} seconds, the shortest interval.")


def stop(scene: Scene, match: re.Match[str]) -> Change:
    """Ask for the data when the dashboard is opened only."""
    return _every(scene, None, "Do not refresh by itself any more.")


def _every(scene: Scene, seconds: int | None, words: str) -> Change:
    return Change(scene.spec.model_copy(update={"refresh_interval": seconds}), words)


def _words(seconds: int) -> str:
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0:
            return name if seconds == size else f"{seconds // size} {name}s"
    return f"{seconds} seconds"


WHOLE = r"(?: (?:it|this|everything|(?:the |this )?(?:whole )?(?:dashboard|board|page|data)))?"
COUNT = rf"(?P<count>\d+(?:\.\d+)?|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
UNIT = r"(?P<unit>seconds?|secs?|s|minutes?|mins?|hours?|h|days?)"
EVERY = rf"(?:every|each|once (?:an?|every|per))(?: {COUNT})? ?{UNIT}"
KINDS = (
    Kind(
        "no refresh",
        "stop refreshing",
        (
            r"(?:stop|don'?t|do not|no longer|never) (?:auto[- ]?)?(?:refresh|reload|updat)(?:ing|"
            rf"e)?{WHOLE}(?: automatically)?",
            r"(?:turn|switch) off (?:the )?(?:auto[- ]?)?(?:refresh|reload|update)s?(?:ing)?|(?:remove|disable"
            r") the (?:auto[- ]?)?refresh(?: interval)?",
        ),
        stop,
    ),
    Kind(
        "refresh interval",
        "refresh every 5 minutes",
        (
            rf"(?:auto[- ]?)?(?:refresh|reload|update|poll|reread){WHOLE}(?: automatically)? {EVERY}",
            rf"(?:make|let|have){WHOLE} (?:auto[- ]?)?(?:refresh|reload|update)(?: itself)?(?: automatically)? {EVERY}",
            r"(?:set|change|make) (?:the )?(?:auto[- ]?)?(?:refresh|update|reload)(?:ing)?(?: interval| rate|"
            r" time| period)?(?: of (?:the |this )?dashboard)? (?:to |be )?(?:(?:every|once"
            rf") )?(?:{COUNT} )?{UNIT}",
            rf"(?:refresh|reload|update){WHOLE} (?P<adverb>{'|'.join(ADVERBS)})",
        ),
        set_interval,
    ),
    Kind(
        "live",
        "make it live",
        (
            rf"(?:make|keep|show){WHOLE} (?:in )?(?:live|real[- ]?time)",
            r"(?:refresh|update) (?:it |everything )?in real[- ]?time",
        ),
        live,
    ),
)
