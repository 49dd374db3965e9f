"""The adapter on the wire: three providers' formats, served by a double that nobody here wrote."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")
pytest.importorskip("llm_katan", reason="the providers' double is not installed")

from sophia.llm.choice import ModelChoice, open_model
from sophia.llm.contract import Context, ModelFailed, Turn
from tests.llm.doubles import KEYS, MODEL, Listener, katan, listening

pytestmark = pytest.mark.slow

SCHEMA: dict[str, Any] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
CONTEXT = Context("Answer in JSON.", (Turn("asker", "Where is the tower?"),))
REPAIR = CONTEXT.then(Turn("model", "Paris"), Turn("asker", "That cannot be used: it is no JSON."))
PATHS = {"openai": "/v1", "anthropic": "", "bedrock": ""}


@pytest.fixture(autouse=True)
def role(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bedrock sends keys over TLS only, so here it is asked with the credentials of AWS's own chain."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS["bedrock"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")


def choice(provider: Any, address: str, key: str | None = None) -> ModelChoice:
    given = key if key is not None and provider != "bedrock" else "" if provider == "bedrock" else KEYS[provider]
    return ModelChoice(provider, MODEL, address + PATHS[provider], region="us-east-1", key=given)


@pytest.fixture(scope="module")
def double() -> Iterator[str]:
    with katan() as address:
        yield address


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as told:
        yield told


@pytest.mark.parametrize("provider", PATHS)
@pytest.mark.parametrize("context", [CONTEXT, REPAIR], ids=["first", "repair"])
def test_a_document_comes_back_with_its_tokens(double: str, provider: str, context: Context) -> None:
    reply = open_model(choice(provider, double)).draft(SCHEMA, context, 20)
    assert json.loads(reply.text) == {"city": "test_city"}
    assert reply.input_tokens
    assert reply.output_tokens


@pytest.mark.parametrize("provider", PATHS)
def test_a_wrong_key_is_said_without_showing_it(double: str, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "wrong-c4n4ry")
    with pytest.raises(ModelFailed) as caught:
        open_model(choice(provider, double, "wrong-c4n4ry")).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "rejected"
    assert "key" in caught.value.words
    assert "c4n4ry" not in caught.value.words
    assert KEYS[provider] not in caught.value.words


@pytest.mark.parametrize("provider", PATHS)
def test_a_provider_in_trouble_is_asked_once(provider: str) -> None:
    with katan(error_rate=1.0) as address, pytest.raises(ModelFailed) as caught:
        open_model(choice(provider, address)).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "rejected"
    assert "status 5" in caught.value.words


@pytest.mark.parametrize("provider", PATHS)
def test_a_silent_provider_is_given_up_at_the_deadline(provider: str) -> None:
    with katan(latency_ms=20_000) as address, pytest.raises(ModelFailed) as caught:
        open_model(choice(provider, address)).draft(SCHEMA, CONTEXT, 1)
    assert caught.value.fault == "timeout"


def test_a_provider_that_drips_is_given_up_at_the_deadline(listener: Listener) -> None:
    stop = threading.Event()

    def drip() -> Iterator[bytes]:
        while not stop.wait(0.05):
            yield b" "

    listener.parts = drip()
    try:
        with pytest.raises(ModelFailed) as caught:
            open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 1)
    finally:
        stop.set()
    assert caught.value.fault == "timeout"


def test_a_server_of_ones_own_is_held_to_the_schema_and_asked_for_a_tool_when_it_cannot(listener: Listener) -> None:
    listener.chat('{"city": "Paris"}')
    open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
    (held,) = [json.loads(body) for _, _, body in listener.heard]
    assert held["response_format"]["json_schema"]["schema"]["required"] == ["city"]
    listener.chat("Paris.")
    reply = open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
    asked = [json.loads(body) for _, _, body in listener.heard[1:]]
    assert ["tools" in item for item in asked] == [False, True]
    assert (reply.input_tokens, reply.output_tokens) == (14, 6)


def test_text_instead_of_a_tool_call_is_taken_as_it_is(listener: Listener) -> None:
    listener.chat('Here you are: {"city": "Paris"}')
    reply = open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
    assert (reply.text, reply.input_tokens, reply.output_tokens) == ('Here you are: {"city": "Paris"}', 7, 3)


def test_a_redirect_is_not_followed(listener: Listener) -> None:
    with listening() as elsewhere:
        listener.status, listener.headers = 307, {"Location": f"{elsewhere.address}/v1/chat/completions"}
        with pytest.raises(ModelFailed):
            open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
        assert len(listener.heard) == 1
        assert elsewhere.heard == []


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_an_endless_answer_is_cut(listener: Listener, provider: str) -> None:
    listener.parts = (b"x" * 65_536 for _ in range(10_000))
    with pytest.raises(ModelFailed) as caught:
        open_model(choice(provider, listener.address)).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "too_large"


def test_a_compressed_answer_is_refused_unread(listener: Listener) -> None:
    listener.chat("hello")
    listener.headers["Content-Encoding"] = "gzip"
    with pytest.raises(ModelFailed) as caught:
        open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "too_large"


def test_an_answer_outside_the_protocol_is_no_answer(listener: Listener) -> None:
    listener.headers, listener.parts = {"Content-Type": "application/json"}, (b'{"choices": []}',)
    with pytest.raises(ModelFailed) as caught:
        open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "rejected"


def test_the_environment_sends_nothing_elsewhere(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_BASE_URL"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
        listener.chat("{}")
        open_model(choice("openai", listener.address)).draft(SCHEMA, CONTEXT, 20)
        assert proxy.heard == []
    ((path, headers, _),) = listener.heard
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEYS['openai']}"


def test_a_bedrock_key_is_never_sent_in_the_clear(listener: Listener) -> None:
    asked = ModelChoice("bedrock", MODEL, listener.address, "us-east-1", "bedrock-api-key")
    with pytest.raises(ModelFailed):
        open_model(asked).draft(SCHEMA, CONTEXT, 20)
    assert listener.heard == []


def test_nobody_at_the_address_is_said(listener: Listener) -> None:
    with pytest.raises(ModelFailed) as caught:
        open_model(choice("openai", "http://127.0.0.1:9")).draft(SCHEMA, CONTEXT, 20)
    assert caught.value.fault == "unreachable"
