"""Files of semantic models: bounded, plain, and refused with their name and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies

from sophia.catalog.model import Catalog, ColumnType, Metric
from sophia.catalog.semantic import document
from sophia.catalog.semantic.document import Document, read_files, read_path
from sophia.catalog.semantic.model import format_of, import_model
from sophia.connections.trial import Trial
from sophia.kernel.errors import BadInput, TooLarge
from tests.catalog.semantic import test_cube, test_metricflow, test_osi
from tests.catalog.semantic.conftest import Shop

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bomb.yml", BOMB, "bomb.yml, line 2.*alias"),
        ("tag.yml", "a: !!python/object/apply:os.system [ls]", "tag.yml, line 1.*tag"),
        ("set.yml", "a: !!set {x}", "set.yml, line 1.*tag"),
        ("half.json", '{"metrics": [', "half.json, line 1.*JSON"),
        ("half.yml", "metrics:\n  - name: 'x\n", "half.yml, line"),
        ("latin.yml", b"a: \xff\xfe", "latin.yml is not UTF-8"),
        ("deep.json", '{"a":' * 60 + "1" + "}" * 60, "deep.json is nested deeper"),
        ("deeper.json", '{"a":' * 100_000 + "1" + "}" * 100_000, "deeper.json"),
        ("deeper.yml", "a: " + "[" * 5000, "deeper.yml"),
    ],
)
def test_a_malformed_file_is_refused_by_name(name: str, content: str | bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_files([(name, content if isinstance(content, bytes) else content.encode())])
    assert caught.value.field == "file"


def test_sizes_are_bounded_for_each_file_and_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LARGEST_YAML", 100)
    monkeypatch.setattr(document, "LARGEST_SUM", 150)
    with pytest.raises(TooLarge, match=r"long\.yml has 120 bytes"):
        read_files([("long.yml", b"a: " + b"x" * 117)])
    with pytest.raises(TooLarge, match="together"):
        read_files([("a.yml", b"a: " + b"x" * 80), ("b.yml", b"a: " + b"x" * 80)])


def test_dates_stay_text() -> None:
    (found,) = read_files([("a.yml", b"day: 2026-01-02\non: 3\n")])
    assert found.data["day"] == "2026-01-02"


def test_a_folder_gives_its_models_and_a_manifest_stands_for_all(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.yml").write_text("cubes: [{name: a, sql_table: sale}]")
    (tmp_path / "models" / "list.yaml").write_text("- only a list")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "b.yml").write_text("cubes: [{name: b}]")
    (tmp_path / "outside.yml").symlink_to(tmp_path / "models" / "a.yml")
    assert [item.name for item in read_path(tmp_path)] == [str(Path("models") / "a.yml")]
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "semantic_manifest.json").write_text('{"semantic_models": [], "metrics": []}')
    assert [item.name for item in read_path(tmp_path)] == [str(Path("target") / "semantic_manifest.json")]


def test_a_place_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file or folder"):
        read_path(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="holds no semantic model"):
        read_path(tmp_path)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["x: 1"], "No semantic model was found"),
        (["cubes: [{name: a}]", "semantic_model: [{name: b, datasets: []}]"], "Both cube and osi"),
    ],
)
def test_the_format_must_be_clear(texts: list[str], words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        format_of(read_files((f"{n}.yml", text.encode()) for n, text in enumerate(texts)))
    assert "metricflow, cube, osi" in (caught.value.remedy or "")


def test_an_unknown_format_is_refused(shop: Shop) -> None:
    with pytest.raises(BadInput, match="no format 'lookml'"):
        import_model([], Catalog(connection="shop", source="csv"), Trial(shop.queries), format="lookml")


@pytest.mark.parametrize(
    "text",
    [
        "cubes: [{name: a, sql_table: sale, measures: 7, dimensions: [3], joins: x}]",
        "cubes: [{measures: [{}]}]",
        "cubes: [{name: a, sql_table: sale, measures: [{name: m, type: sum, sql: ''}, {name: n, type: number}]}]",
        "semantic_models: [{name: a, model: 3, measures: [{name: m, agg: 7, create_metric: true}], entities: [{}]}]\nmetrics: [{}, 3]",
        "semantic_models: []\nmetrics: [{name: m, type: simple, type_params: {measure: [1]}, filter: {where_filters: 3}}]",
        "semantic_models: []\nmetrics: [{name: m, type: derived, type_params: {metrics: 7, expr: [1]}}]",
        "semantic_model: [{datasets: [{fields: [{}], primary_key: 3}], metrics: [{name: x, expression: 3}]}]",
        "semantic_model: [{datasets: [{name: a, source: 'select 1; drop table x'}], relationships: [{from: a, from_columns: x}]}]",
    ],
)
def test_odd_shapes_never_break_the_reading(shop: Shop, text: str) -> None:
    done = shop.take(text)
    assert done.catalog.metrics == []
    assert done.catalog.joins == shop.catalog.joins


class Silent:
    """Lets everything pass, so that only the reading is tried."""

    def fault(self, metric: Metric, catalog: Catalog) -> str:
        return ""

    def is_key(self, table: str, column: str, catalog: Catalog) -> bool:
        return True

    def types(self, table: str, catalog: Catalog) -> dict[str, ColumnType]:
        known = catalog.table(table)
        return {column.name: column.type for column in known.columns} if known else {}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into plain data."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in pairs for found in places(part, (*path, key)))]


@pytest.mark.parametrize("text", [test_cube.MODEL, test_metricflow.MODELS, yaml.safe_dump(test_osi.MODEL)])
@given(data=strategies.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_model_with_any_part_spoilt_is_read_or_refused(shop: Shop, text: str, data: strategies.DataObject) -> None:
    model = yaml.safe_load(text)
    place = data.draw(strategies.sampled_from(places(model)[1:]))
    odd: strategies.SearchStrategy[Any] = strategies.sampled_from(
        [None, 7, -1.5, True, "", "x", "{{ x", "a.b.c", "((", [], [None], {}, {"name": []}, [[]]]
    )
    holder = model
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = data.draw(odd)
    try:
        done = import_model([Document("m.yml", model)], shop.catalog, Silent())
    except BadInput:
        return
    assert all(metric.table for metric in done.catalog.metrics)
    assert all(item.state != "left_out" or item.why for item in done.items)
