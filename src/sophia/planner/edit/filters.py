"""Edits of which rows count: conditions of one component, added, turned into their opposite, or taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sophia.planner.condition import filter_words
from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.edit.inputs import param_called
from sophia.planner.edit.question import LIMIT, subject
from sophia.planner.edit.redraw import asked, redraw
from sophia.planner.edit.target import MARK, target, unmark
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.planner.understand.time import read_time
from sophia.spec.components import Component
from sophia.spec.datasets import Filter, Operator

OPPOSITES: dict[Operator, Operator] = {
    "eq": "ne", "ne": "eq", "in": "not_in", "not_in": "in", "gt": "lte", "lte": "gt", "gte": "lt", "lt": "gte",
    "like": "not_like", "not_like": "like", "is_null": "not_null", "not_null": "is_null",
}  # fmt: skip
LEAD = re.compile(
    r"^(?:(?:to|on|by|for|down|only|just|where|with|those|the|rows?|records?|ones|data|of|whose|which|that|are|"
    r"is)\s+)+",
    re.I,
)


def conditions_in(scene: Scene, ask: PlannedAsk, words: str) -> tuple[Filter, ...] | Missed:
    """Return the conditions that words state about the data of `ask`: "Big", "amount over 50", "segment is Big"."""
    catalog = scene.bench.catalogs[ask.connection]
    phrase = LEAD.sub("", words.strip()).strip(" .,")
    nearest: tuple[str, ...] = ()
    for form in ("{0} where {1}", "{0} for {1}", "{0} with {1}", "{1} {0}"):
        read, missed = understand_ask(form.format(subject(ask, catalog), phrase), [catalog], prefer=ask.connection)
        if read is not None and read.filters and not missed and not read.dimensions:
            return read.filters
        nearest = nearest or tuple(each for item in missed for each in item.alternatives)
    return Missed(words.strip(), "It names no value or condition of this data.", nearest[:3])


def add_filter(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Keep only the rows that meet a condition."""
    return _filtered(scene, match, negated=False)


