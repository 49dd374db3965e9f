"""Targets: which component or page the words mean."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.validate import components_of

SURE = 72
CLOSE = 6
KIND_WORDS = {
    "kpi": "kpi number tile", "line": "line chart", "area": "area chart", "bar": "bar chart", "pie": "pie donut chart",
    "stacked_bar": "stacked bar chart", "combo": "combo chart", "table": "table list", "heat_map": "heat map heatmap",
    "scatter": "scatter plot", "funnel": "funnel", "waterfall": "waterfall", "bullet": "bullet chart",
    "chat_panel": "chat panel", "upload_panel": "upload panel", "queue_panel": "queue panel", "insights": "insights",
}  # fmt: skip
FILLER = re.compile(
    r"\b(the|a|an|this|that|our|my|please|chart|graph|plot|tile|component|widget|panel|card|number|figure)\b"
)


CHARTS = re.compile(r"\b(chart|graph|plot)s?\b", re.I)
MARK = re.compile(r"⟦([\w-]+)⟧")


@dataclass(frozen=True)
class Found:
    """The component that the words mean, or the titles of those they might mean."""

    component: Component | None
    candidates: tuple[str, ...] = ()


def find(spec: Dashboard, words: str) -> Found:
    """Return the component named by `words`: its title, part of it, or its kind when only one is of that kind."""
    marked = MARK.search(words)
    if marked:
        return Found(next(item for item in components_of(spec) if item.id == marked[1]))
    named = [item for item in components_of(spec) if item.title or item.kind in KIND_WORDS]
    if CHARTS.search(words):
        named = [item for item in named if item.kind not in {"kpi", "table", "text"}]
    plain = FILLER.sub(" ", words.lower()).strip()
    exact = [item for item in named if item.title.lower() in {words.strip().lower(), plain}]
    if len(exact) == 1:
        return Found(exact[0])
    by_kind = [item for item in named if _says_kind(words, item)]
    if len(by_kind) == 1 and not plain.replace(by_kind[0].kind.replace("_", " "), "").strip():
        return Found(by_kind[0])
    return _closest(named, plain or words.lower())


def mark_titles(spec: Dashboard, text: str) -> str:
    """Put a mark in place of every component title in `text`, the longest first, so that its words are not read."""
    titled = sorted((item for item in components_of(spec) if item.title), key=lambda item: -len(item.title))
    counts = Counter(item.title.lower() for item in titled)
    for item in titled:
        if counts[item.title.lower()] == 1 and len(item.title.split()) > 1:
            text = re.sub(rf"(?<![\w⟦]){re.escape(item.title)}(?![\w⟧])", f"⟦{item.id}⟧", text, flags=re.I)
    return text


def unmark(spec: Dashboard, text: str) -> str:
    """Return `text` with the titles back in place of their marks."""
    titles = {item.id: item.title for item in components_of(spec)}
    return MARK.sub(lambda match: titles.get(match[1], match[0]), text)


def _says_kind(words: str, item: Component) -> bool:
    return any(re.search(rf"\b{word}\b", words.lower()) for word in [item.kind.replace("_", " ")])


def _closest(named: list[Component], words: str) -> Found:
    titles = {index: f"{item.title} {KIND_WORDS.get(item.kind, '')}" for index, item in enumerate(named)}
    scored = process.extract(words, titles, scorer=_likeness, processor=utils.default_process, limit=4)
    if not scored or scored[0][1] < SURE:
        return Found(None, tuple(named[key].title for _, _, key in scored if named[key].title))
    close = [key for _, score, key in scored if score >= scored[0][1] - CLOSE]
    if len(close) > 1:
        shorter = min(close, key=lambda key: len(named[key].title))
        if not _clearly(words, named[shorter].title, [named[key].title for key in close if key != shorter]):
            return Found(None, tuple(named[key].title for key in close))
        return Found(named[shorter])
    return Found(named[scored[0][2]])


def _likeness(first: str, second: str, **_: object) -> float:
    """Compare as sets of words, so that "revenue chart" finds "Revenue by month"."""
    return 0.6 * fuzz.token_set_ratio(first, second) + 0.4 * fuzz.partial_ratio(first, second)


def _clearly(words: str, title: str, others: list[str]) -> bool:
    best = fuzz.ratio(words, title.lower())
    return all(best > fuzz.ratio(words, other.lower()) + CLOSE for other in others)


def page_with(spec: Dashboard, component: str) -> Page:
    """Return the page that holds the component with the id `component`."""
    return next(page for page in spec.pages if any(item.id == component for item in page.components))


def replace_component(spec: Dashboard, changed: Component) -> Dashboard:
    """Return `spec` with the component of the same id replaced; all else is the same object."""
    pages = [
        page.model_copy(update={"components": [changed if item.id == changed.id else item for item in page.components]})
        if any(item.id == changed.id for item in page.components)
        else page
        for page in spec.pages
    ]
    return spec.model_copy(update={"pages": pages})
