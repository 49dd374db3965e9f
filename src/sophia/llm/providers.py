"""The adapter: OpenAI-compatible servers, Anthropic and Amazon Bedrock through pydantic-ai; loaded only when used."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
from pydantic_ai import exceptions as failures
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from sophia.llm.choice import ModelChoice
from sophia.llm.contract import Context, ModelFailed, Reply
from sophia.llm.guarded import Strayed, TooLong, client_for

TOOL = "answer"
MAX_TOKENS = 6000
NO_SUCH_FORM = {400, 415, 422}
HINTS = {401: ": the key is wrong", 403: ": the key may not use it", 404: ": no such model", 429: ": too many calls"}


class VendorModel:
    """A drafter over one configured model. Every call opens its own connections and closes them."""

    def __init__(self, choice: ModelChoice) -> None:
        self._choice = choice
        # Here and not in the first call: loading takes seconds that belong to no deadline.
        self._build = {"openai": _openai, "anthropic": _anthropic, "bedrock": _bedrock}[choice.provider]()

    @property
    def name(self) -> str:
        """Return the model's name as it was set."""
        return self._choice.name

    def draft(self, schema: Mapping[str, Any], context: Context, seconds: float) -> Reply:
        """Return the model's document as text. Raises ModelFailed, at the latest after `seconds`."""
        box: list[Reply | BaseException] = []

        def work() -> None:
            try:
                box.append(asyncio.run(self._ask(schema, context, seconds)))
            except BaseException as error:
                box.append(error)

        # A thread of its own: a library that blocks cannot hold the asker beyond the deadline.
        thread = threading.Thread(target=work, name="model-call", daemon=True)
        thread.start()
        thread.join(seconds + 0.25)
        if not box:
            raise ModelFailed("timeout", f"it did not answer within {seconds:.0f} seconds")
        (outcome,) = box
        if isinstance(outcome, Reply):
            return outcome
        raise _failure(outcome, seconds) from None

    async def _ask(self, schema: Mapping[str, Any], context: Context, seconds: float) -> Reply:
        async with client_for(self._choice.address, seconds) as client, asyncio.timeout(seconds):
            model = self._build(self._choice, client, seconds)
            messages = _messages(context)
            first = await self._formatted(model, messages, schema) if self._own_server else Reply("")
            if "{" in first.text:
                return first
            second = reply_of(await model.request(messages, _settings(), _as_tool(schema)))
            return Reply(
                second.text,
                _sum(first.input_tokens, second.input_tokens),
                _sum(first.output_tokens, second.output_tokens),
            )

    async def _formatted(self, model: Model, messages: list[ModelMessage], schema: Mapping[str, Any]) -> Reply:
        """Ask for a schema as the format of the whole answer; nothing when the server has no such thing."""
        try:
            return reply_of(await model.request(messages, _settings(), _as_format(schema)))
        except failures.ModelHTTPError as error:
            if error.status_code not in NO_SUCH_FORM:
                raise
            return Reply("")

    @property
    def _own_server(self) -> bool:
        """Whether it is a server of one's own: those hold any model to a schema, and leave tools to its template."""
        return self._choice.provider == "openai" and bool(self._choice.base_url)


def reply_of(response: ModelResponse) -> Reply:
    """Return the document in a model's response: the tool call's arguments, else its text. Raises ModelFailed."""
    usage = response.usage
    tokens = (usage.input_tokens or None, usage.output_tokens or None)
    for part in response.parts:
        if isinstance(part, ToolCallPart):
            return Reply(part.args if isinstance(part.args, str) else json.dumps(part.args or {}), *tokens)
    if response.finish_reason == "content_filter":
        raise ModelFailed("refused", "the provider's filter stopped it")
    return Reply("".join(part.content for part in response.parts if isinstance(part, TextPart)), *tokens)


Build = Callable[[ModelChoice, httpx2.AsyncClient, float], Model]


