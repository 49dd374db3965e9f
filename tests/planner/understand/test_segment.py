"""A long description is cut into the questions it asks, and nothing that belongs together is torn apart."""

from __future__ import annotations

import pytest

from sophia.planner.understand.continuation import continues
from sophia.planner.understand.segment import halves_of, segments_of

FRAMED = [
    "I need a dashboard that shows our MRR, churn by month and win rate",
    "Please build a simple report including MRR, churn by month and win rate",
    "Show me a page about money: MRR, churn by month and win rate",
    "We would like to have a sales dashboard for the leadership team with MRR, churn by month and win rate",
    "Could you please make a scorecard with: MRR, churn by month and win rate",
]


@pytest.mark.parametrize("description", FRAMED)
def test_the_words_around_a_request_are_taken_off(description: str) -> None:
    assert segments_of(description).phrases == ["MRR", "churn by month and win rate"]


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("A support dashboard with tickets by topic", "support dashboard"),
        ("Engineering dashboard: open issues", "Engineering dashboard"),
        ("Sales dashboard for the leadership team with win rate", "Sales dashboard for the leadership team"),
        ("Tickets by topic", ""),
        ("Give me an overview of tickets", ""),
    ],
)
def test_a_dashboards_name_becomes_its_title(description: str, title: str) -> None:
    assert segments_of(description).title == title


@pytest.mark.parametrize(
    "description",
    [
        "- MRR by month\n- churn by segment\n- top deals",
        "1) MRR by month 2) churn by segment 3) top deals",
        "1. MRR by month\n2. churn by segment\n3. top deals",
        "MRR by month; churn by segment; top deals",
        "MRR by month. Churn by segment. Top deals. Thanks a lot!",
        "Hello! Show me MRR by month. Please also show churn by segment. Then top deals?",
    ],
)
def test_lists_and_sentences_are_cut_into_their_items(description: str) -> None:
    assert [phrase.lower() for phrase in segments_of(description).phrases] == [
        "mrr by month", "churn by segment", "top deals",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "whole",
    [
        "MRR by segment, sorted descending",
        "MRR by segment, and order by the y-axis from low to high",
        "MRR by segment, as a bar chart",
        "MRR by segment. Show it in a bar chart",
        "MRR by month, over the last 12 months",
        "MRR by month, compared to last year",
        "For each segment, the average MRR",
        "In 2025, how many deals did we win",
        "deals, excluding those of Acme, by stage",
        "What is the number of deals by stage? Return a pie chart",
        "the number of deals by owner, and group by stage",
        "deals worth 1,000 or more by stage",
    ],
)
def test_what_only_says_how_stays_with_its_question(whole: str) -> None:
    assert len(segments_of(whole).phrases) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "List the number of deals in ascending order",
        "Bar chart of deals by stage",
        "It should update in real time",
        "win rate",
    ],
)
def test_a_sentence_with_a_subject_of_its_own_is_a_new_question(sentence: str) -> None:
    assert not continues(sentence, sentence=True)


def test_what_stands_before_a_colon_or_alone_in_a_sentence_is_kept_as_a_heading() -> None:
    found = segments_of("Only show enterprise accounts: MRR by month, churn by month")
    assert (found.phrases, found.headings) == (["MRR by month", "churn by month"], ("Only show enterprise accounts: ",))
    assert segments_of("We only care about SMB. MRR by month").headings == ("only SMB",)


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("MRR and churn", ["MRR", "churn"]),
        ("tickets with a rating between 3 and 5", ["tickets with a rating between 3 and 5"]),
        ('tickets about "login and access"', ['tickets about "login and access"']),
        ("profit and loss by month", ["profit and loss by month"]),
        ("the relationship between age and weight", ["relationship between age and weight"]),
    ],
)
def test_and_inside_a_range_a_quotation_or_a_fixed_pair_cuts_nothing(phrase: str, parts: list[str]) -> None:
    assert halves_of(phrase) == parts
