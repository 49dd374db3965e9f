"""A setup file is read with the line of every fault; the guide's dictionary is read as it stands."""

from __future__ import annotations

import pytest

from sophia.connections.setup import read_setup, schema
from sophia.kernel.errors import BadInput

FILE = """
connections:
  shop:
    source: postgres
    config:
      host: db.example
      database: shop
      user: reader
      password: ${SHOP_PASSWORD}
dashboards:
  ceo:
    shop:
      queries: [revenue]
      refresh_interval: 300
  project:
    linear: {connection: shop, refresh_interval: 120}
"""
GUIDE = """
# backend/core/config_manager.py
import os

DASHBOARD_DATA_SOURCES = {
    'ceo': {
        'snowflake': {'queries': ['revenue_metrics', 'client_health'], 'refresh_interval': 300},
        'gong': {'endpoints': ['calls/recent', 'analytics/summary'], 'refresh_interval': 600},  # 10 minutes
    },
    'knowledge': {
        'pinecone': {'index': 'sophia-knowledge-base', 'namespace': 'documents'},
        's3': {'bucket': 'sophia-documents', 'prefix': 'uploads/'},
    },
    'project': {
        'linear': {'workspace': 'pay-ready', 'queries': ['projects', 'issues', 'teams']},
        'github': {'org': 'pay-ready', 'repos': ['sophia-main', 'infrastructure']},
    },
}
"""


def test_variables_are_filled_in_and_the_shortest_interval_counts() -> None:
    read = read_setup(FILE, "sophia.yaml")
    config = read.config_of("shop", {"SHOP_PASSWORD": "c4n4ry"})
    assert (config["host"], config["password"]) == ("db.example", "c4n4ry")
    assert read.setup.intervals() == {"shop": 120}
    assert "c4n4ry" not in repr(read)


def test_the_guides_dictionary_is_read_as_it_stands() -> None:
    setup = read_setup(GUIDE, "config_manager.py").setup
    assert setup.intervals() == {"snowflake": 300, "gong": 600}
    assert setup.dashboards["project"]["github"].repos == ["sophia-main", "infrastructure"]
    assert setup.dashboards["knowledge"]["pinecone"].namespace == "documents"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("refresh_interval: 300", "refresh_interval: soon", "line 14: dashboards.ceo.shop.refresh_interval"),
        ("refresh_interval: 300", "refresh_intervall: 300", "line 14: dashboards.ceo.shop.refresh_intervall: is not"),
        ("refresh_interval: 300", "refresh_interval: 1", "line 14: "),
        ("    source: postgres\n", "", "line 3: connections.shop.source"),
        ("  project:", "  ceo:", "line 15: ceo is said twice"),
        ("dashboards:", "dashboards: [", "line "),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_setup(FILE.replace(old, new, 1), "sophia.yaml")
    assert f"sophia.yaml, {words}" in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("${SHOP_PASSWORD}", "${OTHER}", "line 9: The variable OTHER is not set"),
        ("host: db.example", "hots: db.example", "line "),
        ("source: postgres", "source: sybase", "line 4: There is no source 'sybase'"),
    ],
)
def test_a_fault_in_settings_is_named_with_its_line(old: str, new: str, words: str) -> None:
    read = read_setup(FILE.replace(old, new, 1), "sophia.yaml")
    with pytest.raises(BadInput) as caught:
        read.config_of("shop", {"SHOP_PASSWORD": "x"})
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\n", "has no DASHBOARD_DATA_SOURCES"),
        ("\nDASHBOARD_DATA_SOURCES = {'a': open('x')}\n", "line 2: DASHBOARD_DATA_SOURCES is more than plain values"),
        ("a = (\n", "this is no Python"),
        (
            "DASHBOARD_DATA_SOURCES = {\n 'ceo': {\n  'gong': {'endpoint': []}}}\n",
            "line 3: dashboards.ceo.gong.endpoint",
        ),
    ],
)
def test_a_program_is_read_and_never_run(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_setup(text, "config_manager.py")
    assert words in caught.value.message


def test_the_schema_knows_the_settings_of_each_source() -> None:
    connection = schema()["$defs"]["ConnectionSetup"]
    assert "mysql" in connection["properties"]["source"]["enum"]
    settings = {item["if"]["properties"]["source"]["const"]: item["then"] for item in connection["allOf"]}
    assert "password" in settings["postgres"]["properties"]["config"]["properties"]