def _openai() -> Build:
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    def build(choice: ModelChoice, client: httpx2.AsyncClient, _: float) -> Model:
        vendor = AsyncOpenAI(
            api_key=choice.key or "none",
            base_url=choice.address,
            organization="",
            project="",
            http_client=client,
            max_retries=0,
        )
        return OpenAIChatModel(choice.name, provider=OpenAIProvider(openai_client=vendor))

    return build


def _anthropic() -> Build:
    from anthropic import AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    def build(choice: ModelChoice, client: httpx2.AsyncClient, _: float) -> Model:
        # The vendor's client sends a bearer token; many gateways that speak its protocol know the older header only.
        older = {"X-Api-Key": choice.key} if choice.base_url and choice.key else None
        vendor = AsyncAnthropic(
            api_key=choice.key or "none",
            base_url=choice.address,
            http_client=client,
            max_retries=0,
            default_headers=older,
        )
        return AnthropicModel(choice.name, provider=AnthropicProvider(anthropic_client=vendor))

    return build


def _bedrock() -> Build:
    from pydantic_ai.models.bedrock import BedrockConverseModel
    from pydantic_ai.providers.bedrock import BedrockProvider

    from sophia.llm.bedrock import bedrock_client

    def build(choice: ModelChoice, _: httpx2.AsyncClient, seconds: float) -> Model:
        provider = BedrockProvider(bedrock_client=bedrock_client(choice, seconds))
        return BedrockConverseModel(choice.name, provider=provider)

    return build


def _messages(context: Context) -> list[ModelMessage]:
    messages: list[ModelMessage] = []
    for number, turn in enumerate(context.turns):
        if turn.who == "model":
            messages.append(ModelResponse(parts=[TextPart(turn.text or "(nothing)")]))
            continue
        told = [SystemPromptPart(context.instructions)] if number == 0 else []
        messages.append(ModelRequest(parts=[*told, UserPromptPart(turn.text)]))
    return messages


def _settings() -> ModelSettings:
    return ModelSettings(max_tokens=MAX_TOKENS)


def _sum(first: int | None, second: int | None) -> int | None:
    return second if first is None or second is None else first + second


def _as_format(schema: Mapping[str, Any]) -> ModelRequestParameters:
    form = OutputObjectDefinition(json_schema=dict(schema), name=TOOL, strict=False)
    return ModelRequestParameters(output_mode="native", output_object=form, allow_text_output=True)


def _as_tool(schema: Mapping[str, Any]) -> ModelRequestParameters:
    tool = ToolDefinition(
        name=TOOL, parameters_json_schema=dict(schema), description="Give the answer.", kind="output", strict=False
    )
    return ModelRequestParameters(output_tools=[tool], output_mode="tool", allow_text_output=False)


def _failure(error: BaseException, seconds: float) -> ModelFailed:
    """Return what a person may know about `error`; the provider's own words stay out, they may quote the request."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    for item in chain:
        if isinstance(item, ModelFailed):
            return item
        if isinstance(item, Strayed | TooLong):
            return ModelFailed("too_large" if isinstance(item, TooLong) else "unreachable", str(item))
        if isinstance(item, TimeoutError | httpx2.TimeoutException | failures.ModelTimeoutError):
            return ModelFailed("timeout", f"it did not answer within {seconds:.0f} seconds")
    status = next((item.status_code for item in chain if isinstance(item, failures.ModelHTTPError)), None)
    if status is not None:
        return ModelFailed("rejected", f"the provider answered with status {status}{_hint(status)}")
    if isinstance(error, failures.ContentFilterError):
        return ModelFailed("refused", "the provider's filter stopped it")
    if any(isinstance(item, failures.UnexpectedModelBehavior) for item in chain):
        return ModelFailed("rejected", "its answer does not follow the provider's protocol")
    if any(isinstance(item, TypeError | ValueError | KeyError | AttributeError) for item in chain):
        return ModelFailed("rejected", "its answer does not follow the provider's protocol")
    return ModelFailed("unreachable", f"the provider could not be reached ({type(chain[-1]).__name__})")


def _hint(status: int) -> str:
    return HINTS.get(status, "")
