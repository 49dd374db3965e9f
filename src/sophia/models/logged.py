"""The logged model: every call is counted, bounded and kept, whatever becomes of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from sophia.kernel.viewer import Viewer
from sophia.llm.choice import ModelChoice
from sophia.llm.contract import Context, Drafter, ModelFailed, Reply
from sophia.models.setting import Setting, cost_of
from sophia.models.store import Call, ModelStore

LEAST = 0.5
AT_ONCE = threading.BoundedSemaphore(4)
"""Calls of this process that may wait for a model at the same time; the rules read for all others."""

Opener = Callable[[ModelChoice], Drafter]


class LoggedModel:
    """A drafter that asks `setting`'s model for one viewer and one purpose, within the viewer's limit of the day."""

    def __init__(self, setting: Setting, store: ModelStore, viewer: Viewer, purpose: str, *, opener: Opener) -> None:
        assert setting.choice is not None
        self._setting = setting
        self._choice = setting.choice
        self._store = store
        self._viewer = viewer
        self._purpose = purpose
        self._opener = opener

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._choice.name

    def draft(self, schema: Mapping[str, Any], context: Context, seconds: float) -> Reply:
        """Ask, and keep what it took. Raises ModelFailed, without a call when the viewer's day is used up."""
        limit = self._setting.daily_tokens
        if limit and self._store.tokens_today(self._viewer.id) >= limit:
            raise ModelFailed("refused", f"the limit of {limit:,} tokens a day is used up")
        if not AT_ONCE.acquire(blocking=False):
            raise ModelFailed("refused", "too many calls of the model are running")
        entered = began = time.monotonic()
        try:
            model = self._opener(self._choice)
            began = time.monotonic()
            reply = model.draft(schema, context, max(seconds - (began - entered), LEAST))
        except ModelFailed as failed:
            self._log(failed.fault, began, Reply(""))
            raise
        finally:
            AT_ONCE.release()
        self._log("answered", began, reply)
        return reply

    def _log(self, outcome: str, began: float, reply: Reply) -> None:
        self._store.log(
            self._viewer,
            Call(
                viewer=self._viewer.id,
                purpose=self._purpose,
                provider=self._choice.provider,
                model=self._choice.name,
                outcome=outcome,
                milliseconds=round((time.monotonic() - began) * 1000, 1),
                input_tokens=reply.input_tokens,
                output_tokens=reply.output_tokens,
                cost=cost_of(reply, self._choice.name, self._setting.prices),
            ),
        )
