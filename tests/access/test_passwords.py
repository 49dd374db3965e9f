"""Passwords: hashed so that guessing is dear, and only ones worth having."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from sophia.access.passwords import check_password, fits, hash_password
from sophia.kernel.errors import BadInput


def test_a_hash_is_argon2id_and_costs_what_rfc_9106_asks_for_where_memory_is_scarce(cheap_hashes: PasswordHasher):
    found = extract_parameters(cheap_hashes.hash("correct horse battery"))
    assert found.type is Type.ID
    assert found.memory_cost >= 64 * 1024
    assert found.time_cost >= 3
    assert (found.salt_len, found.hash_len) >= (16, 32)


def test_a_password_fits_its_own_hash_only():
    hashed = hash_password("correct horse battery")
    assert fits("correct horse battery", hashed)
    assert not fits("correct horse batterz", hashed)
    assert hash_password("correct horse battery") != hashed


@pytest.mark.parametrize("hashed", [None, "", "no hash"])
def test_nothing_fits_where_there_is_no_password(hashed: str | None):
    assert not fits("nobody has this password", hashed)


@pytest.mark.parametrize("password", ["short", "x" * 201, "changeme", "aaaaaaaaaaaa", "Password123"])
def test_a_worthless_password_is_refused(password: str):
    with pytest.raises(BadInput):
        check_password(password)
