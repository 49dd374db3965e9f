"""The spec as reviewable text: YAML with a stable order that leaves defaults out, and back."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import ValidationError

from sophia.kernel.errors import BadInput
from sophia.spec.dashboard import Dashboard
from sophia.spec.plain import without_defaults
from sophia.spec.upgrade import upgrade
from sophia.spec.validate import validate

REMEDY = "Correct the file and import it again; `sophia dashboards export` shows the form."


def to_yaml(spec: Dashboard) -> str:
    """Return `spec` as YAML: keys in the models' order, defaults left out, one item per list entry."""
    document = {"spec_version": spec.spec_version, **without_defaults(spec)}
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return text


def from_yaml(text: str) -> Dashboard:
    """Return the dashboard in `text`, upgraded to the current spec version and validated.

    Raises BadInput naming the line or the path at fault.
    """
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"This is not readable YAML: {_where(error)}", field="spec", remedy=REMEDY) from None
    return from_document(document)


def from_document(document: Any) -> Dashboard:
    """Return the dashboard in a parsed document; see from_yaml."""
    if not isinstance(document, dict):
        raise BadInput("A dashboard is a mapping with title, pages and datasets.", field="spec", remedy=REMEDY)
    try:
        return validate(Dashboard.model_validate(upgrade(document)))
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in ("spec", *first["loc"]))
        raise BadInput(f"{path}: {first['msg']}.", field=path, remedy=REMEDY) from None


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it could not be parsed"
    return f"line {mark.line + 1}, {problem}." if mark is not None else f"{problem}."
