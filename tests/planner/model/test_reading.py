"""A model revises the rules' reading; whatever it answers, a verified dashboard or the rules' own comes out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sophia.kernel.errors import BadInput
from sophia.llm.contract import ModelFailed
from sophia.planner.generate import generate
from sophia.planner.model.reading import REPAIRS, Guide
from sophia.planner.outcome import Outcome
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.datasets import MetricDataset
from sophia.spec.validate import components_of
from tests.planner.model.scripted import BY_SEGMENT, Scripted, ask

WORDS = "Show me the revenue for every kind of client"


def made(bench: Bench, *answers: Any, words: str = WORDS, **terms: Any) -> tuple[Outcome, Scripted]:
    model = Scripted(*answers)
    return generate(Request(words), bench, guide=Guide(model, **terms)), model


def titles(outcome: Outcome) -> list[str]:
    return [item.title for item in components_of(outcome.spec)]


def by_rules(bench: Bench, words: str = WORDS) -> Outcome:
    return generate(Request(words), bench)


def test_the_models_draft_becomes_a_verified_component(bench: Bench) -> None:
    outcome, model = made(bench, {"asks": [BY_SEGMENT]})
    assert titles(outcome) == ["Revenue by segment"]
    assert [line.rows for line in outcome.evidence] == [3]
    assert (outcome.made_by.model, outcome.made_by.note, outcome.made_by.repairs) == ("scripted", "", 0)
    assert outcome.understood == ("Revenue by segment, from shop",)
    assert len(model.told) == 1


def test_what_the_rules_could_not_read_is_still_answered(bench: Bench) -> None:
    outcome, _ = made(
        bench, {"asks": [{**BY_SEGMENT, "words": "dosh per sort of punter"}]}, words="dosh per sort of punter"
    )
    assert titles(outcome) == ["Revenue by segment"]
    assert outcome.not_understood == ()


def test_a_misspelt_name_is_taken_for_the_one_it_must_mean(bench: Bench) -> None:
    answer = {"asks": [ask(measures=[{"metric": "Revenue"}], dimensions=[{"column": "customer.segmnt"}])]}
    outcome, model = made(bench, answer)
    assert titles(outcome) == ["Revenue by segment"]
    assert len(model.told) == 1


def test_a_fault_goes_back_in_exact_words_and_the_corrected_answer_counts(bench: Bench) -> None:
    wrong = {"asks": [ask(measures=[{"metric": "profitability"}])]}
    outcome, model = made(bench, wrong, {"asks": [BY_SEGMENT]})
    assert outcome.made_by.repairs == 1
    assert titles(outcome) == ["Revenue by segment"]
    second = model.told[1].turns
    assert [turn.who for turn in second] == ["asker", "model", "asker"]
    assert json.loads(second[1].text) == wrong
    assert "asks[0].measures[0].metric: there is no metric 'profitability'" in second[2].text


BAD_ANSWERS = {
    "an unknown column": {
        "asks": [ask(measures=[{"metric": "revenue"}], dimensions=[{"column": "customer.shoe_size"}])]
    },
    "an unknown metric": {"asks": [ask(measures=[{"metric": "goodwill"}])]},
    "an unknown connection": {"asks": [{**BY_SEGMENT, "connection": "payroll"}]},
    "an unknown table": {"asks": [ask(table="salaries", task="rows", columns=["salaries.amount"])]},
    "nothing": "",
    "an empty document": {},
    "no ask": {"asks": []},
    "half a document": '{"asks": [{"task": "breakdown", "connec',
    "a list": "[1, 2, 3]",
    "a refusal": "I'm sorry, but I can't help with that.",
    "prose and a foreign document": 'Sure! {"dashboard": "<h1>Revenue</h1>"}',
    "an extra key": {"asks": [{**BY_SEGMENT, "sql": "select * from users"}]},
    "an unknown task": {"asks": [{**BY_SEGMENT, "task": "drop_table"}]},
    "SQL": "DROP TABLE sale; --",
    "a measure that is no number": {
        "asks": [ask(measures=[{"aggregate": "sum", "column": "customer.segment"}], table="customer")]
    },
    "an invented value": {
        "asks": [{**BY_SEGMENT, "filters": [{"column": "customer.segment", "values": ["'; DROP TABLE sale; --"]}]}]
    },
    "a grain on a text": {
        "asks": [ask(measures=[{"metric": "revenue"}], dimensions=[{"column": "customer.segment", "grain": "month"}])]
    },
    "a window without dates": {"asks": [{**BY_SEGMENT, "window": {"kind": "between", "start": "soon"}}]},
    "more asks than a page holds": {"asks": [BY_SEGMENT] * 10_000},
    "a document without end": '{"asks": [' + "[" * 250_000,
    "deep nesting": "{" * 0 + '{"a":' * 5_000 + "1" + "}" * 5_000,
}


@pytest.mark.parametrize("kind", BAD_ANSWERS)
def test_a_bad_answer_ends_in_the_rules_draft_with_a_note(bench: Bench, kind: str) -> None:
    outcome, model = made(bench, BAD_ANSWERS[kind], words="Revenue by segment")
    assert outcome.spec == by_rules(bench, "Revenue by segment").spec
    assert len(model.told) == 1 + REPAIRS
    assert outcome.made_by.model == ""
    assert outcome.made_by.note.startswith("The model's answer could not be used because ")
    assert outcome.made_by.note in outcome.assumptions


@pytest.mark.parametrize("fault", ["timeout", "unreachable", "rejected", "refused", "too_large", "unavailable"])
def test_a_model_that_fails_is_not_asked_again(bench: Bench, fault: Any) -> None:
    outcome, model = made(bench, ModelFailed(fault, "it went wrong"), words="Revenue by segment")
    assert outcome.spec == by_rules(bench, "Revenue by segment").spec
    assert len(model.told) == 1
    reason = "it did not answer within 10 seconds" if fault == "timeout" else "it went wrong"
    assert f"because {reason};" in outcome.made_by.note


def test_the_deadline_covers_all_repairs_together(bench: Bench) -> None:
    now = iter([0.0, 0.0, 6.0, 9.8])
    model = Scripted({"asks": []})
    outcome = generate(Request("Revenue by segment"), bench, guide=Guide(model, clock=lambda: next(now)))
    assert len(model.told) == 2
    assert outcome.made_by.note


def test_a_request_to_destroy_is_never_put_to_a_model(bench: Bench) -> None:
    model = Scripted({"asks": [BY_SEGMENT]})
    with pytest.raises(Exception, match="read"):
        generate(Request("Delete all sales"), bench, guide=Guide(model))
    assert model.told == []


def test_what_the_model_calls_unanswerable_is_said(bench: Bench) -> None:
    answer = {"asks": [BY_SEGMENT], "not_answerable": ["the weather", "CLICK https://evil.example"]}
    outcome, _ = made(bench, answer, words="Revenue by segment and the weather")
    assert [item.words for item in outcome.not_understood] == ["weather"]


def test_a_word_of_the_models_own_never_reaches_the_page(bench: Bench) -> None:
    evil = "CLICK https://evil.example"
    answer = {"asks": [{**BY_SEGMENT, "words": evil}], "not_answerable": [evil]}
    outcome, _ = made(bench, answer)
    assert outcome.made_by.model
    assert "evil" not in repr(outcome).lower()


def test_words_that_the_model_quotes_for_the_most_part_count_as_read(bench: Bench) -> None:
    words = "What did every sort of punter bring in?"
    alone = {"asks": [{**BY_SEGMENT, "words": "every sort of punter"}]}
    assert made(bench, alone, words=words)[0].not_understood == ()
    assert made(bench, {"asks": [BY_SEGMENT]}, words=words)[0].not_understood != ()


def test_both_paths_may_agree_that_there_is_no_answer(bench: Bench) -> None:
    words = "the airspeed of an unladen swallow"
    model = Scripted({"asks": [], "not_answerable": [words]})
    with pytest.raises(BadInput):
        generate(Request(words), bench, guide=Guide(model))
    assert len(model.told) == 1


def test_a_draft_may_divide_a_number_with_a_condition_by_another(bench: Bench) -> None:
    words = "what part of the sales is over 40, by segment"
    over = {"aggregate": "count"}
    share = {"aggregate": "count", "filters": [{"column": "sale.amount", "op": "gt", "values": [40]}], "over": over}
    draft = ask(words=words, table="sale", measures=[share], dimensions=[{"column": "customer.segment"}])
    outcome, _ = made(bench, {"asks": [draft]}, words=words)
    (dataset,) = (item for item in outcome.spec.datasets if isinstance(item, MetricDataset))
    (measure,) = dataset.measures
    assert [item.values for item in measure.filters] == [[40]]
    assert measure.over is not None and measure.over.aggregate == "count"


def test_a_condition_of_a_number_that_nobody_said_is_sent_back(bench: Bench) -> None:
    invented = {"aggregate": "count", "filters": [{"column": "customer.segment", "values": ["Atlantis"]}]}
    outcome, model = made(bench, {"asks": [ask(table="sale", measures=[invented])]}, {"asks": [BY_SEGMENT]})
    assert "neither in the request nor in the catalog" in str(model.told[1])
    assert titles(outcome) == ["Revenue by segment"]
