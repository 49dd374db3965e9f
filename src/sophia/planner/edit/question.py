"""Edits of the question: split, grain, window, order, limit; each is run before it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from sophia.catalog.model import Catalog
from sophia.planner.condition import filter_words
from sophia.planner.draw import window_words
from sophia.planner.edit.change import Change, Kind, Scene, Settled
from sophia.planner.edit.redraw import asked, redraw, split_words
from sophia.planner.edit.stretch import as_window, cut_again
from sophia.planner.edit.target import MARK, target, unmark
from sophia.planner.measure import label_of
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.question import DEFAULT_POINTS, metric_of
from sophia.planner.understand import understand_ask
from sophia.planner.understand.time import ADVERBS, COUNT, NUMBERS, UNIT, read_time
from sophia.spec.components import Component
from sophia.spec.datasets import Dimension, Filter, Order
from sophia.spec.params import Window

Mode = Literal["show", "split", "group"]
MOST_SIDES = 2
GRAINS = list(DEFAULT_POINTS)
BARE = re.compile(
    r"\b(?:the|only|just|and|data|chart|it|its|of|in|for|over|a|an|to|instead|again|level|basis|grain|"
    r"granularity|period|"
    r"time|range|by|down|up|out|with|on|into|at|be|but|per|then|now|values?|numbers?|buckets?|intervals?|"
    r"points?|steps?|"
    r"rows?|bars?|entries|items|results?|shown|show|sorted|ordered|please)\b",
    re.I,
)
HIGH = r"(?:high(?:est)?|larg(?:e|est)|big(?:gest)?|most|great(?:est)?|best|top)"
LOW = r"(?:low(?:est)?|small(?:est)?|least|fewest|worst|bottom)"
DOWN = re.compile(
    rf"\b(?:descending|desc|decreasing|{HIGH} (?:value |number |ones? )?(?:first|at the top|to {LOW})|{HIGH} on top|"
    r"from high to low|high to low|z to a|newest first|latest first|most recent first|newest to oldest)\b", re.I
)  # fmt: skip
UP = re.compile(
    rf"\b(?:ascending|asc|increasing|{LOW} (?:value |number |ones? )?(?:first|at the top|to {HIGH})|from low to high|"
    r"low to high|alphabetical(?:ly)?|a to z|oldest first|earliest first|oldest to newest|"
    r"chronological(?:ly)?)\b",
    re.I,
)
ALONG = re.compile(
    r"\b(?:alphabetical(?:ly)?|a to z|z to a|newest first|latest first|most recent first|oldest first|earliest first|"
    r"chronological(?:ly)?|newest to oldest|oldest to newest)\b",
    re.I,
)
NUMBER = rf"(?P<count>\d+|{'|'.join(NUMBERS)})"
LIMIT = re.compile(
    rf"\b(?:only )?(?:the )?(?P<end>top|first|{HIGH}|bottom|{LOW}) {NUMBER}\b(?! ?(?:hour|day|week|month|"
    r"quarter|year)s?)"
    rf"|\b(?:to|at most|up to|maximum|no more than) {NUMBER.replace('count', 'most')}\b(?! ?(?:hour|day|week|"
    r"month|quarter|year)s?)"
    rf"|\b{NUMBER.replace('count', 'rows')} (?:rows?|bars?|entries|items|results|lines|values|slices)\b",
    re.I,
)


@dataclass(frozen=True)
class Wish:
    """What words after a component's name ask of its question; None or empty is what they do not mention."""

    dimensions: tuple[Dimension, ...] = ()
    filters: tuple[Filter, ...] = ()
    window: Window | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    chart: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Wish()


def subject(ask: PlannedAsk, catalog: Catalog) -> str:
    """Return what the ask counts or lists, in the words of a question."""
    if ask.measures:
        return label_of(ask.measures[0], catalog)
    table = catalog.table(ask.table)
    return (table.label or table.entity or table.name) if table else ask.table


def read_wish(scene: Scene, ask: PlannedAsk, how: str) -> Wish | Missed:
    """Return what `how` asks, or what of it was not understood."""
    catalog = scene.bench.catalogs[ask.connection]
    text = _full(how)
    limit, order, text = _limited(text, ask)
    turned, text = _turned(text, ask)
    timing = read_time(text)
    wish = Wish(window=timing.window, order=turned or order, limit=limit)
    rest = timing.rest
    plain = not re.sub(r"[^\w]", "", BARE.sub(" ", rest))
    if plain and (dimensions := cut_again(ask, timing)):
        return replace(wish, dimensions=dimensions)
    if timing.grain:
        rest = f"{rest} by {timing.grain.replace('_', ' ').replace('month of year', 'month of the year')}"
    if plain and not timing.grain:
        return wish
    read, missed = understand_ask(f"{subject(ask, catalog)} {rest}", [catalog], prefer=ask.connection)
    if read is None or missed:
        reason = missed[0] if missed else Missed(how.strip(), "It names no split, period or filter of this data.")
        return replace(reason, words=how.strip())
    return replace(
        wish, dimensions=read.dimensions, filters=read.filters, window=wish.window or read.window, chart=read.chart
    )


