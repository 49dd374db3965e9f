"""Where the model's setting and the log of its calls are kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import func, select

from sophia.access.audit import Audit
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.ids import new_id
from sophia.kernel.meters import Meters
from sophia.kernel.viewer import Viewer
from sophia.llm.contract import Provider
from sophia.models.setting import Price, Setting
from sophia.models.tables import ModelCallRow, ModelSettingRow
from sophia.store.engine import Store
from sophia.store.vault import Vault

ONLY = "workspace"
DAY = timedelta(days=1)
OWNER, KEY = f"model/{ONLY}", "key"


@dataclass(frozen=True)
class Call:
    """One call of a model. `outcome` is "answered" or the fault; None stands for what is not known."""

    viewer: str
    purpose: str
    provider: str
    model: str
    outcome: str
    milliseconds: float
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Totals:
    """Sums over calls: `cost` is of those whose price is known, `unpriced` counts the others that used tokens."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    unpriced: int


class ModelStore:
    """Reads and writes; every change and every call is audited in the same transaction."""

    def __init__(
        self, store: Store, audit: Audit, vault: Vault, clock: Clock = utc_now, meters: Meters | None = None
    ) -> None:
        self._store = store
        self._audit = audit
        self._vault = vault
        self._clock = clock
        self._meters = meters or Meters()

    def setting(self) -> Setting | None:
        """Return what an admin set, or None."""
        with self._store.read() as session:
            row = session.get(ModelSettingRow, ONLY)
            if row is None:
                return None
            return Setting(
                provider=cast(Provider, row.provider) if row.provider else None,
                name=row.name,
                base_url=row.base_url,
                region=row.region,
                key=self._vault.get(session, OWNER, KEY),
                send_values=row.send_values,
                seconds=row.seconds,
                daily_tokens=row.daily_tokens,
                prices=tuple(Price(**price) for price in row.prices),
            )

    def put(self, viewer: Viewer, setting: Setting) -> None:
        """Keep `setting` in place of what was set before."""
        with self._store.write() as session:
            session.merge(
                ModelSettingRow(
                    id=ONLY,
                    provider=setting.provider or "",
                    name=setting.name,
                    base_url=setting.base_url,
                    region=setting.region,
                    send_values=setting.send_values,
                    seconds=setting.seconds,
                    daily_tokens=setting.daily_tokens,
                    prices=[asdict(price) for price in setting.prices],
                    updated_at=self._clock(),
                )
            )
            self._vault.put(session, OWNER, KEY, setting.key)
            shown = asdict(setting)
            del shown["key"], shown["prices"]
            self._audit.record(session, viewer, "model.edit", setting.name or "rules", **shown)

    def clear(self, viewer: Viewer) -> None:
        """Forget what was set, so that the environment counts again."""
        with self._store.write() as session:
            row = session.get(ModelSettingRow, ONLY)
            if row is not None:
                session.delete(row)
                self._vault.drop(session, OWNER)
                self._audit.record(session, viewer, "model.edit", "environment")

    def log(self, viewer: Viewer, call: Call) -> None:
        """Keep and count one call."""
        self._meters.called_model(call.provider, call.outcome, call.milliseconds / 1000, call.cost)
        self._meters.used_tokens(call.provider, call.input_tokens or 0, call.output_tokens or 0)
        told = {key: value for key, value in asdict(call).items() if key not in {"at", "viewer", "model"}}
        with self._store.write() as session:
            session.add(ModelCallRow(id=new_id("call"), **{**asdict(call), "at": self._clock()}))
            self._audit.record(session, viewer, "model.call", call.model, **{**told, "outcome": call.outcome})

    def calls(self, limit: int) -> list[Call]:
        """Return the latest calls, newest first."""
        names = list(Call.__dataclass_fields__)
        with self._store.read() as session:
            rows = session.scalars(select(ModelCallRow).order_by(ModelCallRow.at.desc()).limit(limit))
            return [Call(**{name: getattr(row, name) for name in names}) for row in rows]

    def totals(self, days: int) -> Totals:
        """Return the sums over all calls of the last `days` days."""
        row = ModelCallRow
        used = row.input_tokens.is_not(None) & row.cost.is_(None)
        asked = select(
            func.count(),
            func.coalesce(func.sum(row.input_tokens), 0),
            func.coalesce(func.sum(row.output_tokens), 0),
            func.coalesce(func.sum(row.cost), 0.0),
            func.count().filter(used),
        ).where(row.at >= self._clock() - days * DAY)
        with self._store.read() as session:
            calls, taken, given, cost, unpriced = session.execute(asked).one()
            return Totals(calls, int(taken or 0), int(given or 0), float(cost or 0), unpriced)

    def tokens_today(self, viewer: str) -> int:
        """Return how many tokens `viewer` has used in the last 24 hours."""
        row = ModelCallRow
        both = func.coalesce(row.input_tokens, 0) + func.coalesce(row.output_tokens, 0)
        asked = select(func.coalesce(func.sum(both), 0)).where(row.viewer == viewer, row.at >= self._clock() - DAY)
        with self._store.read() as session:
            return int(session.scalar(asked) or 0)
