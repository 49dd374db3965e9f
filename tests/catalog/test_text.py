"""The catalog's YAML says everything, says it in a stable order, and names what is wrong with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table
from sophia.catalog.text import from_yaml, to_yaml
from sophia.kernel.errors import BadInput
from sophia.spec.shape import Format

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
names = st.text(min_size=1, max_size=12)
columns = st.builds(
    Column,
    name=names,
    type=st.sampled_from(["text", "integer", "number", "boolean", "date", "timestamp"]),
    role=st.sampled_from(["id", "key", "label", "category", "measure", "money", "date"]),
    label=words,
    synonyms=st.lists(words, max_size=3),
    minimum=st.none() | words | st.dates().map(str) | st.integers().map(str),
    null_share=st.floats(0, 1),
    values=st.lists(words, max_size=4),
    format=st.none()
    | st.builds(Format, style=st.sampled_from(["number", "percent"]), decimals=st.none() | st.integers(0, 6)),
    additive=st.booleans(),
    hidden=st.booleans(),
)
tables = st.builds(
    Table,
    name=names,
    columns=st.lists(columns, max_size=3),
    sql=st.none() | words,
    rows=st.none() | st.integers(0, 10**12),
)
metrics = st.builds(
    Metric,
    name=names,
    label=words,
    table=names,
    expression=words,
    target=st.none() | st.floats(-1e9, 1e9),
    last=st.booleans(),
)
catalogs = st.builds(
    Catalog,
    connection=names,
    source=names,
    title=words,
    as_of=st.none() | st.dates().map(str),
    demo=st.booleans(),
    tables=st.lists(tables, max_size=3),
    joins=st.lists(st.builds(Join, from_table=names, from_column=names, to_table=names, to_column=names), max_size=2),
    metrics=st.lists(metrics, max_size=3),
    sections=st.lists(
        st.builds(
            Section,
            name=names,
            title=words,
            asks=st.lists(st.builds(Ask, title=words, limit=st.none() | st.integers(1, 9)), max_size=2),
        ),
        max_size=2,
    ),
)


@settings(max_examples=60)
@given(catalogs)
def test_what_is_written_is_what_is_read_and_is_written_the_same_again(catalog: Catalog):
    text = to_yaml(catalog)
    read = from_yaml(text)
    assert read == catalog
    assert to_yaml(read) == text


def test_sql_is_written_as_a_block_that_can_be_reviewed_line_by_line():
    table = Table(name="model", sql="SELECT 1\nFROM deal", columns=[])
    assert "  sql: |-\n    SELECT 1\n    FROM deal\n" in to_yaml(Catalog(connection="c", source="s", tables=[table]))


def test_defaults_are_left_out():
    text = to_yaml(Catalog(connection="crm", source="csv", tables=[Table(name="deal", columns=[])]))
    assert text == "connection: crm\nsource: csv\ntables:\n- name: deal\n  columns: []\n"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("connection: [", "catalog"),
        ("just words", "catalog"),
        ("connection: crm\nsource: csv\ntables:\n- name: deal\n", "catalog.tables.0.columns"),
        ("connection: crm\nsource: csv\ncolour: red\n", "catalog.colour"),
        (
            "connection: crm\nsource: csv\nmetrics:\n- name: a\n  label: A\n  table: t\n  expression: 1\n",
            "catalog.metrics.0.expression",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_path(text: str, field: str):
    with pytest.raises(BadInput) as caught:
        from_yaml(text)
    assert caught.value.field == field
    assert caught.value.remedy