def _full(how: str) -> str:
    """Spell out "to 90 days" as the last 90 days, and what comes "instead"."""
    text = re.sub(r"\b(?:instead|rather)(?: of .*)?$", " ", as_window(how), flags=re.I)
    unit = rf"^\s*(?:to|by|be|into)?\s*(?:an? |the |one )?{UNIT}s?(?: (?:level|basis|steps|buckets|grain))?\s*$"
    text = re.sub(unit, r" by \1", text, flags=re.I)
    return re.sub(rf"^\s*(?:to|for|over|by)?\s*(?:the )?({COUNT} {UNIT})\s*$", r" over the last \1", text, flags=re.I)


def _limited(text: str, ask: PlannedAsk) -> tuple[int | None, tuple[Order, ...], str]:
    """Take "top 5" out of the text; without an order of its own the top is that of the first number."""
    match = LIMIT.search(text)
    if match is None:
        return None, (), text
    word = match["count"] or match["most"] or match["rows"]
    count = int(word) if word.isdigit() else NUMBERS[word.lower()]
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    if re.fullmatch(r"\s*(?:of )?(?:the )?[\w-]+\s*", rest) and match["count"]:
        rest = " "
    end = (match["end"] or "").lower()
    lowest = bool(re.fullmatch(f"bottom|{LOW}", end)) if end else False
    if not ask.measures or (not end and ask.order):
        return count, (), rest
    return count, (Order(by=ask.measures[0].name, descending=not lowest),), rest


def _turned(text: str, ask: PlannedAsk) -> tuple[tuple[Order, ...], str]:
    """Take a direction out of the text: "highest first", "alphabetically"."""
    down, up = DOWN.search(text), UP.search(text)
    found = down or up
    if found is None:
        return (), text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    by = _axis(ask) if ALONG.search(found[0]) else _height(ask)
    return ((Order(by=by, descending=found is down),) if by else ()), rest


def _axis(ask: PlannedAsk) -> str:
    if ask.dimensions:
        return ask.dimensions[0].name
    dated = ask.time_column.rpartition(".")[2] if ask.time_column else ""
    shown = [column.rpartition(".")[2] for column in ask.columns]
    return dated if dated in shown else (shown[0] if shown else "")


def _height(ask: PlannedAsk) -> str:
    return ask.measures[0].name if ask.measures else (ask.order[0].by if ask.order else "")


def changed_by(ask: PlannedAsk, wish: Wish, mode: Mode) -> PlannedAsk:
    """Return `ask` with what the wish says and the rest as it was."""
    fresh = {item.column for item in wish.filters if item.column}
    kept = tuple(item for item in ask.filters if item.column not in fresh)
    changed = replace(
        ask,
        dimensions=_sides(ask, wish.dimensions, mode),
        filters=(*kept, *wish.filters),
        window=wish.window or ask.window,
        order=wish.order or ask.order,
        limit=wish.limit or ask.limit,
        chart=wish.chart or ask.chart,
    )
    if changed.dimensions != ask.dimensions and ask.limit and not wish.limit and any(
        item.grain for item in changed.dimensions[:1]
    ):  # fmt: skip
        return replace(changed, limit=None, order=wish.order)
    return changed


def _sides(ask: PlannedAsk, wanted: tuple[Dimension, ...], mode: Mode) -> tuple[Dimension, ...]:
    """Return the splits after a wish: a grain takes the place of a grain, "split by" adds, "group by" replaces."""
    if not wanted or not ask.measures:
        return ask.dimensions
    if len(wanted) > 1:
        return wanted[:MOST_SIDES]
    (new,) = wanted
    timed = next((item for item in ask.dimensions if item.grain), None)
    plain = next((item for item in ask.dimensions if not item.grain and item.column != new.column), None)
    if new.grain:
        others = tuple(item for item in ask.dimensions if not item.grain)
        return (new, *(others[:1] if timed or mode != "group" else ()))
    if mode == "group" and timed and plain is None:
        return (new,)
    if timed:
        return (timed, new)
    if mode == "split" and plain is not None:
        return (plain, new)
    return (new,)


