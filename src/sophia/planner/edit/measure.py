"""Edits of what is measured: another number, one more, one fewer; a target to reach; a comparison with before."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.planner.edit.change import Change, Kind, Scene, bare
from sophia.planner.edit.redraw import asked, redraw
from sophia.planner.edit.target import MARK, replace_component, target, unmark
from sophia.planner.measure import label_of
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.question import time_column_of
from sophia.planner.understand import understand_ask
from sophia.planner.understand.marks import PHRASES
from sophia.spec.components import Component
from sophia.spec.components.area import Area
from sophia.spec.components.bar import Bar
from sophia.spec.components.bullet import Bullet
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.line import Line
from sophia.spec.components.shape import Reference
from sophia.spec.datasets import Measure
from sophia.spec.validate import components_of

MOST = 4
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}


def measure_of(scene: Scene, ask: PlannedAsk, words: str) -> Measure | Missed:
    """Return the number that words name in the connection of `ask`."""
    catalog = scene.bench.catalogs[ask.connection]
    text = re.sub(
        r"\b(?:measure|metric|value|line|series|bars?|as well|too|also)\b", " ", bare(words), flags=re.I
    ).strip()
    first: Missed | None = None
    for said in (text, f"total {text}"):
        read, missed = understand_ask(said, [catalog], prefer=ask.connection)
        if read is not None and read.measures and not missed and not read.dimensions and not read.filters:
            return read.measures[0]
        first = first or (missed[0] if missed else None)
    labels = tuple(metric.label for metric in catalog.metrics)[:4]
    return Missed(text, "This data has no number called that.", (first.alternatives if first else ()) or labels)


def change_measure(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Show another number in place of the one that was, or of the one that is named."""
    old, new = match.groupdict().get("old"), unmark(scene.spec, match["new"])
    item = _drawing(scene, match.groupdict().get("what"), old)
    if item is None:
        return None
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    at = _place(scene, ask, old)
    measure = _summed_otherwise(ask, at, new) or measure_of(scene, ask, new)
    if isinstance(measure, Missed):
        return measure
    if at is None:
        return Missed(bare(old or ""), f"“{item.title}” does not show that.", _labels(scene, ask))
    measures = tuple(measure if index == at else each for index, each in enumerate(ask.measures))
    order = tuple(
        each.model_copy(update={"by": measure.name}) if each.by == ask.measures[at].name else each for each in ask.order
    )
    catalog = scene.bench.catalogs[ask.connection]
    metric = catalog.metric(measure.metric) if measure.metric else None
    table = metric.table if metric else (measure.column or "").rpartition(".")[0] or ask.table
    changed = replace(ask, measures=measures, order=order, table=table if at == 0 else ask.table, time_column=None)
    if metric is None:
        changed = replace(changed, time_column=ask.time_column)
    words = f"Show {label_of(measure, catalog).lower()} in “{item.title}” instead of {_labels(scene, ask)[at].lower()}."
    return redraw(scene, item, _retimed(changed, ask, scene), words)


def _summed_otherwise(ask: PlannedAsk, at: int | None, words: str) -> Measure | None:
    """Return the number at `at` put together in another way: "the average" in place of the total, None for others."""
    said = re.sub(r"^(?:the|an?|its)\s+|\s+(?:values?|number)$", "", bare(words).lower())
    aggregate = next((name for name, phrases in PHRASES.items() if said in phrases), None)
    before = ask.measures[at] if at is not None else None
    if before is None or before.column is None or aggregate in {None, "count", "count_distinct"}:
        return None
    name = f"{aggregate}_{before.column.rpartition('.')[2]}"
    return Measure(name=name, aggregate=aggregate, column=before.column)


def _retimed(changed: PlannedAsk, before: PlannedAsk, scene: Scene) -> PlannedAsk:
    """Let a course over time follow the new number's own dates."""
    moment = time_column_of(changed, scene.bench.catalogs[changed.connection])
    if moment is None or before.time_column is None or moment == before.time_column:
        return changed
    dimensions = tuple(
        each.model_copy(update={"column": moment}) if each.grain and each.column == before.time_column else each
        for each in changed.dimensions
    )
    return replace(changed, dimensions=dimensions, time_column=moment)


def _drawing(scene: Scene, what: str | None, old: str | None) -> Component | Missed | None:
    """Return the component that is named; without a name the only one that shows the number called `old`."""
    if what is not None and what.strip():
        if old is not None and not MARK.search(what) and isinstance(target(scene, what), Missed):
            return None
        return target(scene, what, _measures)
    if old is None or scene.focus is not None:
        return target(scene, None, _measures)
    showing = []
    for item in components_of(scene.spec):
        ask = asked(scene, item) if _measures(item) else None
        if isinstance(ask, PlannedAsk) and _place(scene, ask, old) is not None:
            showing.append(item)
    if len(showing) == 1:
        return showing[0]
    if not showing:
        return Missed(bare(old), "No component shows that.")
    return Missed(bare(old), "Several components show that.", tuple(item.title for item in showing)[:5])


