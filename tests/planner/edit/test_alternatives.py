"""The alternatives beside a component, pressed: each is a sentence that makes the other choice."""

from __future__ import annotations

import pytest

from sophia.planner.edit.modify import modify
from sophia.planner.generate import generate
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.components.shape import Note
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import MetricDataset
from sophia.spec.validate import components_of, problems


def only(spec: Dashboard) -> tuple[Note | None, MetricDataset]:
    (component,), (dataset, *_) = list(components_of(spec)), spec.datasets
    assert isinstance(dataset, MetricDataset)
    return component.note, dataset


def test_a_number_that_two_tables_have_is_a_question_whose_answer_changes_the_chart(bench: Bench) -> None:
    spec = generate(Request("amount by segment"), bench).spec
    note, before = only(spec)
    assert note is not None
    assert note.kind == "question"
    assert note.alternatives
    for sentence in note.alternatives:
        after = modify(spec, sentence, bench).spec
        assert problems(after) == []
        _, dataset = only(after)
        assert dataset.dimensions == before.dimensions
        assert [item.column for item in dataset.measures] != [item.column for item in before.measures]


@pytest.mark.parametrize("text", ["Revenue by segment", "sale amount by segment"])
def test_a_number_that_is_settled_carries_no_question(bench: Bench, text: str) -> None:
    note, _ = only(generate(Request(text), bench).spec)
    assert note is None or note.kind == "assumption"


def test_a_chart_without_what_splits_it_is_offered_with_each_split_that_can_be_drawn(bench: Bench) -> None:
    spec = generate(Request("Revenue as a pie chart"), bench).spec
    note, before = only(spec)
    assert note is not None and note.kind == "question" and before.dimensions == []
    assert note.alternatives
    for sentence in note.alternatives:
        after = modify(spec, sentence, bench).spec
        _, dataset = only(after)
        assert [item.kind for item in components_of(after)] == ["pie"], sentence
        assert len(dataset.dimensions) == 1
        assert dataset.measures == before.measures


def test_a_chart_that_was_not_named_is_offered_in_the_other_kinds_that_suit_its_answer(bench: Bench) -> None:
    spec = generate(Request("Revenue by segment"), bench).spec
    note, before = only(spec)
    assert note is not None and "Show “Revenue by segment” as a pie chart" in note.alternatives
    for sentence in note.alternatives:
        _, dataset = only(modify(spec, sentence, bench).spec)
        assert dataset.dimensions == before.dimensions


def test_a_chart_that_was_named_and_drawn_is_not_offered_in_others(bench: Bench) -> None:
    assert only(generate(Request("Revenue by segment as a bar chart"), bench).spec)[0] is None
