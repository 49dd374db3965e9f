"""Which columns hold personal data, told by their names and by whose rows they are."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Column, ColumnRole, ColumnType, Table
from sophia.catalog.personal import personal_kind


def kind(name: str, table: str = "client", type_: ColumnType = "text", role: ColumnRole = "text") -> str:
    column = Column(name=name, type=type_, role=role)
    return personal_kind(column, Table(name=table, entity=table, columns=[column]))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("email", "email addresses"),
        ("ContactEmail", "email addresses"),
        ("mobile_phone", "phone numbers"),
        ("home_address", "addresses"),
        ("address", "addresses"),
        ("date_of_birth", "dates of birth"),
        ("dob", "dates of birth"),
    ],
)
def test_ways_to_reach_a_person_and_birthdays_are_personal(name: str, found: str) -> None:
    assert kind(name) == found


@pytest.mark.parametrize("name", ["email_domain", "ip_address", "phone_model", "emails_sent", "birth_country", "city"])
def test_words_that_only_sound_like_it_are_not(name: str) -> None:
    assert kind(name) == ""


def test_a_flag_or_a_count_is_not_personal() -> None:
    assert kind("email", type_="boolean", role="boolean") == ""
    assert kind("email_count", type_="integer", role="measure") == ""


def test_pay_is_personal_where_a_row_is_a_person() -> None:
    assert kind("salary", "employee", "number", "money") == "pay"
    assert kind("salary", "budget_line", "number", "money") == ""
