"""Settings come from the environment and refuse what would be unsafe."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from sophia.kernel.settings import Settings


def test_the_environment_sets_port_and_home(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SOPHIA_PORT", "9000")
    monkeypatch.setenv("SOPHIA_HOME", str(tmp_path))
    settings = Settings()
    assert settings.port == 9000
    assert settings.state_url == f"sqlite:///{tmp_path / 'sophia.db'}"
    assert settings.origin == "http://127.0.0.1:9000"


def test_demo_mode_never_listens_beyond_this_machine() -> None:
    with pytest.raises(ValidationError, match="loopback only"):
        Settings(host="0.0.0.0", mode="demo")


def test_server_mode_may_listen_anywhere() -> None:
    assert not Settings(host="0.0.0.0", mode="server").on_loopback


def test_the_state_address_is_not_shown() -> None:
    settings = Settings(home=Path("x"), database_url="postgresql://u:c4n4ry@h/d")
    assert "c4n4ry" not in repr(settings)
    assert "c4n4ry" in settings.state_url


def test_only_the_configured_hosts_are_answered() -> None:
    settings = Settings(mode="server", host="0.0.0.0", public_url="https://sophia.example")
    assert settings.hosts == {"sophia.example"}
