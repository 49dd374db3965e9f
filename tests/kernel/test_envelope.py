"""Secrets are sealed with a key that lies outside the database."""

import pytest

from sophia.kernel.envelope import Envelope, KeyUnusable, load_envelope


def test_a_sealed_text_opens_again_in_its_place(tmp_path) -> None:
    envelope = load_envelope(tmp_path / "key")
    sealed = envelope.seal("postgresql://u:canary@h/d", "connections/a")
    assert envelope.unseal(sealed, "connections/a") == "postgresql://u:canary@h/d"


def test_the_same_text_sealed_twice_differs_and_shows_nothing(tmp_path) -> None:
    envelope = load_envelope(tmp_path / "key")
    first, second = envelope.seal("canary", "a"), envelope.seal("canary", "a")
    assert first != second
    assert b"canary" not in first


def test_a_sealed_text_moved_to_another_row_does_not_open(tmp_path) -> None:
    envelope = load_envelope(tmp_path / "key")
    with pytest.raises(KeyUnusable):
        envelope.unseal(envelope.seal("canary", "connections/a"), "connections/b")


def test_a_changed_byte_is_found(tmp_path) -> None:
    envelope = load_envelope(tmp_path / "key")
    sealed = bytearray(envelope.seal("canary", "a"))
    sealed[-1] ^= 1
    with pytest.raises(KeyUnusable):
        envelope.unseal(bytes(sealed), "a")


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path) -> None:
    path = tmp_path / "key"
    sealed = load_envelope(path).seal("canary", "a")
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_envelope(path).unseal(sealed, "a") == "canary"


def test_two_installs_have_different_keys(tmp_path) -> None:
    load_envelope(tmp_path / "one")
    load_envelope(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() != (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("key", [b"", b"changeme", b"\0" * 32, b"a" * 32])
def test_an_empty_short_or_plain_key_is_refused(key: bytes) -> None:
    with pytest.raises(KeyUnusable):
        Envelope(key)


def test_a_key_that_others_may_read_is_refused(tmp_path) -> None:
    path = tmp_path / "key"
    load_envelope(path)
    path.chmod(0o644)
    with pytest.raises(KeyUnusable, match="Others may read"):
        load_envelope(path)
