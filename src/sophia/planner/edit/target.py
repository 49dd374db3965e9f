"""Targets: which components or which page the words mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from sophia.planner.edit.change import Scene, Unfound
from sophia.planner.plan import Missed
from sophia.planner.understand.words import stem
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.validate import components_of

SURE = 72
CLOSE = 6
SLIP = 75
JOINING = frozenset("by of for in on per and with the a over at to from about vs versus".split())
MOST_NAMED = 5
KIND_WORDS = {
    "kpi": "kpi number tile", "line": "line chart", "area": "area chart", "bar": "bar chart", "pie": "pie donut chart",
    "stacked_bar": "stacked bar chart", "combo": "combo chart", "table": "table list", "heat_map": "heat map heatmap",
    "scatter": "scatter plot", "funnel": "funnel", "waterfall": "waterfall", "bullet": "bullet chart",
    "chat_panel": "chat panel", "upload_panel": "upload panel", "queue_panel": "queue panel", "insights": "insights",
    "text": "text note", "custom": "custom component", "button": "button",
}  # fmt: skip
DRAWN = frozenset(("line", "area", "bar", "stacked_bar", "combo", "pie", "scatter", "heat_map", "funnel", "waterfall",
                   "bullet"))  # fmt: skip
NOUNS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"stacked bar (?:chart|graph)s?", frozenset(("stacked_bar",))),
    (r"(?:bar|column) (?:chart|graph|plot)s?", frozenset(("bar", "stacked_bar"))),
    (r"line (?:chart|graph|plot)s?", frozenset(("line",))),
    (r"area (?:chart|graph|plot)s?", frozenset(("area",))),
    (r"(?:pie|donut|doughnut)s?(?: (?:chart|graph)s?)?", frozenset(("pie",))),
    (r"heat ?maps?", frozenset(("heat_map",))),
    (r"scatter(?: ?(?:chart|plot)s?)?", frozenset(("scatter",))),
    (r"funnels?(?: charts?)?", frozenset(("funnel",))),
    (r"waterfalls?(?: charts?)?", frozenset(("waterfall",))),
    (r"tables?|lists?", frozenset(("table",))),
    (r"kpis?|tiles?|cards?|numbers?|figures?|kpi (?:tile|card)s?", frozenset(("kpi",))),
    (r"charts?|graphs?|plots?", DRAWN),
    (r"texts?|notes?|text blocks?", frozenset(("text",))),
    (r"components?|widgets?|panels?|things?|ones?|everything", frozenset(KIND_WORDS)),
)
FILLER = re.compile(
    r"\b(the|a|an|this|that|those|these|our|my|please|chart|graph|plot|tile|component|widget|panel|card|number|figure|"
    r"kpi|called|named|titled|showing|one)\b"
)
IT = re.compile(
    r"(?:it|this|that|them|its|(?:this|that|the (?:same|new|last one|copy)|the new)(?: (?:one|chart|graph|table|"
    r"tile|component|"
    r"number|kpi|widget|panel))?)",
    re.I,
)
ALL = re.compile(r"(?:all|every|each)(?: of)?(?: the| my| our)? ?(?P<noun>.*)|(?P<everything>everything)", re.I)
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "only": 0}
NTH = re.compile(rf"(?:the )?(?P<nth>{'|'.join(ORDINALS)}) (?P<noun>.+)", re.I)
WHOLE = re.compile(r"(?:the |this |my |our )?(?:whole |entire )?(?:dashboard|board)(?: title)?", re.I)
MARK = re.compile(r"⟦([\w-]+)⟧")


@dataclass(frozen=True)
class Found:
    """The component that the words mean, or the titles of those they might mean."""

    component: Component | None
    candidates: tuple[str, ...] = ()


def target(scene: Scene, words: str | None, fits: Callable[[Component], bool] | None = None) -> Component | Missed:
    """Return the component that `words` name; without words the one in focus, or the only one that `fits`."""
    if words is None or not words.strip() or IT.fullmatch(words.strip()):
        return _in_focus(scene, words or "", fits or is_shown)
    found = find(scene.spec, words)
    if found.component is not None:
        return found.component
    return unknown(unmark(scene.spec, words).strip(), found.candidates)


def targets(scene: Scene, words: str | None) -> list[Component] | Missed:
    """Return all components that `words` name: one, "A and B", "all charts", "both tables"."""
    text = (words or "").strip()
    everything = ALL.fullmatch(re.sub(r"^both\b", "all", text, flags=re.I))
    if everything:
        pool = _of_noun(scene.spec, everything["noun"] or "things")
        if pool is not None:
            return pool or Missed(text, "There is none of these on this dashboard.", _titles(scene.spec))
    one = target(scene, words)
    if not isinstance(one, Missed):
        return [one]
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text) if part]
    if len(parts) < 2 or len(parts) > MOST_NAMED:
        return one
    each = [target(scene, re.sub(r"^both\s+", "", part, flags=re.I)) for part in parts]
    missed = next((item for item in each if isinstance(item, Missed)), None)
    return missed or [item for item in each if not isinstance(item, Missed)]


def unknown(words: str, candidates: tuple[str, ...]) -> Missed:
    """Return the answer to words that name no component, or several."""
    if candidates:
        return Unfound(words, "It is not clear which component is meant.", candidates)
    return Unfound(words, "No component of this dashboard is called that.")


def is_shown(component: Component) -> bool:
    """Whether a component is something that people point at."""
    return component.kind in KIND_WORDS


def _in_focus(scene: Scene, words: str, fits: Callable[[Component], bool]) -> Component | Missed:
    shown = [item for item in components_of(scene.spec) if fits(item)]
    focused = next((item for item in components_of(scene.spec) if item.id == scene.focus), None)
    if focused is not None:
        return focused
    if len(shown) == 1:
        return shown[0]
    titles = tuple(item.title for item in shown if item.title)[:MOST_NAMED]
    return Missed(words.strip() or "which component", "It is not said which component is meant.", titles)


def _titles(spec: Dashboard) -> tuple[str, ...]:
    return tuple(item.title for item in components_of(spec) if item.title)[:MOST_NAMED]


def _of_noun(spec: Dashboard, noun: str) -> list[Component] | None:
    """Return the components that a plain noun of kind ("line charts") covers, None when the words say more."""
    for pattern, kinds in NOUNS:
        if re.fullmatch(pattern, noun.strip(), re.I):
            return [item for item in components_of(spec) if item.kind in kinds]
    return None


def find(spec: Dashboard, words: str) -> Found:
    """Return the component named by `words`: its title, part of it, its place in the order, or its kind."""
    marked = MARK.search(words)
    if marked:
        return _marked(spec, words, marked[1])
    words = words.strip().strip("\"'“”‘’")
    named = [item for item in components_of(spec) if item.title or item.kind in KIND_WORDS]
    exact = [item for item in named if item.title.lower() == words.lower()]
    if len(exact) == 1:
        return Found(exact[0])
    by_place = _by_place(spec, words)
    if by_place is not None:
        return Found(by_place)
    pool, rest = _narrowed(exact or named, words)
    called = [item for item in pool if item.title.lower() == rest]
    if len(called) == 1 or (len(pool) == 1 and not rest):
        return Found((called or pool)[0])
    if not rest:
        return Found(None, _labels(pool[:MOST_NAMED], pool))
    return _closest(pool, rest)


def _marked(spec: Dashboard, words: str, key: str) -> Found:
    """Return the component of a mark, when the words around it say no more than its kind."""
    item = next((each for each in components_of(spec) if each.id == key), None)
    rest = re.sub(r"\b(?:on|in|of) the .*?\b(?:page|tab|dashboard|board)\b", " ", MARK.sub(" ", words), flags=re.I)
    for pattern, _ in NOUNS:
        rest = re.sub(rf"\b(?:{pattern})\b", " ", rest, flags=re.I)
    if item is None or re.sub(r"\W", "", FILLER.sub(" ", rest.lower())):
        return Found(None, (item.title,) if item is not None else ())
    return Found(item)


def _by_place(spec: Dashboard, words: str) -> Component | None:
    """Read "the second chart", "the last table": top to bottom, left to right."""
    counted = NTH.fullmatch(words)
    pool = _of_noun(spec, counted["noun"]) if counted else None
    if not counted or not pool:
        return None
    place = ORDINALS[counted["nth"].lower()]
    if place >= len(pool) or (counted["nth"].lower() == "only" and len(pool) > 1):
        return None
    pages = {item.id: at for at, page in enumerate(spec.pages) for item in page.components}
    return sorted(pool, key=lambda item: (pages[item.id], item.layout.y, item.layout.x))[place]


def _narrowed(named: list[Component], words: str) -> tuple[list[Component], str]:
    """Return the components of the kind that `words` end or begin with, and the other words."""
    text = re.sub(r"^(?:the|this|that|our|my)\s+", "", words.strip().lower())
    for pattern, kinds in NOUNS:
        ending = re.search(rf"(?:^|\s)(?:{pattern})$", text) or re.search(
            rf"^(?:{pattern})\s+(?:of|for|with|about|called|named|showing)\s", text
        )
        pool = [item for item in named if item.kind in kinds]
        if ending and pool:
            rest = f"{text[: ending.start()]} {text[ending.end() :]}".strip()
            return pool, re.sub(r"\s+", " ", FILLER.sub(" ", rest)).strip()
    plain = re.sub(r"\s+", " ", FILLER.sub(" ", text)).strip()
    return named, plain or text


def _labels(items: Sequence[Component], pool: Sequence[Component]) -> tuple[str, ...]:
    """Return titles; where two are the same, the kind tells them apart."""
    counts = Counter(item.title for item in pool)
    return tuple(
        item.title if counts[item.title] == 1 else f"{item.title} ({item.kind.replace('_', ' ')})"
        for item in items
        if item.title
    )


def mark_titles(spec: Dashboard, text: str) -> str:
    """Put a mark in place of every component title in `text`, the longest first, so that its words are not read."""
    titled = sorted((item for item in components_of(spec) if item.title), key=lambda item: -len(item.title))
    counts = Counter(item.title.lower() for item in titled)
    for item in titled:
        if counts[item.title.lower()] == 1 and len(item.title.split()) > 1:
            title = re.escape(item.title)
            text = re.sub('[“"‘]' + title + '[”"’]', f"⟦{item.id}⟧", text, flags=re.I)
            text = re.sub(rf"(?<![\w⟦]){title}(?![\w⟧])", f"⟦{item.id}⟧", text, flags=re.I)
    return text


def unmark(spec: Dashboard, text: str) -> str:
    """Return `text` with the titles back in place of their marks."""
    titles = {item.id: item.title for item in components_of(spec)}
    return MARK.sub(lambda match: titles.get(match[1], match[0]), text)


def _closest(named: Sequence[Component], words: str) -> Found:
    titles = {index: _stemmed(f"{item.title} {KIND_WORDS.get(item.kind, '')}") for index, item in enumerate(named)}
    words = _stemmed(words)
    scored = process.extract(words, titles, scorer=_likeness, processor=utils.default_process, limit=4)
    strange = bool(scored) and not _covers(titles[scored[0][2]], words)
    if not scored or scored[0][1] < SURE or strange:
        return Found(None, _labels([named[key] for _, _, key in scored], named))
    close = [key for _, score, key in scored if score >= scored[0][1] - CLOSE]
    if len(close) > 1:
        shorter = min(close, key=lambda key: len(named[key].title))
        if not _clearly(words, named[shorter].title, [named[key].title for key in close if key != shorter]):
            return Found(None, _labels([named[key] for key in close], named))
        return Found(named[shorter])
    return Found(named[scored[0][2]])


def _stemmed(text: str) -> str:
    """Return words without their endings, so that "carriers" finds "by carrier"."""
    return re.sub(r"[^\W\d_]+", lambda match: stem(match[0].lower()), text)


def _covers(title: str, words: str) -> bool:
    """Whether every word that says something is in a title, save for a slip of the pen."""
    held = re.findall(r"[\w%]+", title.lower())
    said = [word for word in re.findall(r"[\w%]+", words.lower()) if word not in JOINING]
    return all(any(fuzz.ratio(word, other) >= SLIP for other in held) for word in said)


def _likeness(first: str, second: str, **_: object) -> float:
    """Compare as sets of words, so that "revenue chart" finds "Revenue by month"."""
    return 0.6 * fuzz.token_set_ratio(first, second) + 0.4 * fuzz.partial_ratio(first, second)


def _clearly(words: str, title: str, others: list[str]) -> bool:
    best = fuzz.ratio(words, title.lower())
    return all(best > fuzz.ratio(words, other.lower()) + CLOSE for other in others)


def page_with(spec: Dashboard, component: str) -> Page:
    """Return the page that holds the component with the id `component`."""
    return next(page for page in spec.pages if any(item.id == component for item in page.components))


def page_called(spec: Dashboard, words: str | None, focus: str | None = None) -> Page | Missed:
    """Return the page that `words` name; "this page" is the one in focus, or the only one."""
    text = re.sub(
        r"^(?:the|this|our|my)\s+|\b(?:page|tab|screen)\b|\b(?:called|named|titled)\b", " ", words or "", flags=re.I
    )
    name = re.sub(r"\s+", " ", text).strip().strip("\"'“”‘’").lower()
    if not name:
        if len(spec.pages) == 1:
            return spec.pages[0]
        held = [page for page in spec.pages if any(item.id == focus for item in page.components)]
        return held[0] if held else Missed((words or "page").strip(), "There are several pages.", _pages(spec))
    if name in ORDINALS and (name in {"first", "last"} or ORDINALS[name] < len(spec.pages)):
        return spec.pages[ORDINALS[name]]
    titles = {page.id: page.title for page in spec.pages}
    scored = process.extract(name, titles, scorer=fuzz.ratio, processor=utils.default_process, limit=2)
    if scored and scored[0][1] >= 85:
        return next(page for page in spec.pages if page.id == scored[0][2])
    return Unfound((words or "").strip(), "No page of this dashboard is called that.", _pages(spec))


def _pages(spec: Dashboard) -> tuple[str, ...]:
    return tuple(page.title for page in spec.pages)[:MOST_NAMED]


def replace_component(spec: Dashboard, changed: Component) -> Dashboard:
    """Return `spec` with the component of the same id replaced; all else is the same object."""
    pages = [
        page.model_copy(update={"components": [changed if item.id == changed.id else item for item in page.components]})
        if any(item.id == changed.id for item in page.components)
        else page
        for page in spec.pages
    ]
    return spec.model_copy(update={"pages": pages})


def with_page(spec: Dashboard, page: Page, components: Sequence[Component]) -> Dashboard:
    """Return `spec` with other components on `page`."""
    changed = page.model_copy(update={"components": list(components)})
    return spec.model_copy(update={"pages": [changed if item is page else item for item in spec.pages]})
