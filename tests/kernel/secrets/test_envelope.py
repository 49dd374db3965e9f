"""A sealed text opens with its key and in its place only."""

import pytest

from sophia.kernel.secrets.envelope import Envelope, KeyUnusable

ENVELOPE = Envelope(bytes(range(32)))


def test_a_sealed_text_opens_again_in_its_place() -> None:
    sealed = ENVELOPE.seal("postgresql://u:canary@h/d", "connections/a")
    assert ENVELOPE.unseal(sealed, "connections/a") == "postgresql://u:canary@h/d"


def test_the_same_text_sealed_twice_differs_and_shows_nothing() -> None:
    first, second = ENVELOPE.seal("canary", "a"), ENVELOPE.seal("canary", "a")
    assert first != second
    assert b"canary" not in first


def test_a_sealed_text_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(KeyUnusable):
        ENVELOPE.unseal(ENVELOPE.seal("canary", "connections/a"), "connections/b")


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_a_changed_byte_is_found(at: int) -> None:
    sealed = bytearray(ENVELOPE.seal("canary", "a"))
    sealed[at] ^= 1
    with pytest.raises(KeyUnusable):
        ENVELOPE.unseal(bytes(sealed), "a")


@pytest.mark.parametrize("key", [b"", b"changeme", b"\0" * 32, b"a" * 32])
def test_an_empty_short_or_plain_key_is_refused(key: bytes) -> None:
    with pytest.raises(KeyUnusable):
        Envelope(key)
