"""No secret reaches the log."""

import io
import json

import pytest

from sophia.kernel.log import configure_log, logger, redact

CANARY = "c4n4ry-s3cret"


@pytest.mark.parametrize(
    "value",
    [
        f"could not reach postgresql://reader:{CANARY}@db:5432/shop",
        {"password": CANARY, "nested": [{"api_key": CANARY}]},
        {"headers": {"Authorization": f"Bearer {CANARY}"}},
        f"Authorization: Bearer {CANARY}",
        f"token soph_{CANARY}",
        ValueError(f"postgresql://u:{CANARY}@h/d"),
    ],
)
def test_a_secret_is_taken_out(value: object) -> None:
    assert CANARY not in json.dumps(redact(value), default=str)


def test_what_is_no_secret_stays() -> None:
    assert redact({"name": "orders", "rows": 3}) == {"name": "orders", "rows": 3}


def test_a_line_is_json_without_the_secret_even_in_a_trace(capsys) -> None:
    configure_log("info")
    try:
        raise ValueError(f"postgresql://u:{CANARY}@h/d")
    except ValueError:
        logger("test").exception("it failed", dsn=CANARY)
    line = capsys.readouterr().err.strip()
    assert json.loads(line)["event"] == "it failed"
    assert CANARY not in line


def test_a_line_goes_to_standard_error_as_it_is_now_not_as_it_was(capsys, monkeypatch) -> None:
    log = logger("test")
    with io.StringIO() as replaced, monkeypatch.context() as patched:
        patched.setattr("sys.stderr", replaced)
        configure_log("info")
        log.info("to the terminal's test")
        assert "terminal's test" in replaced.getvalue()
    log.info("to everybody")
    assert json.loads(capsys.readouterr().err)["event"] == "to everybody"
