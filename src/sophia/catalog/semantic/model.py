"""Semantic models of known formats: recognised, read, and laid onto a catalog."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Catalog
from sophia.catalog.semantic import cube, metricflow, osi
from sophia.catalog.semantic.document import Document
from sophia.catalog.semantic.place import Imported, Probe, place
from sophia.kernel.errors import BadInput

READERS = {
    "metricflow": (metricflow.is_metricflow, metricflow.read),
    "cube": (cube.is_cube, cube.read),
    "osi": (osi.is_osi, osi.read),
}
FORMATS = tuple(READERS)


def format_of(documents: Sequence[Document]) -> str:
    """Return the format of documents. Raises BadInput when none or more than one is found."""
    found = [name for name, (fits, _) in READERS.items() if any(fits(document.data) for document in documents)]
    if len(found) == 1:
        return found[0]
    what = f"Both {' and '.join(found)} were found" if found else "No semantic model was found"
    remedy = f"Name the format ({', '.join(FORMATS)}), or the file that holds the model."
    raise BadInput(f"{what} in {_names(documents)}.", field="format", remedy=remedy)


def import_model(
    documents: Sequence[Document], catalog: Catalog, probe: Probe, *, format: str = "", dialect: str = ""
) -> Imported:
    """Return `catalog` with the semantic model in `documents` laid onto it, and the report.

    `dialect` is the SQL dialect of the model's expressions (default: the connection's). Raises BadInput.
    """
    name = format or format_of(documents)
    if name not in READERS:
        raise BadInput(f"There is no format {name!r}.", field="format", remedy=f"Formats: {', '.join(FORMATS)}.")
    draft = READERS[name][1](documents, dialect or catalog.dialect)
    if not (draft.datasets or draft.metrics or draft.items):
        raise BadInput(f"{_names(documents)} holds no {name} model.", field="file")
    return place(draft, catalog, probe)


def _names(documents: Sequence[Document]) -> str:
    names = [document.name for document in documents]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "") or "the files"