def _measures(item: Component) -> bool:
    return hasattr(item, "dataset") and item.kind not in {"insights", "queue_panel"}


def _place(scene: Scene, ask: PlannedAsk, old: str | None) -> int | None:
    if not ask.measures:
        return None
    if old is None:
        return 0
    said = re.sub(r"^(?:the|its)\s+", "", bare(old).lower())
    for at, label in enumerate(_labels(scene, ask)):
        if said in {label.lower(), ask.measures[at].name.replace("_", " ").lower()}:
            return at
    return next((at for at, label in enumerate(_labels(scene, ask)) if said in label.lower()), None)


def _labels(scene: Scene, ask: PlannedAsk) -> tuple[str, ...]:
    return tuple(label_of(each, scene.bench.catalogs[ask.connection]) for each in ask.measures)


def add_measure(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Show one more number in a chart or table."""
    item = target(scene, match["what"], _measures)
    if isinstance(item, Missed):
        marked = MARK.search(match["what"]) or re.search(r"\b(?:it|chart|graph|table)$", match["what"], re.I)
        return item if marked else None
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    measure = measure_of(scene, ask, unmark(scene.spec, match["new"]))
    if isinstance(measure, Missed):
        return measure
    label = label_of(measure, scene.bench.catalogs[ask.connection])
    if measure in ask.measures:
        return Missed(label, f"“{item.title}” shows that already.")
    if item.kind == "kpi" or len(ask.measures) >= MOST or not ask.measures:
        return Missed(label, f"“{item.title}” has no room for one more number.", (f"add {label}",))
    if len(ask.dimensions) > 1:
        return Missed(
            label, f"“{item.title}” is split twice, so it can show one number only.", (f"duplicate {item.title}",)
        )
    changed = replace(ask, measures=(*ask.measures, measure), chart=_room(item.kind))
    if changed.chart != ask.chart:
        changed = replace(changed, task="breakdown")
    return redraw(scene, item, changed, f"Show {label.lower()} in “{item.title}” as well.")


def _room(kind: str) -> str:
    """Return the chart that holds several numbers: a pie or a funnel cannot."""
    return kind if kind in {"line", "area", "bar", "stacked_bar", "table", "combo"} else "bar"


def remove_measure(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Take one of several numbers out of a chart."""
    item = target(scene, match["what"], _measures)
    if isinstance(item, Missed):
        return None
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return None
    at = _place(
        scene,
        ask,
        re.sub(r"\b(?:measure|metric|line|series|bars?|column)$", "", unmark(scene.spec, match["old"])).strip(),
    )
    if at is None:
        return None
    if len(ask.measures) < 2:
        return Missed(match[0].strip(), f"It is all that “{item.title}” shows.", (f"remove {item.title}",))
    label = _labels(scene, ask)[at]
    kept = tuple(each for index, each in enumerate(ask.measures) if index != at)
    chart = ask.chart if ask.chart != "combo" or len(kept) > 1 else "line"
    order = tuple(each for each in ask.order if each.by != ask.measures[at].name)
    return redraw(
        scene,
        item,
        replace(ask, measures=kept, chart=chart, order=order),
        f"Take {label.lower()} out of “{item.title}”.",
    )


def compare(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Compare with the period or the year before."""
    item = target(scene, match.groupdict().get("what"), _measures)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    yearly = re.search(r"\byears?\b|\byoy\b", match["with"], re.I) is not None
    if not ask.measures or item.kind not in {"kpi", "line", "bar", "area", "table"}:
        return Missed(
            unmark(scene.spec, match[0]).strip(),
            f"A {item.kind.replace('_', ' ')} cannot show an earlier period beside it.",
        )
    if len(ask.dimensions) > 1:
        return Missed(
            unmark(scene.spec, match[0]).strip(),
            f"“{item.title}” is split twice; an earlier period has no room beside it.",
        )
    changed = replace(ask, compare="previous_year" if yearly else "previous_period")
    if changed == ask:
        return Missed(match["with"].strip(), f"“{item.title}” is compared with that already.")
    words = f"Compare “{item.title}” with {'the year before' if yearly else 'the period before'}."
    return redraw(scene, item, changed, words)


def drop_comparison(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Show no earlier period beside the numbers any more."""
    item = target(scene, match.groupdict().get("what"), lambda each: getattr(each, "previous", None) is not None)
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    if ask.compare is None:
        return Missed(match[0].strip(), f"“{item.title}” is compared with nothing.")
    return redraw(scene, item, replace(ask, compare=None), f"No longer compare “{item.title}” with an earlier period.")


def number_of(digits: str, scale: str | None) -> float:
    """Return the number that digits with a scale such as "k" stand for."""
    return float(digits.replace(",", "").replace("_", "")) * SCALES.get((scale or "").lower().strip(), 1)


def add_target(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Draw a target line across a chart, or give a number its target."""
    item = target(scene, match.groupdict().get("what"), lambda each: isinstance(each, Kpi | Line | Area | Bar | Bullet))
    if isinstance(item, Missed):
        return item
    value = number_of(match["value"], match["scale"])
    if match["percent"] and _in_percent(item):
        value /= 100
    if isinstance(item, Kpi):
        changed: Component = item.model_copy(update={"target": value})
    elif isinstance(item, Bullet):
        changed = item.model_copy(update={"target_value": value, "target": None})
    elif isinstance(item, Line | Area | Bar):
        label = match.groupdict().get("label")
        others = [each for each in item.references if each.label != "Target"] if not label else list(item.references)
        title = bare(label).capitalize() if label else "Target"
        changed = item.model_copy(update={"references": [*others, Reference(value=value, label=title)]})
    else:
        kind = item.kind.replace("_", " ")
        return Missed(unmark(scene.spec, match[0]).strip(), f"A {kind} cannot carry a target line.")
    said = f"{value:.0%}" if match["percent"] and _in_percent(item) else f"{value:,.10g}"
    return Change(replace_component(scene.spec, changed), f"Add a target of {said} to “{item.title}”.", focus=item.id)


def _in_percent(item: Component) -> bool:
    formats = [getattr(item, "format", None), *(each.format for each in getattr(item, "y", ()))]
    value = getattr(item, "value", None)
    formats.append(getattr(value, "format", None))
    return any(each is not None and each.style == "percent" for each in formats)


def drop_target(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Take the target away."""
    item = target(scene, match.groupdict().get("what"), _aimed)
    if isinstance(item, Missed):
        return item
    if not _aimed(item):
        return Missed(match[0].strip(), f"“{item.title}” has no target.")
    update: dict[str, object] = {"references": []} if hasattr(item, "references") else {"target": None}
    if isinstance(item, Bullet):
        update["target_value"] = None
    changed = item.model_copy(update=update)
    return Change(replace_component(scene.spec, changed), f"Remove the target of “{item.title}”.", focus=item.id)


def _aimed(item: Component) -> bool:
    return any(getattr(item, name, None) for name in ("references", "target", "target_value"))


MONEY = r"[$€£¥]?"
VALUE = (
    rf"{MONEY}(?P<value>\d[\d,_]*(?:\.\d+)?) ?(?P<scale>k|m|bn|b|thousand|million|billion)?\b ?(?P<percent>%|percent)?"
)
AIM = r"(?:target|goal|objective|threshold|benchmark|reference)(?: line| value)?"
EARLIER = (
    r"(?P<with>(?:the |a |its |same )*(?:last|previous|prior|preceding|earlier)(?: (?:period|year|month|quarter|"
    r"week|day)s?(?:['’]s)?(?: (?:values?|numbers?))?)?|"
    r"(?:the )?(?:period|year|month|quarter|week|day) (?:before|earlier)|(?:the )?same (?:period|time|months?|"
    r"quarter|week) (?:of )?(?:the )?(?:last|previous|a) year(?: ago| earlier)?|"
    r"a year (?:ago|earlier|before)|year over year|yoy)"
)
KINDS = (
    Kind(
        "target",
        "add a target of 100 to TITLE",
        (
            rf"(?:add|draw|set|put|show|include|give|insert) (?:a |an |the )?(?:horizontal )?{AIM}(?: line)?(?: "
            rf"of| at| to|:)? {VALUE} (?:to|on|for|in|across) (?P<what>.+)",
            r"(?:add|draw|set|put|show|give|include) (?:to |for |on |in )?(?P<what>.+?) (?:a |"
            rf"the )?{AIM}(?: line)? (?:of|at|to) {VALUE}",
            rf"(?:add|draw|set|put|show|include) (?:a |the )?{AIM}(?: line)?(?: for (?P<what>.+?))? (?:of|at|to"
            rf") {VALUE}",
            rf"(?:set|change|raise|lower|move) the {AIM} (?:of|for|on|in) (?P<what>.+?) (?:to|at) {VALUE}",
            rf"the {AIM} (?:of|for) (?P<what>.+?) (?:is|should be) {VALUE}",
        ),
        add_target,
    ),
    Kind(
        "no target",
        "remove the target from TITLE",
        (
            rf"(?:remove|drop|delete|hide|clear|take away|get rid of) the {AIM} (?:from|of|on|in|for) (?P<what>.+)",
            rf"(?:remove|drop|delete|hide|clear) (?P<what>.+?)(?:['’]s) {AIM}",
            rf"(?:remove|drop|delete|hide|clear) the {AIM}",
        ),
        drop_target,
    ),
    Kind(
        "no comparison",
        "drop the comparison of TITLE",
        (
            r"(?:remove|drop|delete|hide|clear|get rid of|take away) the (?:comparison|change|delta|trend arrow|"
            r"previous (?:period|year))(?: (?:with|to) .+?)?(?: (?:of|from|on|in|for) (?P<what>.+))?",
            r"(?:don'?t|do not|stop|no longer) compar(?:e|ing) (?P<what>.+?)(?: (?:with|to|against) .+)?",
            r"(?:show|display) (?P<what>.+?) without (?:the |a |any )?comparison",
        ),
        drop_comparison,
    ),
    Kind(
        "comparison",
        "compare TITLE with the previous year",
        (
            rf"compare (?P<what>.+?) (?:with|to|against|and) (?:that of )?{EARLIER}",
            rf"compare (?:it )?(?:with|to|against) {EARLIER}",
            r"(?:show|draw|plot|display|put) (?P<what>.+?) (?:compared (?:with|to)|against|versus|vs\.?|"
            rf"next to|beside|and|alongside|with) {EARLIER}",
            rf"(?:add|show|include) (?:a |the )?comparison (?:with|to|against) {EARLIER} (?:to|in|on|for) (?P<what>.+)",
            rf"add (?:the )?{EARLIER} (?:to|in|on) (?P<what>.+)",
            r"(?:show|add) (?:the )?(?P<with>year over year|yoy|year on year)(?: change| growth| comparison)? "
            r"(?:of|for|in|to|on) (?P<what>.+)",
        ),
        compare,
    ),
    Kind(
        "measure",
        "change the measure of TITLE to METRIC",
        (
            r"(?:change|set|switch) the (?:measure|metric|value|number|y[ -]?axis) (?:of|in|on|for) "
            r"(?P<what>.+?) (?:from (?P<old>.+?) )?to (?P<new>.+)",
            r"(?:change|set|switch) (?P<what>.+?)(?:['’]s) (?:measure|metric|value|y[ -]?axis) to (?P<new>.+)",
            r"(?:change|set|switch) (?:the|its) (?:measure|metric|number|value) to (?P<new>.+)",
            r"(?:show|use|plot|draw|display|measure|have) (?P<new>[^⟦⟧]+?) (?:instead of|rather than|"
            r"in place of|not) (?P<old>[^⟦⟧]+?)(?: (?:in|on|for) (?P<what>.+))?",
            r"(?:show|use|plot|draw|display) (?P<new>[^⟦⟧]+?) (?:in|on|for) (?P<what>.+?) (?:instead of|"
            r"rather than|in place of) (?P<old>[^⟦⟧]+)",
            r"(?:replace|swap|exchange|substitute) (?P<old>[^⟦⟧]+?) (?:with|by|for) (?P<new>[^⟦⟧]+?)(?: (?:in|"
            r"on) (?P<what>.+))",
            r"(?:show|use|plot|draw|display) (?P<new>[^⟦⟧]+?) (?:in|on|for) (?P<what>.+?) instead",
            r"(?:show|use|plot) (?P<new>[^⟦⟧]+?) instead",
        ),
        change_measure,
    ),
    Kind(
        "one number fewer",
        "remove the measure METRIC from TITLE",
        (
            r"(?:remove|drop|delete|hide|take) (?:the )?(?:measure |metric |line |series )?(?P<old>[^⟦⟧]+?) (?:from|"
            r"out of|in) (?P<what>.+)",
        ),
        remove_measure,
    ),
)
MORE = Kind(
    "one number more",
    "add the measure METRIC to TITLE",
    (
        r"(?:add|include|put|insert|overlay|plot|draw) (?:also )?(?:the |a |an )?(?:second |"
        r"another )?(?:measure |metric |line (?:for |of |with )?|series |bars? (?:for |"
        r"of ))?(?P<new>[^⟦⟧]+?)(?: as (?:a |an )?(?:second |another |further |extra )?(?:line|measure|"
        r"metric|series|bar|column))? (?:to|into|in|on|onto) (?P<what>.+?)(?: (?:as well|too|also))?",
        r"(?:also show|show also) (?:the )?(?P<new>[^⟦⟧]+?) (?:in|on) (?P<what>.+)",
        r"(?:show|plot|draw) (?:the )?(?P<new>[^⟦⟧]+?) (?:in|on|alongside) (?P<what>⟦[\w-]+⟧|the .+? (?:chart|"
        r"graph|table))",
        r"show (?:the )?(?P<new>[^⟦⟧]+?) (?:as well|too|also) (?:in|on) (?P<what>.+)",
        r"show (?:the )?(?P<new>[^⟦⟧]+?) (?:in|on) (?P<what>.+?) (?:as well|too|also)",
    ),
    add_measure,
)
