"""Modification: a sentence is cut into clauses, each clause finds its rule, and the rules change the spec in turn."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.kernel.errors import BadInput
from sophia.planner.add import add
from sophia.planner.assemble import nothing_to_show, report_placed
from sophia.planner.edit.change import Change, Rule, Scene
from sophia.planner.edit.data import CHARTS, add_target, change_chart, change_question, compare
from sophia.planner.edit.look import (
    COLOURS,
    add_mode_toggle,
    add_page,
    apply_brand,
    recolour,
    remove_mode_toggle,
    rename,
    set_mode,
)
from sophia.planner.edit.place import change_size, duplicate, move, remove
from sophia.planner.edit.target import mark_titles
from sophia.planner.outcome import Evidence, Outcome, Queried, Report, Understood, silent
from sophia.planner.plan import Missed
from sophia.planner.verify import Bench
from sophia.query.result import Result
from sophia.spec.dashboard import Dashboard
from sophia.spec.diff import describe
from sophia.spec.theme import Theme
from sophia.spec.validate import components_of, validate

CHART = "|".join(sorted(CHARTS, key=len, reverse=True))
COLOUR = "|".join(COLOURS)
BRAND = "brand|branding|corporate|company|house"
STYLE = "colou?rs?|palette|scheme|look|style|theme|identity"
PLACE = r"(?:very )?(?P<position>(?:top|bottom)(?:[ -](?:left|right))?|left|right|center|full[ -]width)"
SIZE = r"(?P<size>wider|bigger|larger|narrower|smaller|taller|shorter|full[ -]width|half[ -]width)"
RULES: tuple[tuple[str, Rule], ...] = (
    (r"(?:remove|hide|drop|delete)\b.*\b(?:dark|light|mode)[\w -]*(?:toggle|switch)", remove_mode_toggle),
    (r".*\b(?:dark|light|mode|theme)[\w /-]*(?:toggle|switch|switcher)\b.*|.*\btoggle\b.*\bdark\b.*", add_mode_toggle),
    (rf".*\b(?:{BRAND})\b.*\b(?:{STYLE})\b.*|.*\b(?:{STYLE})\b.*\b(?:{BRAND})\b.*", apply_brand),
    (rf".*\b(?:colou?rs?(?: scheme)?|theme|palette)\b.*?(?P<colour>#[0-9a-f]{{6}}|{COLOUR})\b.*", recolour),
    (rf"use (?P<colour>#[0-9a-f]{{6}}|{COLOUR}) (?:as|for) .*", recolour),
    (rf"(?:make|paint|colou?r) (?:it|everything|the dashboard) (?P<colour>#[0-9a-f]{{6}}|{COLOUR})", recolour),
    (r".*\b(?P<mode>dark|light|system|automatic|auto)\b(?: (?:mode|theme|background))?.{0,20}", set_mode),
    (r"add (?:a |another )?(?:new )?page(?: (?:called|named|titled|for))?(?: (?P<title>.+))?", add_page),
    (r"(?:rename|retitle) (?P<what>.+?) (?:to|as|into) (?P<title>.+)", rename),
    (r"(?:change|set) the (?:title|name) of (?P<what>.+?) to (?P<title>.+)", rename),
    (r"(?:change|set) (?P<what>.+?)(?:'s)? (?:title|name) to (?P<title>.+)", rename),
    (r"call (?P<what>.+?) (?P<title>[\"“'].+)", rename),
    (rf"(?:move|put|place|bring) (?P<what>.+?) (?:back )?(?:to|at|on|in) (?:the )?{PLACE}(?: (?:of .*|corner))?", move),
    (rf"make (?P<what>.+?) {SIZE}", change_size),
    (r"(?:duplicate|copy|clone) (?P<what>.+)", duplicate),
    (
        r"(?:add|draw|set) (?:a )?(?:target|goal|reference)(?: line)?(?: of| at)? (?:[$€£])?(?P<value>[\d.,]*\d)"
        r"(?P<scale>[kKmM])?%? (?:to|on|for|in) (?P<what>.+)",
        add_target,
    ),
    (
        rf"(?:turn|change|convert|make|switch|show|draw|display) (?P<what>.+?) "
        rf"(?:in ?to|to|as|be)? ?(?:an? )?(?P<chart>{CHART})(?: (?:chart|graph|plot|diagram))?",
        change_chart,
    ),
    (r"compare (?P<what>.+?) (?:with|to|against) (?P<with>(?:the )?(?:last|previous|prior).*)", compare),
    (
        r"(?:show|group|split|break ?down|break|filter|limit|restrict|change|set|make|narrow|sort|order) (?P<what>.+?) "
        r"(?P<how>(?:down )?(?:by|per|for|to|only|over|in|since|where|with|from|during|between|weekly|monthly|daily|"
        r"quarterly|yearly|the (?:last|top|bottom|past))\b.*)",
        change_question,
    ),
    (r"(?:remove|delete|drop|hide|get rid of|take away|take out) (?P<what>.+)", remove),
)
ADD = re.compile(r"(?:please )?(?:add|include|insert|create|also show|give me)\b.+", re.I | re.S)
CLAUSE = re.compile(
    r"(?:\s*[;.]\s+|\s*,?\s+(?:and(?: then| also)?|then|also)\s+|\s*,\s+)"
    r"(?=(?:please )?(?:add|remove|delete|drop|hide|rename|retitle|change|make|move|put|place|turn|convert|show|set|"
    r"switch|use|duplicate|copy|clone|compare|group|split|break|filter|limit|sort|order|call|draw|include|get rid)\b)",
    re.I,
)


def modify(
    spec: Dashboard,
    sentence: str,
    bench: Bench,
    *,
    preserve: bool = False,
    brand: Theme | None = None,
    report: Report = silent,
) -> Outcome:
    """Return `spec` changed as `sentence` says; what it does not name stays byte-identical.

    With `preserve`, a clause that would change a dataset or a component is refused and said, the others still apply.
    Raises BadInput when no clause could be applied.
    """
    scene = Scene(spec, bench, brand, report)
    done: list[Change] = []
    missed: list[Missed] = []
    for clause in clauses(sentence):
        change = _apply(scene, clause)
        if isinstance(change, Change) and preserve and _touches(scene.spec, change.spec):
            change = Missed(clause, "It would change data or components, and preserve_functionality is true.")
        if isinstance(change, Missed):
            missed.append(change)
            continue
        done.append(change)
        scene = replace(scene, spec=change.spec)
    if not done:
        raise _nothing_done(missed)
    changed = validate(scene.spec)
    understood = tuple(change.words for change in done)
    assumptions = tuple(text for change in done for text in change.assumptions)
    report(Understood(understood, assumptions, tuple(missed)))
    results: dict[str, Result] = {key: result for change in done for key, result in change.results.items()}
    before = {item.id: item for item in components_of(spec)}
    touched = [item for item in components_of(changed) if before.get(item.id) != item]
    for key, result in results.items():
        report(Queried(Evidence.of(key, result)))
    report_placed(touched, results, report)
    return Outcome(
        spec=changed,
        understood=understood,
        assumptions=assumptions,
        not_understood=tuple(missed),
        evidence=tuple(Evidence.of(key, result) for key, result in results.items()),
        changes=tuple(describe(spec, changed)),
        component_ids=tuple(item.id for item in touched),
    )


def clauses(sentence: str) -> list[str]:
    """Cut a sentence where a new instruction begins: "remove X and make Y wider" gives two."""
    parts = CLAUSE.split(sentence.strip())
    return [part.strip().rstrip(".!;,") for part in parts if part.strip(" .!")]


def _apply(scene: Scene, clause: str) -> Change | Missed:
    plain = re.sub(r"^(?:please|can you|could you|i want (?:you )?to|i'd like (?:you )?to)\s+", "", clause, flags=re.I)
    marked = mark_titles(scene.spec, plain)
    for pattern, rule in RULES:
        match = re.fullmatch(pattern, marked, re.I | re.S)
        if match:
            return rule(scene, match)
    if ADD.fullmatch(plain):
        return _addition(scene, plain)
    return Missed(clause, "This is no change that is known here.", ("Add …", "Remove …", "Show … as a bar chart"))


def _addition(scene: Scene, clause: str) -> Change | Missed:
    position = re.search(rf"\b(?:at|in|on|to) the {PLACE}(?: corner)?\b", clause, re.I)
    words = clause.replace(position[0], " ") if position else clause
    try:
        outcome = add(scene.spec, words, scene.bench, position=position["position"] if position else "bottom")
    except BadInput as error:
        return Missed(clause, error.message)
    fresh = {item.id for item in outcome.spec.datasets} - {item.id for item in scene.spec.datasets}
    results = scene.bench.run([item for item in outcome.spec.datasets if item.id in fresh])
    return Change(outcome.spec, " ".join(outcome.changes), outcome.assumptions, results)


def _touches(before: Dashboard, after: Dashboard) -> bool:
    return before.datasets != after.datasets or list(components_of(before)) != list(components_of(after))


def _nothing_done(missed: list[Missed]) -> BadInput:
    error = nothing_to_show(missed)
    message = error.message.replace("Nothing in this request can be shown.", "Nothing was changed.")
    return BadInput(message, field="modification", remedy=error.remedy)
