"""Secrets are kept sealed, each in its own row, and move to fresh keys however often they are interrupted."""

from pathlib import Path

import pytest
from sqlalchemy import text

from sophia.kernel.secrets.envelope import KeyUnusable
from sophia.kernel.secrets.keeper import keys_of
from sophia.kernel.settings import Settings
from sophia.store.engine import Store
from sophia.store.vault import BATCH, Vault

pytestmark = pytest.mark.slow

CANARY = "c4n4ry-in-the-vault"
MANY = 2 * BATCH + 17


@pytest.fixture
def vault(store: Store, tmp_path: Path) -> Vault:
    return Vault(store, keys_of(Settings(home=tmp_path)))


def again(vault: Vault) -> Vault:
    """The vault as another process opens it."""
    return Vault(vault.store, vault.keys)


def keep(vault: Vault, owner: str, secret: str, field: str = "password") -> None:
    with vault.store.write() as session:
        vault.put(session, owner, field, secret)


def kept(vault: Vault, owner: str, field: str = "password") -> str:
    with vault.store.read() as session:
        return vault.get(session, owner, field)


def run(vault: Vault, statement: str) -> list[tuple[object, ...]]:
    with vault.store.write() as session:
        result = session.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def test_a_secret_comes_back_in_another_process(vault: Vault) -> None:
    keep(vault, "connection/a", CANARY)
    assert kept(again(vault), "connection/a") == CANARY


def test_the_same_secret_twice_is_sealed_differently_and_shows_nothing(vault: Vault) -> None:
    keep(vault, "connection/a", CANARY)
    keep(vault, "connection/b", CANARY)
    (first,), (second,) = run(vault, "SELECT sealed FROM secrets")
    assert bytes(first) != bytes(second)
    assert CANARY.encode() not in bytes(first) + bytes(second)


@pytest.mark.parametrize("change", ["owner = 'connection/b'", "field = 'token'"])
def test_a_sealed_text_that_was_moved_does_not_open(vault: Vault, change: str) -> None:
    keep(vault, "connection/a", CANARY)
    run(vault, f"UPDATE secrets SET {change}")
    ((owner, field),) = run(vault, "SELECT owner, field FROM secrets")
    with pytest.raises(KeyUnusable) as refused:
        kept(vault, str(owner), str(field))
    assert CANARY not in str(refused.value)
    assert set(vault.check().faults) == {f"{owner}, {field}"}


def test_sealed_texts_that_changed_places_do_not_open(vault: Vault) -> None:
    keep(vault, "connection/a", CANARY)
    keep(vault, "connection/b", "other")
    for owner, other in (("a", "x"), ("b", "a"), ("x", "b")):
        run(vault, f"UPDATE secrets SET owner = 'connection/{other}' WHERE owner = 'connection/{owner}'")
    assert vault.check().opened == 0


def test_a_missing_secret_is_said(vault: Vault) -> None:
    with pytest.raises(KeyUnusable, match="is missing"):
        kept(vault, "connection/none")


def test_dropping_takes_one_owner_only(vault: Vault) -> None:
    for owner in ("connection/a", "connection/b"):
        keep(vault, owner, CANARY)
    with vault.store.write() as session:
        vault.drop(session, "connection/a")
    assert vault.check().opened == 1


def test_checking_names_what_another_key_file_cannot_open(vault: Vault, tmp_path: Path) -> None:
    keep(vault, "connection/a", CANARY)
    (tmp_path / "secret.key").unlink()
    (reason,) = again(vault).check().faults.values()
    assert "is not the key" in reason
    assert not (tmp_path / "secret.key").exists()


def test_a_rotation_seals_everything_anew_and_the_former_key_can_go(vault: Vault) -> None:
    for number in range(MANY):
        keep(vault, f"connection/{number}", f"{CANARY}{number}")
    before = {bytes(row[0]) for row in run(vault, "SELECT sealed FROM secrets")}  # type: ignore[call-overload]  # rows are untyped
    done = vault.rotate()
    assert (done.secrets, done.resumed) == (MANY, False)
    assert done.former is not None
    done.former.unlink()
    found = again(vault).check()
    assert (found.opened, found.faults, list(found.keepers.values())) == (MANY, {}, [1])
    assert not before & {bytes(row[0]) for row in run(vault, "SELECT sealed FROM secrets")}  # type: ignore[call-overload]  # rows are untyped
    assert kept(again(vault), f"connection/{MANY - 1}") == f"{CANARY}{MANY - 1}"


def test_a_process_that_runs_on_reads_and_writes_through_a_rotation(vault: Vault) -> None:
    keep(vault, "connection/a", CANARY)
    running = again(vault)
    assert kept(running, "connection/a") == CANARY
    vault.rotate()
    assert kept(running, "connection/a") == CANARY
    keep(running, "connection/b", CANARY)
    assert again(vault).check().opened == 2


class Cut(Exception):
    """The process ends here."""


@pytest.mark.parametrize("step", ["begun", "one batch", "moved", "deleted", "file set aside"])
def test_an_interrupted_rotation_opens_everything_and_is_ended_by_the_next(
    vault: Vault, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MANY):
        keep(vault, f"connection/{number}", CANARY)
    _cut_at(step, monkeypatch)
    with pytest.raises(Cut):
        vault.rotate()
    monkeypatch.undo()
    middle = again(vault).check()
    assert (middle.opened, middle.faults) == (MANY, {})
    keep(again(vault), "connection/late", CANARY)
    assert again(vault).rotate().secrets in {MANY, MANY - BATCH, 0, MANY + 1}
    for former in vault.keys.file.path.parent.glob("secret.key.*"):
        former.unlink()
    found = again(vault).check()
    assert (found.opened, found.faults, list(found.keepers.values())) == (MANY + 1, {}, [1])


def _cut_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise Cut

    if step == "file set aside":
        replace, done = Path.replace, []

        def once(path: Path, target: Path) -> Path:
            if done:
                raise Cut
            done.append(path)
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", once)
        return
    if step == "one batch":
        move, calls = Vault._move_some, []

        def moved(self: Vault) -> int:
            if calls:
                raise Cut
            calls.append(self)
            return move(self)

        monkeypatch.setattr(Vault, "_move_some", moved)
        return
    name = {"begun": "_move_some", "moved": "_delete_former", "deleted": "settle"}[step]
    monkeypatch.setattr(
        "sophia.kernel.secrets.keyfile.KeyFile.settle" if name == "settle" else f"sophia.store.vault.Vault.{name}", cut
    )


def test_a_data_key_in_use_cannot_be_deleted(vault: Vault) -> None:
    keep(vault, "connection/a", CANARY)
    run(vault, "UPDATE data_keys SET current = (1 = 0)")
    assert vault._delete_former() is False
    assert kept(again(vault), "connection/a") == CANARY
