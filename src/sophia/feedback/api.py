"""The route of feedback."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask

from sophia.access.api import Asker, services_of
from sophia.access.routes import READS_JSON, standing_for
from sophia.feedback.schemas import FeedbackBody

router = APIRouter(tags=["feedback"])


@router.post("/api/dashboards/{key}/feedback", status_code=204, **standing_for("feedback.give", 404, *READS_JSON))
def give_feedback(key: str, body: FeedbackBody, asker: Asker, request: Request) -> Response:
    """Say how satisfied one is with a dashboard; a second answer on the same day stands in for the first."""
    feedback = services_of(request).feedback
    comment = body.comment.strip() if body.comment else None
    feedback.give(asker, key, body.score, comment or None)
    return Response(status_code=204, background=BackgroundTask(feedback.publish))
