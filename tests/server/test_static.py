"""The web app's files: which of them a dashboard's page asks for at once."""

import json
from pathlib import Path

import pytest

from sophia.server.static import Assets

MANIFEST = {
    "index.html": {"file": "assets/index.js", "isEntry": True, "imports": ["_react.js"], "css": ["assets/style.css"]},
    "_react.js": {"file": "assets/react.js", "name": "react"},
    "_charts.js": {"file": "assets/charts.js", "name": "charts", "imports": ["_react.js"]},
    "_views.js": {"file": "assets/views.js", "name": "views", "imports": ["_react.js"]},
    "_cell.js": {"file": "assets/cell.js", "imports": ["_react.js"]},
    "src/components/table/View.tsx": {"file": "assets/table.js", "imports": ["_cell.js"], "css": ["assets/table.css"]},
}
PAGE = '<html><head><script src="/assets/index.js"></script><link href="/assets/react.js"></head></html>'


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "index.html").write_text(PAGE)
    return Assets(tmp_path)


def test_a_page_fetches_the_views_that_it_draws_along_with_itself(assets: Assets) -> None:
    links = assets.links(["table", "line"])
    assert '<link rel="modulepreload" crossorigin href="/assets/table.js">' in links
    assert '<link rel="stylesheet" crossorigin href="/assets/table.css">' in links
    assert "/assets/cell.js" in links
    assert "/assets/charts.js" in links


def test_what_the_page_does_not_draw_is_not_fetched(assets: Assets) -> None:
    assert "table" not in assets.links(["line"])


def test_a_file_is_asked_for_once(assets: Assets) -> None:
    links = assets.links(["table", "table", "kpi"])
    assert links.count("/assets/table.js") == 1
    assert "/assets/react.js" not in links


def test_a_page_without_a_built_web_app_asks_for_nothing(tmp_path: Path) -> None:
    assert Assets(tmp_path).links(["table"]) == ""
