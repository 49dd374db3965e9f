"""Reading with a model: rules first, then the model's draft, at most two repairs, and the rules again when it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sophia.llm.contract import Context, Drafter, ModelFailed, Reply, Turn
from sophia.planner import custom
from sophia.planner.account import assumptions_of, sentence_of
from sophia.planner.model.draft import Draft, schema_of
from sophia.planner.model.prompt import INSTRUCTIONS, prompt_of
from sophia.planner.model.settle import Problem, settle
from sophia.planner.model.sight import Sight
from sophia.planner.model.trial import faults_of, refused_components
from sophia.planner.outcome import RULES, MadeBy
from sophia.planner.plan import Missed, Plan, PlannedAsk
from sophia.planner.understand.refusal import READ_ONLY
from sophia.planner.understand.request_reading import joint_title
from sophia.planner.verify import Bench

REPAIRS = 2
DEADLINE = 10.0
LEAST = 0.5
LONGEST_ANSWER = 200_000
SHOWN_PROBLEMS = 8
MOST = 24
WRONG_FORM = "it is not in the form that was asked for"
Answer = TypeVar("Answer", bound=BaseModel)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Guide:
    """The model to ask and on what terms: `seconds` overall; `values` of the data only when an admin allows it.

    `clock` counts seconds.
    """

    drafter: Drafter
    seconds: float = DEADLINE
    values: bool = False
    clock: Callable[[], float] = time.monotonic


class Unusable(Exception):
    """The model's answer cannot be used; the problems go back to the model, and in public words to the asker."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(item.exact for item in problems))
        self.problems = list(problems)[:SHOWN_PROBLEMS]

    @property
    def public(self) -> str:
        """Return the first reasons, each once."""
        return " and ".join(list(dict.fromkeys(item.public for item in self.problems))[:2])


def revised(plan: Plan, request: str, guide: Guide, bench: Bench, most: int = MOST) -> tuple[Plan, MadeBy]:
    """Return the model's plan for `request` with at most `most` asks, or `plan` (the rules') with a note why not.

    The model's asks have passed the same gate, for the same viewer, as every other question. A component that fails its
    check goes back like any fault; its ask stays, and is drawn as a chart, when no better one comes.
    """
    if not plan.asks and any(item.reason == READ_ONLY for item in plan.missed):
        return plan, RULES
    sight = Sight.of(request, bench.catalogs, values=guide.values)
    message = prompt_of(sight, plan)

    spare: list[Plan] = []

    def use(draft: Draft) -> Plan:
        if not draft.asks and draft.not_answerable and not plan.asks:
            return plan
        asks, missed, problems = settle(draft, sight)
        if len(draft.asks) > most:
            problems.append(Problem(f"asks: there are {len(draft.asks)}; give {most}", "it asks too much at once"))
        problems = problems or faults_of(asks, bench)
        if problems:
            raise Unusable(problems)
        merged = _merged(plan, asks, missed, sight)
        if len(spare) < REPAIRS and (refused := refused_components(asks, bench)):
            spare.append(merged)
            raise Unusable(refused)
        return merged

    components = custom.asked_for(request)
    schema = schema_of(list(sight.catalogs.values()), components=components)
    told = INSTRUCTIONS + (custom.INSTRUCTIONS if components else "")
    made, made_by = converse(guide, Context(told, (Turn("asker", message),)), schema, Draft, use)
    if made is None and spare:
        return spare[-1], MadeBy(guide.drafter.name, repairs=len(spare))
    return (made if made is not None else plan), made_by


def converse(
    guide: Guide, context: Context, schema: Mapping[str, Any], form: type[Answer], use: Callable[[Answer], Made]
) -> tuple[Made | None, MadeBy]:
    """Ask until `use` accepts the answer: once and at most two repairs, each with the exact fault, within the deadline.

    Returns None and a note when nothing usable came.
    """
    ends = guide.clock() + guide.seconds
    reason = ""
    for turn in range(REPAIRS + 1):
        left = ends - guide.clock()
        if left < LEAST:
            reason = reason or f"it did not answer within {guide.seconds:.0f} seconds"
            break
        try:
            reply = guide.drafter.draft(schema, context, left)
        except ModelFailed as failed:
            late = failed.fault == "timeout"
            reason = f"it did not answer within {guide.seconds:.0f} seconds" if late else failed.words
            break
        try:
            return use(read(reply, form)), MadeBy(guide.drafter.name, repairs=turn)
        except Unusable as fault:
            reason = fault.public
            context = context.then(Turn("model", reply.text[:LONGEST_ANSWER]), Turn("asker", _correction(fault)))
    return None, MadeBy(note=f"The model's answer could not be used because {reason}; the rules read this.")


def read(reply: Reply, form: type[Answer]) -> Answer:
    """Return the document in `reply`. Raises Unusable naming what is wrong with it."""
    text = reply.text.strip()
    if len(text) > LONGEST_ANSWER:
        raise Unusable([Problem(f"the answer is longer than {LONGEST_ANSWER:,} characters", "it is too long")])
    start, end = text.find("{"), text.rfind("}")
    try:
        document = json.loads(text[start : end + 1] if 0 <= start < end else text)
    except (ValueError, RecursionError):
        raise Unusable([Problem("the answer is not one whole JSON document", WRONG_FORM)]) from None
    try:
        return form.model_validate(document)
    except ValidationError as error:
        raise Unusable([Problem(_fault(item), WRONG_FORM) for item in error.errors()[:SHOWN_PROBLEMS]]) from None


def _fault(item: Any) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in item["loc"]).lstrip(".")
    return f"{place[:120] or 'the document'}: {item['msg'][:160]}"


def _correction(fault: Unusable) -> str:
    faults = "\n".join(f"- {item.exact}" for item in fault.problems)
    return f"That cannot be used:\n{faults}\nGive the whole answer again."


def _merged(plan: Plan, asks: Sequence[PlannedAsk], missed: Sequence[Missed], sight: Sight) -> Plan:
    """Put the model's asks in place of the rules'; what the model was not shown stays as the rules read it."""
    whole = (*asks, *(ask for ask in plan.asks if not sight.may_show(ask)))
    names = {ask.connection for ask in whole} | {app.connection for app in plan.apps}
    used = [catalog for name, catalog in sight.catalogs.items() if name in names]
    titles = [ask.title for ask in whole] + [app.title for app in plan.apps]
    return replace(
        plan,
        title=plan.title if len(whole) == len(plan.asks) else joint_title("", titles),
        asks=whole,
        understood=tuple(sentence_of(ask) for ask in whole) + tuple(app.title for app in plan.apps),
        assumptions=assumptions_of(whole, used),
        missed=_still_missed(plan.missed, asks, missed),
        connections=tuple(catalog.connection for catalog in used),
    )


def _still_missed(rules: Sequence[Missed], asks: Sequence[PlannedAsk], model: Sequence[Missed]) -> tuple[Missed, ...]:
    """Return what neither path could answer: the rules' misses stay unless the asks quote most of their words."""
    quoted = frozenset(word for ask in asks for word in _words(ask.text))
    left = [item for item in rules if item.reason == READ_ONLY or not _mostly(_words(item.words), quoted)]
    said = [_words(item.words) for item in left]
    return (*left, *(item for item in model if not any(words <= _words(item.words) for words in said)))


def _mostly(words: frozenset[str], quoted: frozenset[str]) -> bool:
    return 2 * len(words & quoted) >= len(words)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())
