"""React source: a dashboard as TSX that a developer could own, over the public `@sophia/react` components."""

from __future__ import annotations

import json
import re
from typing import Any

from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.plain import without_defaults

TAGS = {
    "kpi": "Kpi", "line": "LineChart", "area": "AreaChart", "bar": "BarChart", "stacked_bar": "StackedBarChart",
    "combo": "ComboChart", "pie": "PieChart", "scatter": "ScatterChart", "heat_map": "HeatMap", "funnel": "Funnel",
    "waterfall": "Waterfall", "bullet": "Bullet", "table": "DataTable", "text": "Markdown", "tabs": "Tabs",
    "container": "Container", "filter": "FilterInput", "button": "ActionButton", "chat_panel": "ChatPanel",
    "upload_panel": "UploadPanel", "queue_panel": "QueuePanel", "insights": "Insights", "custom": "Custom",
}  # fmt: skip
WIDTH = 100


def eject(spec: Dashboard) -> str:
    """Return `spec` as one TSX module whose default export renders the same dashboard.

    Components are JSX elements with the spec's fields as props, defaults left out; datasets and params are constants.
    The data still comes from the Sophia server, so every number keeps its query, policy and cache.
    """
    name = component_name(spec.title)
    tags = sorted({"Dashboard", "Page", *(TAGS[item.kind] for page in spec.pages for item in page.components)})
    lines = [
        f'import {{ {", ".join(tags)} }} from "@sophia/react";',
        'import type { DatasetSpec, ParamSpec, ThemeSpec } from "@sophia/react";',
        "",
        f"const params: ParamSpec[] = {_literal([without_defaults(item) for item in spec.params], 0)};",
        "",
        f"const datasets: DatasetSpec[] = {_literal([without_defaults(item) for item in spec.datasets], 0)};",
        "",
        f"const theme: ThemeSpec = {_literal(without_defaults(spec.theme), 0)};",
        "",
        f"export default function {name}() {{",
        "  return (",
        f"    <Dashboard {' '.join(_head(spec))}>",
        *(line for page in spec.pages for line in _page(page)),
        "    </Dashboard>",
        "  );",
        "}",
    ]
    return "\n".join(lines) + "\n"


def component_name(title: str) -> str:
    """Return a title as the name of a React component: "CEO dashboard" gives CeoDashboard."""
    words = re.findall(r"[A-Za-z0-9]+", title)
    name = "".join(word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:]) for word in words)
    return name if name[:1].isalpha() else f"Dashboard{name}"


def _head(spec: Dashboard) -> list[str]:
    shown = {"id": spec.id, "slug": spec.slug, "title": spec.title, "description": spec.description, "type": spec.type}
    parts = [_attribute(key, value) for key, value in shown.items() if value]
    if spec.refresh_interval is not None:
        parts.append(f"refresh_interval={{{spec.refresh_interval}}}")
    return [*parts, "theme={theme}", "params={params}", "datasets={datasets}"]


def _page(page: Page) -> list[str]:
    lines = [f"      <Page {_attribute('id', page.id)} {_attribute('title', page.title)}>"]
    for item in page.components:
        lines += _element(item, 8)
    return [*lines, "      </Page>"]


def _element(item: Component, indent: int) -> list[str]:
    props = {key: value for key, value in without_defaults(item).items() if key != "kind"}
    source = props.pop("source", "")
    parts = [_attribute(key, value, indent + 2) for key, value in props.items()]
    parts += [f"source={{{_text(source)}}}"] if source else []
    space, tag = " " * indent, TAGS[item.kind]
    single = f"{space}<{tag} {' '.join(parts)} />"
    if len(single) <= WIDTH and "\n" not in single:
        return [single]
    return [f"{space}<{tag}", *(f"{space}  {part}" for part in parts), f"{space}/>"]


def _attribute(name: str, value: Any, indent: int = 6) -> str:
    """Write one prop; text that JSX would read differently goes into braces as a string literal."""
    if isinstance(value, str) and not re.search(r"[\"\\&{}<>\n\r]", value):
        return f'{name}="{value}"'
    if value is True:
        return name
    return f"{name}={{{_literal(value, indent)}}}"


def _text(source: str) -> str:
    """Write code as a template literal that reads as the code does, line by line."""
    escaped = re.sub(r"[\\`]|\$(?={)", lambda found: "\\" + found[0], source)
    return f"`{escaped}`".replace("\r", "\\r")


def _literal(value: Any, indent: int) -> str:
    """Write plain data as a TypeScript literal, broken over lines where it is long."""
    flat = _flat(value)
    if len(flat) + indent <= WIDTH or not isinstance(value, list | dict):
        return flat
    space = " " * (indent + 2)
    if isinstance(value, list):
        inner = [f"{space}{_literal(item, indent + 2)}," for item in value]
        return "\n".join(["[", *inner, " " * indent + "]"])
    inner = [f"{space}{_key(key)}: {_literal(item, indent + 2)}," for key, item in value.items()]
    return "\n".join(["{", *inner, " " * indent + "}"])


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)}: {_flat(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(_flat(item) for item in value) + "]"
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)
