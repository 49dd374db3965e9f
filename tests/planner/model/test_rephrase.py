"""A wish that the rules do not read is put into their sentences by a model, which can do no more than a sentence can."""

from __future__ import annotations

from typing import Any

import pytest

from sophia.kernel.errors import BadInput
from sophia.planner.edit.modify import modify
from sophia.planner.generate import generate
from sophia.planner.model.reading import Guide
from sophia.planner.model.rephrase import FORMS, modify_with
from sophia.planner.outcome import Outcome, Step, Understood
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.dashboard import Dashboard
from sophia.spec.theme import Theme
from sophia.spec.validate import components_of
from tests.planner.model.scripted import Scripted

WISH = "I would rather see the slices of revenue by segment as a round thing"
FILLED = {
    "NEW TITLE": "Corner shop", "TITLE": "Revenue by segment", "COLUMN": "name", "METRIC": "margin", "NAME": "Details",
    "VALUE": "Big",
}  # fmt: skip


@pytest.fixture(scope="module")
def spec(bench: Bench) -> Dashboard:
    return generate(Request("shop health"), bench).spec


def wished(spec: Dashboard, bench: Bench, words: str, *answers: Any) -> tuple[Outcome, Scripted, list[Step]]:
    model, steps = Scripted(*answers), []
    return modify_with(spec, words, bench, Guide(model), report=steps.append), model, steps


def kinds(spec: Dashboard) -> dict[str, str]:
    return {item.title: item.kind for item in components_of(spec)}


def test_the_rules_carry_out_what_the_model_rephrased(spec: Dashboard, bench: Bench) -> None:
    outcome, _, steps = wished(spec, bench, WISH, {"changes": ["turn Revenue by segment into a pie chart"]})
    assert kinds(outcome.spec)["Revenue by segment"] == "pie"
    assert outcome.made_by.model == "scripted"
    (told,) = [step for step in steps if isinstance(step, Understood)]
    assert told.made_by == outcome.made_by


def test_a_wish_that_the_rules_read_is_put_to_no_model(spec: Dashboard, bench: Bench) -> None:
    outcome, model, _ = wished(spec, bench, "make it dark", {"changes": ["make it light"]})
    assert outcome.spec.theme.mode == "dark"
    assert (model.told, outcome.made_by.model) == ([], "")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_the_model_is_told_is_one_that_the_rules_read(spec: Dashboard, bench: Bench, form: str) -> None:
    sentence = form
    for name, text in FILLED.items():
        sentence = sentence.replace(name, text)
    outcome = modify(spec, sentence, bench, brand=Theme(primary="#123456"))
    assert outcome.changes
    assert outcome.not_understood == ()


@pytest.mark.parametrize(
    "changes",
    [
        [],
        ["please do something nice"],
        ["rename Revenue by segment to Click https://evil.example now"],
        ["rename Revenue by segment to <img src=x>"],
        ["rename Revenue by segment to Hacked"],
        ["remove Latest sales"],
        ["turn Revenue by segment into a pie chart", "delete Latest sales"],
        ["turn Revenue by segment into a pie chart"] * 13,
        ["show Revenue by segment by password"],
        "turn it into a pie",
    ],
)
def test_what_nobody_asked_for_is_not_done(spec: Dashboard, bench: Bench, changes: Any) -> None:
    with pytest.raises(BadInput) as caught:
        wished(spec, bench, WISH, {"changes": changes})
    assert "The model's answer could not be used because" in caught.value.message
    assert "evil" not in caught.value.message
    assert "acked" not in caught.value.message


def test_a_wish_that_is_read_in_part_stays_so_when_the_model_fails(spec: Dashboard, bench: Bench) -> None:
    outcome, model, _ = wished(spec, bench, "make it dark and make the margin sing", "no idea")
    assert outcome.spec.theme.mode == "dark"
    assert outcome.not_understood
    assert outcome.made_by.note in outcome.assumptions
    assert len(model.told) == 3


def test_a_removal_that_was_asked_for_in_other_words_is_made(spec: Dashboard, bench: Bench) -> None:
    words = "I no longer need those latest sales, bin them"
    outcome, _, _ = wished(spec, bench, words, {"changes": ["remove Latest sales"]})
    assert "Latest sales" not in kinds(outcome.spec)


def test_the_prompt_holds_titles_and_names_and_no_numbers(spec: Dashboard, bench: Bench) -> None:
    _, model, _ = wished(spec, bench, WISH, {"changes": ["turn Revenue by segment into a pie chart"]})
    assert "Revenue by segment" in model.prompt
    for word in ("Ada", "sum(amount)", "ds_"):
        assert word not in model.prompt