def exclude(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Leave out the rows that meet a condition."""
    return _filtered(scene, match, negated=True)


def _filtered(scene: Scene, match: re.Match[str], *, negated: bool) -> Change | Missed | None:
    which = unmark(scene.spec, match["which"])
    if LIMIT.search(which) or read_time(which).window is not None:
        return None
    item = target(scene, match.groupdict().get("what"), _asks)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    found = conditions_in(scene, ask, which)
    if isinstance(found, Missed):
        return found if negated and not re.match(r"(?:remove|hide|drop|show)\b", match[0], re.I) else None
    if negated:
        turned = tuple(_opposite(each) for each in found)
        if None in turned:
            return Missed(match["which"].strip(), "This condition has no plain opposite.")
        found = tuple(each for each in turned if each is not None)
    fresh = {each.column for each in found if each.column}
    kept = tuple(each for each in ask.filters if each.column not in fresh)
    changed = replace(ask, filters=(*kept, *found))
    if changed == ask:
        return Missed(match["which"].strip(), f"“{item.title}” is filtered so already.")
    catalog = scene.bench.catalogs[ask.connection]
    words = " and ".join(filter_words(each, catalog) for each in found)
    return redraw(scene, item, changed, f"Show “{item.title}” only {words}.")


def _asks(item: Component) -> bool:
    return hasattr(item, "dataset") and item.kind not in {"insights", "queue_panel"}


def _opposite(item: Filter) -> Filter | None:
    if item.any_of or item.op not in OPPOSITES:
        return None
    return item.model_copy(update={"op": OPPOSITES[item.op]})


def drop_filter(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Take conditions away from a component: those on the named column or value, or all of them."""
    what, which = match.groupdict().get("what"), match.groupdict().get("which")
    if what and not which and param_called(scene.spec, what) is not None:
        return None
    item = target(scene, what, _conditioned(scene))
    if isinstance(item, Missed):
        return item if what and (MARK.search(what) or which) else None
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    named = unmark(scene.spec, match.groupdict().get("which") or "").strip().lower()
    catalog = scene.bench.catalogs[ask.connection]
    gone = [each for each in ask.filters if not named or _about(named, filter_words(each, catalog).lower())]
    if not gone:
        if what is None or not what.strip():
            return None
        held = tuple(filter_words(each, catalog) for each in ask.filters)
        return Missed(named or match[0].strip(), f"“{item.title}” has no such filter.", held)
    words = " and ".join(filter_words(each, catalog) for each in gone)
    kept = tuple(each for each in ask.filters if each not in gone)
    return redraw(scene, item, replace(ask, filters=kept), f"No longer limit “{item.title}” to rows {words}.")


def _about(named: str, words: str) -> bool:
    said = [word for word in re.findall(r"[\w-]+", named) if word not in {"the", "on", "for", "to", "by", "of"}]
    return bool(said) and all(word in words for word in said)


def _conditioned(scene: Scene) -> Callable[[Component], bool]:
    def holds(item: Component) -> bool:
        ask = asked(scene, item) if _asks(item) else None
        return isinstance(ask, PlannedAsk) and bool(ask.filters)

    return holds


DROP = (
    Kind(
        "no filter",
        "remove the filter on COLUMN from TITLE",
        (
            r"(?:remove|drop|delete|clear|lift|take away|take off) (?:the |all (?:the )?)?(?:filters?|"
            r"conditions?|restrictions?)(?: (?:on|for|by|to) (?P<which>[^⟦⟧]+?))? (?:from|of|in|on) "
            r"(?P<what>.+)",
            r"(?:remove|drop|delete|clear|lift) (?:the )?(?P<which>[^⟦⟧]+?) (?:filter|condition|restriction) "
            r"(?:from|of|in|on) (?P<what>.+)",
            r"(?:don'?t|do not|no longer|stop) (?:filter(?:ing)?|limit(?:ing)?|restrict(?:ing)?) "
            r"(?P<what>.+?)(?: (?:by|to|on) (?P<which>.+))?",
            r"take (?:the )?(?P<which>[^⟦⟧]+?) (?:filter|condition) (?:off|from|out of) (?P<what>.+)",
            r"unfilter (?P<what>.+)",
        ),
        drop_filter,
    ),
)
KINDS = (
    Kind(
        "rows left out",
        "exclude VALUE from TITLE",
        (
            r"(?:exclude|leave out|omit|skip|ignore|filter out|remove|hide|drop) (?P<which>[^⟦⟧]+?) (?:from|in|"
            r"of|on) (?P<what>⟦[\w-]+⟧|it|(?:the |this ).+)",
            r"(?:exclude|leave out|omit|skip|ignore|filter out) (?P<which>[^⟦⟧]+?) (?:from|in) (?P<what>.+)",
            r"(?:show|draw|display|keep) (?P<what>.+?) (?:without|excluding|except(?: for)?|other than) (?P<which>.+)",
            r"(?:exclude|leave out|omit|ignore|filter out) (?P<which>[^⟦⟧]+)",
        ),
        exclude,
    ),
    Kind(
        "rows kept",
        "filter TITLE to VALUE",
        (
            r"(?:filter|limit|restrict|narrow|constrain) (?P<what>.+?) (?:down )?(?P<which>(?:to|on|by|for|"
            r"where|with|so that)\b.+)",
            r"(?:only show|show only|keep only|only keep|only include|include only|show just|just show) "
            r"(?P<which>[^⟦⟧]+?) (?:in|on|for|of) (?P<what>.+)",
            r"(?:add|put|set|apply) (?:a |the )?(?:fixed )?(?:filter|condition)(?: (?:for|on|of|where|that|"
            r"to))? (?P<which>[^⟦⟧]+?) (?:to|on|in) (?P<what>⟦[\w-]+⟧|the .+|it)",
            r"(?:show|draw|display|plot) (?P<what>.+?) (?:only |just )(?P<which>(?:for|where|with|of|in)\b.+)",
            r"(?:show|draw|display|plot) (?P<what>.+?)(?: only| just)? "
            r"(?P<which>(?:where|whose|for only|for just)\b.+)",
        ),
        add_filter,
    ),
)
