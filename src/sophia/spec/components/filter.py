"""filter: the input of one param (select, multi-select, date range or search, by the param's type)."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import ComponentCommon
from sophia.spec.shape import Id


class FilterInput(ComponentCommon):
    """Draws the param's input. Params not drawn by any filter component appear in the page's filter bar."""

    kind: Literal["filter"] = "filter"
    param: Id
