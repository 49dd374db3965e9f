"""The workspace's model: what is set, trying it out, what it has cost, and the guide for the planner."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import time
from dataclasses import dataclass, replace
from typing import Literal

from sophia.access.audit import SYSTEM
from sophia.access.policy import authorize
from sophia.kernel.errors import BadInput
from sophia.kernel.settings import Settings
from sophia.kernel.viewer import Viewer
from sophia.llm.choice import check_choice, open_model
from sophia.llm.contract import Context, ModelFailed, Turn
from sophia.models.logged import LoggedModel, Opener
from sophia.models.setting import Setting, cost_of
from sophia.models.store import Call, ModelStore, Totals
from sophia.planner.model.reading import Guide

Origin = Literal["workspace", "environment", "none"]
TRIAL = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}
ASKED = Context("Answer with a JSON document of the given schema, nothing else.", (Turn("asker", "Are you ready?"),))
DAYS = 30


@dataclass(frozen=True)
class Tried:
    """How a trial call went: `words` are for the admin."""

    ok: bool
    words: str
    milliseconds: float
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None


class Models:
    """Reads and changes the workspace's model, and hands it to the planner."""

    def __init__(self, store: ModelStore, settings: Settings, opener: Opener = open_model) -> None:
        self._store = store
        self._opener = opener
        self._from_environment = _environment(settings)
        _check(self._from_environment)

    def current(self, viewer: Viewer) -> tuple[Setting, Origin]:
        """Return what counts now, and where it comes from."""
        authorize(viewer, "model.read")
        return self._current()

    def change(self, viewer: Viewer, setting: Setting, key: str | None) -> Setting:
        """Keep `setting`; `key` None keeps the key as it is. Raises BadInput naming the field at fault."""
        authorize(viewer, "model.edit")
        whole = self._with_key(setting, key)
        _check(whole)
        self._store.put(viewer, whole)
        return whole

    def clear(self, viewer: Viewer) -> None:
        """Forget what was set, so that the environment counts again."""
        authorize(viewer, "model.edit")
        self._store.clear(viewer)

    def test(self, viewer: Viewer, setting: Setting, key: str | None) -> Tried:
        """Ask the model of `setting` something small, without keeping the setting. Raises BadInput."""
        authorize(viewer, "model.edit")
        whole = self._with_key(setting, key)
        _check(whole)
        if whole.provider is None:
            raise BadInput("Choose a provider first.", field="provider")
        model = LoggedModel(whole, self._store, viewer, "test", opener=self._opener)
        began = time.monotonic()
        try:
            reply = model.draft(TRIAL, ASKED, whole.seconds)
        except ModelFailed as failed:
            return Tried(False, f"The model cannot be used: {failed.words}.", _since(began))
        ready = _ready(reply.text)
        words = (
            "It answers, in the form that was asked." if ready else "It answers, but not in the form that was asked."
        )
        cost = cost_of(reply, whole.name, whole.prices)
        return Tried(ready, words, _since(began), reply.input_tokens, reply.output_tokens, cost)

    def calls(self, viewer: Viewer, limit: int) -> tuple[list[Call], Totals]:
        """Return the latest calls, and the sums over the last 30 days."""
        authorize(viewer, "model.read")
        return self._store.calls(limit), self._store.totals(DAYS)

    def guide(self, viewer: Viewer, purpose: str) -> Guide | None:
        """Return the model that revises the rules' reading; None when none is set, or for Sophia itself."""
        setting, _ = self._current()
        if setting.provider is None or viewer.id == SYSTEM.id:
            return None
        model = LoggedModel(setting, self._store, viewer, purpose, opener=self._opener)
        return Guide(model, seconds=setting.seconds, values=setting.send_values)

    def warm(self) -> None:
        """Load the library of the model that is set, so that the first sentence need not wait for it."""
        choice = self._current()[0].choice
        if choice is not None:
            with contextlib.suppress(ModelFailed):
                self._opener(choice)

    def _current(self) -> tuple[Setting, Origin]:
        kept = self._store.setting()
        if kept is not None:
            return kept, "workspace"
        return self._from_environment, "environment" if self._from_environment.provider else "none"

    def _with_key(self, setting: Setting, key: str | None) -> Setting:
        """Fill the known key in; it never goes to another address than the one it was given for."""
        if key is not None or setting.provider is None:
            return replace(setting, key=(key or "").strip())
        known, _ = self._current()
        same = (
            known.choice is not None and setting.choice is not None and known.choice.address == setting.choice.address
        )
        if known.key and not (same and known.provider == setting.provider):
            message = "The stored key belongs to another address."
            raise BadInput(message, field="key", remedy="Enter the key for this address, or an empty one.")
        return replace(setting, key=known.key)


def installed() -> bool:
    """Whether the model library is there, without loading it."""
    return importlib.util.find_spec("pydantic_ai") is not None


def _environment(settings: Settings) -> Setting:
    return Setting(
        provider=settings.model_provider,
        name=settings.model_name,
        base_url=settings.model_base_url,
        region=settings.model_region,
        key=settings.model_key.get_secret_value(),
        send_values=settings.model_send_values,
        seconds=settings.model_seconds,
        daily_tokens=settings.model_daily_tokens,
    )


def _check(setting: Setting) -> None:
    if setting.choice is not None:
        check_choice(setting.choice)


def _address(setting: Setting) -> str:
    return setting.choice.address if setting.choice is not None else ""


def _ready(text: str) -> bool:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and isinstance(document.get("ready"), bool)


def _since(began: float) -> float:
    return round((time.monotonic() - began) * 1000, 1)
