"""Write the reference pages from the code they describe: the HTTP API, the spec, the command line, the metrics.

`python scripts/docs.py` writes them; `python scripts/docs.py --check` exits with 1 and names the first that is stale.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import typer
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs` from the code; edit the code instead. -->\n\n"


def api_page() -> str:
    """Return the page of the HTTP API, from its OpenAPI description."""
    command = [str(Path(sys.executable).with_name("sophia")), "openapi"]
    described: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    lines = [
        "# HTTP API",
        "",
        'Every answer is JSON; every error is `{"error": {code, message, field?, remedy?, id}}`. The whole is',
        "`sophia openapi`, or `/openapi.json` on a running server.",
        "",
        "| method | path | what it does | answers |",
        "|---|---|---|---|",
    ]
    for path, methods in sorted(described["paths"].items()):
        for method, operation in methods.items():
            said = (operation.get("description") or operation.get("summary") or "").split("\n")[0].replace("|", "\\|")
            codes = ", ".join(operation.get("responses", {}))
            lines.append(f"| {method.upper()} | `{path}` | {said} | {codes} |")
    return "\n".join(lines) + "\n"


def spec_page() -> str:
    """Return the page of the spec: every model with its fields."""
    from sophia.spec.components import Component
    from sophia.spec.dashboard import Dashboard, Page
    from sophia.spec.datasets import Dataset, Dimension, Filter, Measure, Order
    from sophia.spec.params import Param, Window
    from sophia.spec.shape import Format
    from sophia.spec.theme import Theme

    parts = ["# The spec", "", "A dashboard is one document of these parts. YAML and JSON hold the same keys.", ""]
    for title, models in (
        ("Dashboard", (Dashboard, Page, Theme, Param, Window, Format)),
        ("Datasets", (*get_args(get_args(Dataset)[0]), Measure, Dimension, Filter, Order)),
        ("Components", get_args(get_args(Component)[0])),
    ):
        parts += [f"## {title}", ""]
        for model in models:
            parts += _model(model)
    return "\n".join(parts)


def _model(model: type[BaseModel]) -> list[str]:
    kind = model.model_fields.get("kind")
    name = f"{model.__name__} (`kind: {kind.default}`)" if kind is not None else model.__name__
    lines = [
        f"### {name}",
        "",
        inspect.cleandoc(model.__doc__ or ""),
        "",
        "| field | type | default |",
        "|---|---|---|",
    ]
    for key, field in model.model_fields.items():
        if key != "kind":
            lines.append(f"| `{key}` | {_type(field)} | {_default(field)} |")
    return [*lines, ""]


def _type(field: FieldInfo) -> str:
    text = str(field.annotation)
    if text.startswith("<class"):
        text = getattr(field.annotation, "__name__", text)
    for noise in ("typing.", "sophia.spec.", "components.", "shape.", "datasets.", "params.", "theme.", "actions."):
        text = text.replace(noise, "")
    return "`" + text.replace("|", "\\|")[:110] + "`"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value == "":
        return '`""`'
    return f"`{value}`" if isinstance(value, str | int | float | bool) or value is None else f"`{type(value).__name__}`"


def cli_page() -> str:
    """Return the page of the command line."""
    from sophia.cli.main import app

    lines = ["# Command line", ""]
    root = typer.main.get_command(app)

    def walk(command: Any, path: str) -> None:
        for name, child in sorted(getattr(command, "commands", {}).items()):
            here = f"{path} {name}"
            if hasattr(child, "commands"):
                walk(child, here)
                continue
            lines.extend([f"## `{here}`", "", (child.help or "").strip(), ""])
            for param in child.params:
                named = ", ".join(f"`{item}`" for item in (*param.opts, *param.secondary_opts))
                lines.append(f"- {named}: {getattr(param, 'help', '') or param.human_readable_name}")
            lines.append("")

    walk(root, "sophia")
    return "\n".join(lines)


def metrics_page() -> str:
    """Return the page of the curated metrics per source."""
    lines = [
        "# Metrics",
        "",
        "What Sophia knows by name, per source. Formulas are SQL aggregates over the named table.",
        "",
    ]
    for file in sorted((ROOT / "src" / "sophia" / "catalog" / "packs").glob("*.yaml")):
        pack: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        lines += [f"## {file.stem}", "", "| metric | definition | formula | table |", "|---|---|---|---|"]
        for metric in pack.get("metrics") or []:
            formula = " ".join(str(metric["expression"]).split()).replace("|", "\\|")
            said = " ".join(str(metric.get("description", "")).split()).replace("|", "\\|")
            lines.append(f"| {metric['label']} | {said} | `{formula}` | {metric['table']} |")
        lines.append("")
    return "\n".join(lines)


def sources_page() -> str:
    """Return the page of the sources: what each reads and its settings, from its config model."""
    from sophia.sources.registry import sources

    lines = [
        "# Sources",
        "",
        "What can be connected: in the browser (Connections), with `sophia connect`, or over HTTP.",
        "`sophia sources list` shows them with what they can do; `sophia sources test` tests what is connected.",
        "",
        "How far a source is verified: *simulator*, by our own only; *contract*, by a contract that nobody here wrote;",
        "*sdk*, by the vendor's own library; *server*, by the real server or engine; *live*, by a user.",
        "",
    ]
    for source in sources().values():
        if source.kind == "demo":
            continue
        how = "synced" if source.sync else "queried where it is" if source.open else "files, loaded into a snapshot"
        lines += [f"## {source.title} (`{source.kind}`)", "", f"{source.description} *{how.capitalize()}.*", ""]
        lines += [f"Verified: *{source.verified}*. {source.evidence}", ""]
        if source.accepts:
            lines += [f"Endings: {', '.join(f'`{ending}`' for ending in source.accepts)}.", ""]
        if source.sync and source.sync.shape:
            tables = ", ".join(f"`{table}`" for table in source.sync.shape)
            lines += [f"Tables: {tables}. Synced every {source.sync.interval} seconds or less often.", ""]
        if source.config.model_fields:
            lines += ["| setting | what it is | default |", "|---|---|---|"]
            for name, field in source.config.model_fields.items():
                secret = " Kept encrypted, never shown." if "SecretStr" in str(field.annotation) else ""
                lines.append(f"| `{name}` | {(field.description or '').replace('|', '/')}{secret} | {_shown(field)} |")
            lines.append("")
    return "\n".join(lines)


def _shown(field: FieldInfo) -> str:
    return "" if "SecretStr" in str(field.annotation) and not field.is_required() else _default(field)


PAGES = {
    "api.md": api_page,
    "sources.md": sources_page,
    "spec.md": spec_page,
    "cli.md": cli_page,
    "metrics.md": metrics_page,
}


def main() -> int:
    """Write or check the pages; return the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        text = NOTE + make().rstrip() + "\n"
        file = FOLDER / name
        if "--check" in sys.argv:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                print(f"docs/reference/{name} is stale; run `make docs`.")
                return 1
        else:
            file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
