"""Modification: a sentence is cut into clauses, each finds its kind of change, and they change the spec in turn."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.kernel.errors import BadInput
from sophia.planner.add import add
from sophia.planner.assemble import nothing_to_show, report_placed
from sophia.planner.edit.change import Change, History, Scene, Settled, Unfound
from sophia.planner.edit.clause import addressed, clauses, plainly
from sophia.planner.edit.kinds import EXAMPLES, PATTERNS
from sophia.planner.edit.place import POSITION
from sophia.planner.edit.target import mark_titles, target, unmark
from sophia.planner.outcome import Evidence, Outcome, Queried, Report, Understood, silent
from sophia.planner.plan import Missed
from sophia.planner.verify import Bench
from sophia.query.result import Result
from sophia.spec.dashboard import Dashboard
from sophia.spec.diff import describe
from sophia.spec.theme import Theme
from sophia.spec.validate import components_of, validate

ADD = re.compile(r"(?:add|include|insert|create|also show|give me|show me|i need|put in)\b.+", re.I | re.S)
REMOVING = re.compile(r"(?:remove|delete|drop|hide|erase|discard|get rid|take|throw|kill|lose|clear)\b", re.I)
INSTEAD = re.compile(r",? (?:instead|again|now|too)$", re.I)
UNKNOWN = "This is no change that is known here."


def modify(
    spec: Dashboard,
    sentence: str,
    bench: Bench,
    *,
    preserve: bool = False,
    brand: Theme | None = None,
    report: Report = silent,
    history: History | None = None,
) -> Outcome:
    """Return `spec` changed as `sentence` says; what it does not name stays byte-identical.

    With `preserve`, a clause that would change a dataset or a component is refused and said, the others still apply.
    What is so already is said among the assumptions, so the same sentence twice is no mistake. `history` gives earlier
    states. Raises BadInput when nothing could be applied.
    """
    scene = Scene(spec, bench, brand, report, history=history or History())
    done: list[Change] = []
    missed: list[Missed] = []
    for clause in clauses(mark_titles(spec, sentence)):
        change = _applied(scene, clause, preserve)
        if isinstance(change, Missed):
            missed.append(change)
            continue
        done.append(change)
        scene = replace(scene, spec=change.spec, focus=change.focus or scene.focus)
    if not done and not any(isinstance(item, Settled) for item in missed):
        raise _nothing_done(missed)
    return _outcome(scene, spec, done, missed)


def _outcome(scene: Scene, spec: Dashboard, done: list[Change], unapplied: list[Missed]) -> Outcome:
    changed, report = validate(scene.spec), scene.report
    understood = tuple(change.words for change in done)
    settled = (f"“{item.words}”: {item.reason}" for item in unapplied if isinstance(item, Settled))
    assumptions = (*(text for change in done for text in change.assumptions), *settled)
    missed = tuple(item for item in unapplied if not isinstance(item, Settled))
    report(Understood(understood, assumptions, missed))
    drawn = {item.id for item in changed.datasets}
    results: dict[str, Result] = {
        key: result for change in done for key, result in change.results.items() if key in drawn
    }
    before = {item.id: item for item in components_of(spec)}
    touched = [item for item in components_of(changed) if before.get(item.id) != item]
    for key, result in results.items():
        report(Queried(Evidence.of(key, result)))
    report_placed(touched, results, report)
    return Outcome(
        spec=changed,
        understood=understood,
        assumptions=assumptions,
        not_understood=missed,
        evidence=tuple(Evidence.of(key, result) for key, result in results.items()),
        changes=tuple(describe(spec, changed)),
        component_ids=tuple(item.id for item in touched),
        undone=len(done) == 1 and done[0].restored is not None and done[0].restored.steps < 0,
    )


def _applied(scene: Scene, clause: str, preserve: bool) -> Change | Missed:
    """Apply one clause; what changes nothing, or what must be preserved, is said."""
    change = _apply(scene, plainly(clause))
    said = unmark(scene.spec, clause)
    if isinstance(change, Missed):
        return replace(change, words=unmark(scene.spec, change.words) or said)
    if change.spec == scene.spec:
        return Settled(said, "It is like that already.")
    if preserve and _touches(scene.spec, change.spec):
        return Missed(said, "It would change data or components, and preserve_functionality is true.")
    return change


def _apply(scene: Scene, clause: str) -> Change | Missed:
    about = addressed(clause)
    if about is not None:
        item = target(scene, about[0])
        if not isinstance(item, Missed):
            return _apply(replace(scene, focus=item.id), plainly(about[1]))
    change = _matched(scene, clause) or (_matched(scene, INSTEAD.sub("", clause)) if INSTEAD.search(clause) else None)
    if change is not None and not (isinstance(change, Unfound) and ADD.fullmatch(clause)):
        return change
    if ADD.fullmatch(clause):
        return _addition(scene, unmark(scene.spec, clause))
    return Missed(unmark(scene.spec, clause), UNKNOWN, _nearest(clause))


def _matched(scene: Scene, clause: str) -> Change | Missed | None:
    """Return what the first kind that reads the clause makes of it; None when no kind does."""
    unfound: Missed | None = None
    for kind, patterns in PATTERNS:
        for pattern in patterns:
            match = pattern.fullmatch(clause)
            change = kind.rule(scene, match) if match else None
            if change is None:
                continue
            if not isinstance(change, Unfound) or REMOVING.match(clause):
                return change
            unfound = unfound or change
    return unfound


def _nearest(clause: str) -> tuple[str, ...]:
    """Return the examples that begin like the clause, or a few of different sorts."""
    first = clause.split(" ", 1)[0].lower()
    alike = tuple(example for example in EXAMPLES if example.split(" ", 1)[0].lower() == first)
    return alike[:3] or ("Add …", "Remove …", "Show … as a bar chart")


def _addition(scene: Scene, clause: str) -> Change | Missed:
    position = re.search(rf"\b(?:at|in|on|to) the {POSITION}(?: corner)?\b", clause, re.I)
    words = clause.replace(position[0], " ") if position else clause
    place = re.sub(r"[\s_]+", "-", position["position"].lower()) if position else "bottom"
    try:
        outcome = add(scene.spec, words, scene.bench, position=place)
    except BadInput as error:
        return Missed(clause, error.message)
    fresh = {item.id for item in outcome.spec.datasets} - {item.id for item in scene.spec.datasets}
    results = scene.bench.run([item for item in outcome.spec.datasets if item.id in fresh])
    return Change(outcome.spec, " ".join(outcome.changes), outcome.assumptions, results, focus=outcome.component_ids[0])


def _touches(before: Dashboard, after: Dashboard) -> bool:
    return before.datasets != after.datasets or list(components_of(before)) != list(components_of(after))


def _nothing_done(missed: list[Missed]) -> BadInput:
    error = nothing_to_show(missed)
    message = error.message.replace("Nothing in this request can be shown.", "Nothing was changed.")
    near = list(dict.fromkeys(other for item in missed for other in item.alternatives))[:4]
    remedy = f"Nearest: {', '.join(near)}." if near else "Name a component by its title and say what should change."
    return BadInput(message, field="modification", remedy=remedy)