def change_question(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Change what a component asks: split, grain, window, filters, order, limit, in the words of a new question."""
    how = unmark(scene.spec, match["how"]).strip()
    if MARK.search(match["how"]):
        return None
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    return question_changed(scene, item, how, _mode(match[0], how))


def _asks(item: Component) -> bool:
    return hasattr(item, "dataset") and item.kind not in {"insights", "queue_panel"}


def _mode(clause: str, how: str) -> Mode:
    if re.search(r"\binstead\b|^(?:group|regroup|change|switch|set|replace)\b", f"{clause}", re.I):
        return "group"
    return "split" if re.search(r"^(?:split|break|stack|segment|colou?r|divide|slice|cut)\b", clause, re.I) else "show"


def question_changed(scene: Scene, item: Component, how: str, mode: Mode) -> Change | Missed:
    """Return the change that the words `how` make to a component's question."""
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    wish = read_wish(scene, ask, how)
    if isinstance(wish, Missed):
        return wish
    if wish.dimensions and not ask.measures:
        return Missed(how, f"“{item.title}” lists rows; rows are not split.")
    if wish.empty:
        return Missed(how, "It names no split, period, filter or limit of this data.")
    changed = changed_by(ask, wish, mode)
    finer = _too_fine(scene, changed)
    if finer:
        return Missed(how, finer[0], finer[1])
    if changed == ask:
        return Settled(how, f"“{item.title}” is like that already.")
    return redraw(scene, item, changed, _told(scene, item, ask, changed))


def _too_fine(scene: Scene, ask: PlannedAsk) -> tuple[str, tuple[str, ...]] | None:
    """Return why a number cannot be cut so finely, and how it can; None when it can."""
    catalog = scene.bench.catalogs[ask.connection]
    metric = metric_of(ask, catalog)
    cut = next((item.grain for item in ask.dimensions if item.grain in GRAINS), None)
    if metric is None or metric.grain is None or cut is None or GRAINS.index(cut) >= GRAINS.index(metric.grain):
        return None
    return f"{metric.label} is known by {metric.grain}, not by {cut}.", (f"by {metric.grain}",)


def _told(scene: Scene, item: Component, before: PlannedAsk, ask: PlannedAsk) -> str:
    """Say what of a question changed."""
    catalog = scene.bench.catalogs[ask.connection]
    parts = []
    if ask.dimensions != before.dimensions:
        parts.append(f"by {' and '.join(split_words(each, catalog) for each in ask.dimensions)}")
    if ask.window != before.window and ask.window is not None:
        parts.append(f"for {window_words(ask.window).lower() or 'all time'}")
    parts += [filter_words(each, catalog) for each in ask.filters if each not in before.filters]
    if ask.limit != before.limit and ask.limit:
        parts.append(f"{ask.limit} at most")
    if ask.order != before.order and ask.order:
        way = "descending" if ask.order[0].descending else "ascending"
        parts.append(f"sorted by {ask.order[0].by.replace('_', ' ')}, {way}")
    return f"Show “{item.title}” {', '.join(parts)}."


def change_order(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Sort by a number or a split that the component shows."""
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    order = _ordering(scene, ask, unmark(scene.spec, match["how"]))
    if isinstance(order, Missed):
        return order
    changed = replace(ask, order=(order,))
    if changed.order == ask.order:
        return Missed(match["how"].strip(), f"“{item.title}” is sorted so already.")
    return redraw(scene, item, changed, _told(scene, item, ask, changed))


def _ordering(scene: Scene, ask: PlannedAsk, how: str) -> Order | Missed:
    catalog = scene.bench.catalogs[ask.connection]
    turned, rest = _turned(how, ask)
    words = (
        re.sub(
            r"[^\w]+", " ", re.sub(r"\b(?:by|the|in|order|from|its|column|value|of|with|first|at|top|on)\b", " ", rest)
        )
        .strip()
        .lower()
    )
    names = {label_of(each, catalog).lower(): each.name for each in ask.measures}
    names |= {split_words(each, catalog): each.name for each in ask.dimensions}
    shown = [each.name for each in ask.measures] + [each.name for each in ask.dimensions]
    names |= {name.replace("_", " ").lower(): name for name in shown}
    for column in ask.columns:
        known = catalog.column(column)
        short = column.rpartition(".")[2]
        names |= {short.replace("_", " ").lower(): short, (known.label if known else short).lower(): short}
    if not words and turned:
        return turned[0]
    by = names.get(words) or next(
        (held for name, held in names.items() if words and (words in name or name in words)), None
    )
    if by is None and words in {"value", "size", "number", "height", "amount"}:
        by = _height(ask)
    if by is None:
        return Missed(how.strip(), "It is sorted by what it shows only.", tuple(dict.fromkeys(names))[:4])
    number = by in {each.name for each in ask.measures} or not ask.measures
    return Order(by=by, descending=turned[0].descending if turned else number)


def reverse(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Turn the order around."""
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    first = ask.order[0] if ask.order else Order(by=_axis(ask))
    if not first.by:
        return Missed(match[0].strip(), f"“{item.title}” has no order to reverse.")
    changed = replace(ask, order=(Order(by=first.by, descending=not first.descending), *ask.order[1:]))
    return redraw(scene, item, changed, _told(scene, item, ask, changed))


def drop_limit(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Show all rows again."""
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    if ask.limit is None:
        return Missed(match[0].strip(), f"“{item.title}” shows all its rows already.")
    return redraw(scene, item, replace(ask, limit=None), f"Show all rows of “{item.title}”.")


def drop_split(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Take a split away: the named one, or the last."""
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    catalog = scene.bench.catalogs[ask.connection]
    named = (match.groupdict().get("split") or "").strip().lower()
    gone = [each for each in ask.dimensions if not named or named in {split_words(each, catalog), each.name.lower()}]
    if not gone:
        splits = tuple(split_words(each, catalog) for each in ask.dimensions)
        return Missed(named or match[0].strip(), f"“{item.title}” is not split so.", splits)
    left = tuple(each for each in ask.dimensions if each is not gone[-1])
    words = f"No longer split “{item.title}” by {split_words(gone[-1], catalog)}."
    return redraw(scene, item, replace(ask, dimensions=left, limit=ask.limit if left else None), words)


def add_split(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Add a split; "split into one chart per …" is another kind."""
    how = (match["how"] or "").strip()
    if re.search(
        r"\binto (?:one|several|separate|\w+ )?(?:chart|graph|tile|component)|\bone (?:chart|tile|component) "
        r"(?:per|for)",
        how,
        re.I,
    ):
        return None
    item = target(scene, match["what"], _asks)
    if isinstance(item, Missed):
        return item
    if not re.match(r"(?:down |out |up )?(?:by|per|for each|across|along|into)\b", how, re.I):
        how = f"by {how}"
    return question_changed(scene, item, re.sub(r"^(?:down|out|up) ", "", unmark(scene.spec, how)), "split")


ADVERB = "|".join(ADVERBS)
HOW = (
    r"(?P<how>(?:down |up )?(?:by|per|for|to|only|over|in|since|where|with|from|during|between|as of|without|"
    r"excluding|except|"
    rf"until|before|after|{ADVERB}|(?:only )?the (?:last|top|bottom|past|first|lowest|highest|previous)|top|"
    r"bottom|last)\b.*)"
)
ASPECT = (
    r"(?:grain|granularity|interval|resolution|time (?:unit|step|grain)|bucket(?:s| size)?|period|"
    r"time ?(?:range|frame|span)|"
    r"date range|window|dimension|grouping|split|breakdown|category|x[ -]?axis|limit|number of (?:rows|bars|entries))"
)
SPLIT_VERB = r"(?:split|break ?down|break(?: up)?|segment|slice|divide|cut|stack|colou?r)"
KINDS = (
    Kind(
        "order",
        "sort TITLE by COLUMN",
        (
            r"(?:sort|order|rank|arrange|re-?order) X (?P<how>(?:by|from|in|alphabetical(?:ly)?|a to z|z to a|"
            r"chronological(?:ly)?|"
            rf"descending|ascending|{HIGH}|{LOW}|newest|latest|oldest|most recent|so that)\b.*)",
            r"(?:sort|order|rank) (?P<how>(?:by|from|alphabetically|descending|ascending)\b.*?) OF",
            r"(?:change|set) the (?:sort )?(?:order|sorting|sort) of X to (?P<how>.+)",
            rf"(?:show|list|put|display) (?P<what>.+?) (?P<how>(?:with )?(?:the )?(?:{HIGH}|{LOW}|newest|latest|"
            r"oldest|earliest|most recent)(?: \w+)? (?:first|on top|at the top))",
        ),
        change_order,
    ),
    Kind(
        "reversed order",
        "reverse the order of TITLE",
        (
            r"(?:reverse|flip|invert|turn around)(?: the)?(?: sort)?(?: order| sorting)? of X",
            r"(?:reverse|flip) X",
            r"sort X the other way(?: a?round)?",
        ),
        reverse,
    ),
    Kind(
        "no limit",
        "show all rows of TITLE",
        (
            r"(?:remove|drop|lift|clear) the (?:row )?(?:limit|top \d+)(?: (?:of|from|on|in) (?P<what>.+))?",
            r"show (?:all|every) (?:the )?(?:rows?|entries|values|bars|categories|of them|results|items)(?: "
            r"(?:of|in|on|from) (?P<what>.+))?",
            r"(?:don'?t|do not|no longer) limit X",
        ),
        drop_limit,
    ),
    Kind(
        "no split",
        "remove the breakdown by COLUMN from TITLE",
        (
            r"(?:remove|drop|delete|undo|clear) the (?:split|breakdown|grouping|dimension)(?: by "
            r"(?P<split>[^⟦⟧]+?))? (?:of|from|in|on) (?P<what>.+)",
            r"(?:remove|drop|clear) the (?P<split>[^⟦⟧]+?) (?:split|breakdown|grouping|dimension) (?:of|from|in|"
            r"on) (?P<what>.+)",
            r"(?:don'?t|do not|no longer|stop) split(?:ting)? X(?: by (?P<split>[^⟦⟧]+))?",
        ),
        drop_split,
    ),
    Kind(
        "split",
        "split TITLE by COLUMN",
        (
            rf"{SPLIT_VERB} (?P<what>.+?) (?P<how>(?:down |out |up )?(?:by|per|into|for each|across|along)\b.*)",
            r"add (?:a |another |the )?(?:split|breakdown|series|grouping)(?: (?P<how>(?:by|per|for)\b.+?))? "
            r"(?:to|in|on|for) (?P<what>⟦[\w-]+⟧|the .+)",
            r"(?P<what>⟦[\w-]+⟧|it|the .+? (?:chart|table|graph)) should (?:also )?be (?:split|broken|divided) "
            r"(?P<how>(?:down )?(?:by|per|into)\b.+?)(?:,? (?:too|as well|also))?",
            r"add (?:a )?(?P<how>.+?) (?:split|breakdown) (?:to|in|on) (?P<what>.+)",
        ),
        add_split,
    ),
    Kind(
        "question",
        "show TITLE over the last 6 months",
        (
            rf"(?:change|set|switch|make|turn|adjust) the {ASPECT} of (?P<what>.+?) (?P<how>(?:to|from|back to|"
            r"be)\b.*)",
            rf"(?:change|set|switch|make|adjust) (?P<what>.+?)(?:['’]s) {ASPECT} (?P<how>to\b.*)",
            rf"(?:change|set|switch|adjust) the {ASPECT}(?: of (?P<what>it))? (?P<how>to\b.*)",
            r"(?:make|turn|show|display|draw|plot|switch|change) (?P<what>.+?) (?P<how>(?:into |"
            rf"to )?(?:an? )?(?:{ADVERB})\b.*)",
            r"(?P<what>⟦[\w-]+⟧|it|the .+? (?:chart|table|graph|tile)) should (?:be|show|cover|use)(?: only)? "
            rf"(?P<how>(?:{ADVERB}|the last|only|by|last|top)\b.*)",
            r"(?P<what>⟦[\w-]+⟧|it|the .+? chart) should (?P<how>(?:only )?(?:start|begin) .+)",
            r"(?:only )?(?:show|keep|display)(?: me)? (?P<how>(?:only |just )?(?:the )?(?:top|bottom|first|"
            rf"{HIGH}|{LOW}) (?:\d+|three|five|ten)(?: \w+)?) (?:of|in|on|for) (?P<what>.+)",
            r"(?:show|group|regroup|filter|limit|restrict|change|set|make|narrow|display|draw|plot|switch|keep|"
            rf"cap|cut|trim|extend|expand|widen|zoom)(?: only)? (?P<what>.+?) {HOW}",
            r"(?:show|keep|display)(?: me)? (?P<how>only (?:the )?(?:last|past|this|previous) .+?) (?:of|in|on|"
            r"for) (?P<what>.+)",
            r"(?:group|regroup|split|show|limit|cap|keep|zoom)(?: it| out| in)? (?P<how>(?:by|to|only|per|"
            rf"{ADVERB})\b.*)",
            rf"(?P<how>(?:only|just|by|per|since|{ADVERB})\b.*?)(?: (?:in|on|for) (?P<what>⟦[\w-]+⟧))?",
            rf"use (?P<how>(?:a |an )?(?:{ADVERB}|{UNIT})\b.*?)(?: (?:in|for|on) (?P<what>.+))?",
        ),
        change_question,
    ),
)
