"""Names become the words, labels and nouns that people use."""

import pytest

from sophia.catalog.names import entity_of, label_of, labels_of, singular, unit_of, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("order_items", ["order", "items"]),
        ("OrderItemID", ["order", "item", "id"]),
        ("HTTPCode", ["http", "code"]),
        ("Year Published", ["year", "published"]),
        ("createdate", ["create", "date"]),
        ("candidate", ["candidate"]),
        ("último_año", ["último", "año"]),
    ],
)
def test_a_name_is_cut_where_a_reader_would_cut_it(name: str, words: list[str]):
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("hs_is_closed_won", "Closed won"),
        ("createdAt", "Created"),
        ("cycle_time_h", "Cycle time"),
        ("account_id", "Account ID"),
        ("mrr", "MRR"),
        ("dealname", "Deal name"),
        ("id", "ID"),
        ("___", "___"),
    ],
)
def test_a_label_reads_as_people_write(name: str, label: str):
    assert label_of(name) == label


def test_columns_whose_short_labels_clash_keep_all_their_words():
    assert labels_of(["closed", "closed_at", "amount"]) == {
        "closed": "Closed",
        "closed_at": "Closed at",
        "amount": "Amount",
    }


@pytest.mark.parametrize(
    ("table", "noun"),
    [
        ("companies", "company"),
        ("order_items", "order item"),
        ("dim_customers", "customer"),
        ("people", "person"),
        ("addresses", "address"),
        ("movies", "movie"),
        ("sales", "sales"),
        ("status", "status"),
    ],
)
def test_a_table_is_named_after_one_of_its_rows(table: str, noun: str):
    assert entity_of(table) == noun


def test_a_singular_stays_a_singular():
    assert [singular(word) for word in ("boss", "bus", "news", "as")] == ["boss", "bus", "news", "as"]


def test_a_unit_is_read_from_the_end_of_a_name_but_not_from_hours_of_the_day():
    assert [unit_of(name) for name in ("size_bytes", "load_ms", "after_hours", "hours")] == ["bytes", "ms", None, None]
