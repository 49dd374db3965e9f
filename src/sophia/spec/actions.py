"""Actions: what an event does."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sophia.spec.shape import Id, Scalar, SpecModel


class SetParam(SpecModel):
    """Set a param; `from_column` takes the clicked row's value of that result column (cross-filter)."""

    kind: Literal["set_param"] = "set_param"
    param: Id
    value: Scalar | list[Scalar] = None
    from_column: str | None = None


class Drill(SpecModel):
    """Show the rows behind the clicked mark."""

    kind: Literal["drill"] = "drill"


class OpenPage(SpecModel):
    """Go to another page of the same dashboard."""

    kind: Literal["open_page"] = "open_page"
    page: Id


class OpenLink(SpecModel):
    """Open an https address or a path on this server."""

    kind: Literal["open_link"] = "open_link"
    url: str = Field(pattern=r"^(https://|/)[^\s]*$")


class Refresh(SpecModel):
    """Ask for the datasets again, past the cache."""

    kind: Literal["refresh"] = "refresh"


class Export(SpecModel):
    """Download the page's tables or one component as CSV or XLSX."""

    kind: Literal["export"] = "export"
    component: Id | None = None
    format: Literal["csv", "xlsx"] = "xlsx"


Action = Annotated[SetParam | Drill | OpenPage | OpenLink | Refresh | Export, Field(discriminator="kind")]
