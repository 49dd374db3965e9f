"""The key file is made once, for its owner only, and makes room for its successor without a moment of neither."""

import threading
from pathlib import Path

import pytest

from sophia.kernel.secrets.envelope import KeyUnusable
from sophia.kernel.secrets.keyfile import KeyFile

DATA_KEY = bytes(range(32))


def test_the_file_is_made_at_the_first_use_and_for_its_owner_only(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret.key")
    assert file.current() == ""
    name, wrapped = file.wrap(DATA_KEY, "here")
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert len(file.path.read_bytes()) == 32
    assert KeyFile(file.path).unwrap(name, wrapped, "here") == DATA_KEY
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_wrapped_key_opens_in_its_place_only(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret.key")
    name, wrapped = file.wrap(DATA_KEY, "data_keys/a")
    with pytest.raises(KeyUnusable):
        file.unwrap(name, wrapped, "data_keys/b")


def test_two_installs_have_different_keys(tmp_path: Path) -> None:
    one, other = KeyFile(tmp_path / "one"), KeyFile(tmp_path / "other")
    assert one.wrap(DATA_KEY, "a")[0] != other.wrap(DATA_KEY, "a")[0]


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret.key")
    file.wrap(DATA_KEY, "a")
    file.path.chmod(0o644)
    with pytest.raises(KeyUnusable, match="Others may read"):
        file.wrap(DATA_KEY, "a")


def test_reading_never_makes_a_key(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret.key")
    with pytest.raises(KeyUnusable, match="is not the key"):
        file.unwrap("file:000000000000", b"", "a")
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_make_it_at_once_have_one_key(tmp_path: Path) -> None:
    names, start = set(), threading.Barrier(8)

    def make() -> None:
        start.wait()
        names.add(KeyFile(tmp_path / "secret.key").wrap(DATA_KEY, "a")[0])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 1


def test_a_rotation_keeps_both_keys_readable_and_the_former_aside(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "secret.key")
    before = file.wrap(DATA_KEY, "a")
    file.renew()
    file.renew()
    after = file.wrap(DATA_KEY, "a")
    assert after[0] != before[0]
    assert file.pending()
    former = file.settle()
    assert former is not None
    assert file.unwrap(*before, "a") == file.unwrap(*after, "a") == DATA_KEY
    assert not file.pending()
    assert file.settle() is None
    former.unlink()
    assert file.unwrap(*after, "a") == DATA_KEY
    with pytest.raises(KeyUnusable):
        file.unwrap(*before, "a")
