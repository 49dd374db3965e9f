"""The audit log can be added to, not changed; a change made behind its back is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sophia.access.audit import Audit
from sophia.kernel.errors import Forbidden, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store

ANN = Viewer("user_ann", "Ann", "admin")


@pytest.fixture
def audit(store: Store) -> Audit:
    log = Audit(store)
    for number in range(5):
        log.note(ANN, "dashboard.edit", f"dash_{number}", version=number)
    return log


def behind_its_back(store: Store, *statements: str) -> None:
    guards = {
        True: ["DROP TRIGGER audit_log_no_update", "DROP TRIGGER audit_log_no_delete"],
        False: ["ALTER TABLE audit_log DISABLE TRIGGER USER"],
    }
    with store.write() as session:
        for statement in [*guards[store.is_sqlite], *statements]:
            session.execute(text(statement))


def test_an_untouched_log_is_whole(audit: Audit) -> None:
    verdict = audit.verify()
    assert (verdict.rows, verdict.broken_at) == (5, None)


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'eve'", "DELETE FROM audit_log"])
def test_the_database_refuses_changes(audit: Audit, store: Store, statement: str) -> None:
    with pytest.raises((DBAPIError, SophiaError)), store.write() as session:
        session.execute(text(statement))
    assert audit.verify().rows == 5


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_log SET detail = '{}' WHERE seq = 3", 3),
        ("DELETE FROM audit_log WHERE seq = 2", 2),
        ("UPDATE audit_log SET seq = 9 WHERE seq = 4", 4),
    ],
)
def test_a_change_behind_its_back_is_named(audit: Audit, store: Store, statement: str, broken_at: int) -> None:
    behind_its_back(store, statement)
    assert audit.verify().broken_at == broken_at


def test_what_fails_leaves_no_record(audit: Audit, store: Store) -> None:
    with pytest.raises(RuntimeError), store.write() as session:
        audit.record(session, ANN, "dashboard.edit", "dash_9")
        raise RuntimeError
    assert audit.verify().rows == 5


def test_an_admin_reads_it_newest_first_page_by_page(audit: Audit) -> None:
    first = audit.page(ANN, limit=3)
    assert [row.seq for row in first] == [5, 4, 3]
    assert [row.seq for row in audit.page(ANN, before=first[-1].seq, limit=3)] == [2, 1]
    with pytest.raises(Forbidden):
        audit.page(Viewer("user_bob", "Bob", "builder"))
