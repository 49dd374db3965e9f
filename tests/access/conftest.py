"""Fixtures of these tests: people on both databases, and a clock that tests set."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from sophia.access.accounts import Accounts, NewUser
from sophia.access.audit import SYSTEM, Audit
from sophia.access.identities import Identities
from sophia.access.sessions import Device, Sessions
from sophia.access.tokens import NewToken, Tokens
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store
from tests.states import state_url, store

__all__ = ["state_url", "store"]
PASSWORD = "correct horse battery"
HERE = Device("here", "Browser")


class Hands:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class People:
    """Everything about people, over one state."""

    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    identities: Identities
    audit: Audit

    def add(self, name: str, role="builder") -> Viewer:
        """Make an account `<name>@example.org` and return who it is."""
        row, _ = self.accounts.add(SYSTEM, NewUser(f"{name.lower()}@example.org", name, role, PASSWORD))
        return Viewer(row.id, row.name, role)

    def enter(self, who: Viewer) -> str:
        """Sign in and return the session's secret."""
        return self.identities.log_in(f"{who.name.lower()}@example.org", PASSWORD, HERE)[1]

    def give(self, who: Viewer, **changed) -> str:
        """Make a token and return its text."""
        return self.tokens.add(who, NewToken(**{"name": "script", "role": who.role, **changed}))[0]

    def done(self) -> list[str]:
        """Return what the audit log says was done, newest first."""
        return [row.action for row in self.audit.page(SYSTEM)]


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def people(store: Store, clock: Hands) -> People:
    audit = Audit(store, clock)
    sessions = Sessions(store, audit, clock=clock)
    return People(
        accounts=Accounts(store, audit, clock),
        sessions=sessions,
        tokens=Tokens(store, audit, clock),
        identities=Identities(store, audit, sessions, clock),
        audit=audit,
    )
