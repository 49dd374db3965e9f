"""The catalog as reviewable text: YAML in a stable order without defaults, and back."""

from __future__ import annotations

import yaml
from pydantic import ValidationError

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.spec.plain import without_defaults

BREAKS = "\x85\u2028\u2029"
REMEDY = "Correct the file; `sophia catalog show` prints the form."


class Dumper(yaml.SafeDumper):
    """Writes SQL as blocks, and quotes the rare characters that YAML would take for line ends."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Return one piece of text in the style that keeps it whole."""
        if any(mark in text for mark in BREAKS):
            return self.represent_scalar("tag:yaml.org,2002:str", text, style='"')
        lines = text.split("\n")
        block = len(lines) > 1 and lines[0][:1].strip() and all(line == line.rstrip() for line in lines)
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


Dumper.add_representer(str, Dumper.represent_text)


def to_yaml(catalog: Catalog) -> str:
    """Return `catalog` as YAML, fields in the models' order, defaults left out."""
    text: str = yaml.dump(without_defaults(catalog), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def from_yaml(text: str) -> Catalog:
    """Return the catalog in `text`. Raises BadInput naming the line or the path at fault."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "the text"
        raise BadInput(f"This is not readable YAML: {where}.", field="catalog", remedy=REMEDY) from None
    try:
        return Catalog.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in ("catalog", *first["loc"]))
        raise BadInput(f"{path}: {first['msg']}.", field=path, remedy=REMEDY) from None
