"""What goes over the wire about feedback."""

from __future__ import annotations

from pydantic import Field

from sophia.access.schemas import Body


class FeedbackBody(Body):
    """An answer to "how satisfied are you with this dashboard?"."""

    score: int = Field(ge=1, le=5, description="1 very dissatisfied to 5 very satisfied.")
    comment: str | None = Field(None, max_length=2000, description="What should change, in words.")
