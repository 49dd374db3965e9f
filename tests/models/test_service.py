"""Only admins choose the model, its key stays sealed, and every call is kept with what it took."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from sophia.access.audit import SYSTEM, Audit
from sophia.kernel.errors import BadInput, Forbidden
from sophia.kernel.secrets.keeper import Keys
from sophia.kernel.secrets.keyfile import KeyFile
from sophia.kernel.settings import Settings
from sophia.kernel.viewer import Viewer
from sophia.llm.choice import ModelChoice
from sophia.llm.contract import Context, Drafter, ModelFailed, Turn
from sophia.models.service import Models
from sophia.models.setting import Price, Setting
from sophia.models.store import ModelStore
from sophia.store.engine import Store
from sophia.store.vault import Vault
from tests.planner.model.scripted import Scripted

pytestmark = pytest.mark.slow

ADMIN, BUILDER = Viewer("u_admin", "Ann", "admin"), Viewer("u_builder", "Bob", "builder")
CANARY = "sk-canary-1f9d0c"
LOCAL = Setting("openai", "tiny", "http://127.0.0.1:9/v1", seconds=5)
CONTEXT = Context("", (Turn("asker", "?"),))


def models_on(store: Store, *answers: Any, **environment: Any) -> tuple[Models, list[ModelChoice]]:
    """The service over a scripted model, and the choices that were opened."""
    opened: list[ModelChoice] = []

    def opener(choice: ModelChoice) -> Drafter:
        opened.append(choice)
        return Scripted(*answers)

    file = KeyFile(Path(tempfile.mkdtemp()) / "secret.key")
    kept = ModelStore(store, Audit(store), Vault(store, Keys(file, file)))
    return Models(kept, Settings(**environment), opener), opened


def test_without_a_setting_the_rules_read_alone(store: Store) -> None:
    models, _ = models_on(store, {})
    assert models.current(ADMIN) == (Setting(), "none")
    assert models.guide(BUILDER, "generate") is None


def test_what_an_admin_sets_counts_before_the_environment(store: Store) -> None:
    models, _ = models_on(store, {}, model_provider="anthropic", model_name="env-model", model_key=CANARY)
    assert models.current(ADMIN)[1] == "environment"
    models.change(ADMIN, LOCAL, "")
    assert models.current(ADMIN) == (LOCAL, "workspace")
    models.clear(ADMIN)
    assert models.current(ADMIN)[0].name == "env-model"


def test_only_an_admin_sees_or_sets_it(store: Store) -> None:
    models, _ = models_on(store, {})
    for forbidden in (
        lambda: models.current(BUILDER),
        lambda: models.change(BUILDER, LOCAL, ""),
        lambda: models.clear(BUILDER),
        lambda: models.test(BUILDER, LOCAL, ""),
        lambda: models.calls(BUILDER, 5),
    ):
        with pytest.raises(Forbidden):
            forbidden()


def test_the_key_is_sealed_at_rest_and_in_no_audit_row(store: Store) -> None:
    models, _ = models_on(store, {})
    models.change(ADMIN, LOCAL, CANARY)
    with store.read() as session:
        rows = [
            *session.execute(text("select * from model_setting")),
            *session.execute(text("select * from secrets")),
            *session.execute(text("select * from audit_log")),
        ]
    assert CANARY not in str(rows)
    assert CANARY.encode() not in b"".join(
        bytes(cell) for row in rows for cell in row if isinstance(cell, bytes | memoryview)
    )
    assert models.current(ADMIN)[0].key == CANARY
    assert CANARY not in repr(models.current(ADMIN))


def test_a_key_never_goes_to_another_address_than_its_own(store: Store) -> None:
    models, opened = models_on(store, {"ready": True})
    models.change(ADMIN, LOCAL, CANARY)
    assert models.change(ADMIN, replace(LOCAL, seconds=7), None).key == CANARY
    elsewhere = replace(LOCAL, base_url="http://127.0.0.1:10/v1")
    for attempt in (models.change, models.test):
        with pytest.raises(BadInput) as caught:
            attempt(ADMIN, elsewhere, None)
        assert caught.value.field == "key"
    assert all(choice.key != CANARY for choice in opened)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"provider": "bedrock", "base_url": "", "region": "mars"}, "region"),
        ({"base_url": "ftp://models.example.org"}, "base_url"),
        ({"base_url": "http://models.example.org/v1"}, "base_url"),
        ({"base_url": "https://user@models.example.org/v1"}, "base_url"),
        ({"base_url": "http://169.254.169.254/v1"}, "base_url"),
        ({"base_url": "http://169.254.170.2/v1"}, "base_url"),
        ({"base_url": "http://[::ffff:169.254.169.254]/v1"}, "base_url"),
        ({"base_url": "http://[fd00:ec2::254]/v1"}, "base_url"),
        ({"base_url": "https://[::1"}, "base_url"),
        ({"base_url": "https://models.example.org:port/v1"}, "base_url"),
    ],
)
def test_what_cannot_be_a_model_is_refused_by_field(store: Store, changed: dict[str, Any], field: str) -> None:
    models, opened = models_on(store, {})
    with pytest.raises(BadInput) as caught:
        models.change(ADMIN, replace(LOCAL, **changed), "")
    assert caught.value.field == field
    assert opened == []


def test_a_call_is_kept_with_tokens_time_and_cost(store: Store) -> None:
    models, _ = models_on(store, {"ready": True})
    models.change(ADMIN, replace(LOCAL, prices=(Price("tiny", 2.0, 10.0),)), "")
    guide = models.guide(BUILDER, "generate")
    assert guide is not None
    guide.drafter.draft({}, CONTEXT, 1)
    (call,), totals = models.calls(ADMIN, 10)
    assert (call.viewer, call.purpose, call.provider, call.model) == ("u_builder", "generate", "openai", "tiny")
    assert (call.outcome, call.input_tokens, call.output_tokens) == ("answered", 10, 5)
    assert call.cost == pytest.approx((10 * 2 + 5 * 10) / 1_000_000)
    assert call.milliseconds >= 0
    assert (totals.calls, totals.input_tokens, totals.output_tokens, totals.unpriced) == (1, 10, 5, 0)
    with store.read() as session:
        actions = [row.action for row in session.execute(text("select action from audit_log order by seq"))]
    assert actions == ["model.edit", "model.call"]


def test_an_unknown_price_is_unknown_and_not_nothing(store: Store) -> None:
    models, _ = models_on(store, {"ready": True})
    models.change(ADMIN, replace(LOCAL, prices=(Price("another", 2.0, 10.0),)), "")
    tried = models.test(ADMIN, LOCAL, None)
    assert (tried.ok, tried.cost) == (True, None)
    (call,), totals = models.calls(ADMIN, 10)
    assert call.cost is None
    assert (totals.cost, totals.unpriced) == (0.0, 1)


def test_a_failed_call_is_kept_too(store: Store) -> None:
    models, _ = models_on(store, ModelFailed("timeout", "it did not answer within 5 seconds"))
    models.change(ADMIN, LOCAL, "")
    tried = models.test(ADMIN, LOCAL, None)
    assert not tried.ok
    assert "did not answer within 5 seconds" in tried.words
    assert models.calls(ADMIN, 1)[0][0].outcome == "timeout"


def test_somebody_whose_day_is_used_up_causes_no_more_calls(store: Store) -> None:
    models, opened = models_on(store, {"ready": True})
    models.change(ADMIN, replace(LOCAL, daily_tokens=20), "")
    guide = models.guide(BUILDER, "generate")
    assert guide is not None
    guide.drafter.draft({}, CONTEXT, 1)
    guide.drafter.draft({}, CONTEXT, 1)
    with pytest.raises(ModelFailed, match="limit of 20 tokens"):
        guide.drafter.draft({}, CONTEXT, 1)
    assert len(opened) == 2
    assert models.guide(ADMIN, "generate").drafter.draft({}, CONTEXT, 1)  # type: ignore[union-attr]  # set above


def test_sophia_itself_asks_no_model(store: Store) -> None:
    models, _ = models_on(store, {})
    models.change(ADMIN, LOCAL, "")
    assert models.guide(SYSTEM, "generate") is None
