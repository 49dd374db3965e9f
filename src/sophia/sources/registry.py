"""The registry: every kind of source, found as the modules of this package that define SOURCE."""

from __future__ import annotations

import functools
import pkgutil
from importlib import import_module
from pathlib import Path

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Source


@functools.cache
def sources() -> dict[str, Source]:
    """Return kind → source, in alphabetical order of kinds."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [import_module(f"sophia.sources.{name}") for name in names if name not in {"registry", "load"}]
    found = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    return {source.kind: source for source in sorted(found, key=lambda source: source.kind)}


def source_of(kind: str) -> Source:
    """Return the source of `kind`. Raises BadInput naming the known kinds."""
    known = sources()
    if kind not in known:
        raise BadInput(f"There is no source {kind!r}.", field="source", remedy=f"Known: {', '.join(known)}.")
    return known[kind]


def is_synced(kind: str) -> bool:
    """Whether connections of `kind` are synced; False for kinds that no source stands for (a folder of several)."""
    source = sources().get(kind)
    return source is not None and source.sync is not None


def endings() -> dict[str, Source]:
    """Return file ending (".csv") → source."""
    return {ending: source for source in sources().values() for ending in source.accepts}


def source_of_file(path: Path) -> Source:
    """Return the source that reads a file of this name. Raises BadInput naming the endings that are read."""
    found = endings().get(path.suffix.lower())
    if found is None:
        remedy = f"Files that can be read end in: {', '.join(sorted(endings()))}."
        raise BadInput(f"{path.name} is of no kind that can be read.", field="file", remedy=remedy)
    return found
