"""The byte cache outlives the process and never stands in the way."""

from sophia.store.blob import SqliteBytes


def test_bytes_outlive_the_process(tmp_path) -> None:
    first = SqliteBytes(tmp_path / "cache.db")
    first.put("key", b"body", 12.5)
    first.close()
    again = SqliteBytes(tmp_path / "cache.db")
    assert again.get("key") == (b"body", 12.5)
    assert again.get("other") is None


def test_a_damaged_file_is_begun_anew(tmp_path) -> None:
    (tmp_path / "cache.db").write_bytes(b"no database" * 1000)
    cache = SqliteBytes(tmp_path / "cache.db")
    cache.put("key", b"body", 1.0)
    assert cache.get("key") == (b"body", 1.0)


def test_a_closed_cache_forgets_and_does_not_fail(tmp_path) -> None:
    cache = SqliteBytes(tmp_path / "cache.db")
    cache.close()
    cache.put("key", b"body", 1.0)
    assert cache.get("key") is None
