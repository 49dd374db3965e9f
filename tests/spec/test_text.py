"""The YAML form is stable, complete and forgiving to read."""

from __future__ import annotations

import pytest
from hypothesis import given

from sophia.kernel.errors import BadInput
from sophia.spec.dashboard import Dashboard
from sophia.spec.text import from_yaml, to_yaml
from tests.spec.strategies import dashboards


@given(dashboards())
def test_yaml_carries_the_whole_dashboard(spec: Dashboard) -> None:
    assert from_yaml(to_yaml(spec)) == spec


@given(dashboards())
def test_the_same_dashboard_always_gives_the_same_text(spec: Dashboard) -> None:
    assert to_yaml(from_yaml(to_yaml(spec))) == to_yaml(spec)


def test_a_file_without_a_version_is_upgraded() -> None:
    spec = from_yaml("id: d\nslug: d\ntitle: T\npages: [{id: p, title: P}]\n")
    assert spec.spec_version == 1


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("a: [1", "spec", "line 1"),
        ("just words", "spec", "mapping"),
        ("spec_version: 99\n", "spec.spec_version", "reads up to 1"),
        ("id: d\nslug: d\ntitle: T\npages: []\n", "spec.pages", "at least 1"),
        ("id: d\nslug: d\ntitle: T\nwrong: 1\npages: [{id: p, title: P}]\n", "spec.wrong", "not permitted"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(text: str, field: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        from_yaml(text)
    assert caught.value.field == field
