"""The choice of a model: provider, name, address and key, and how it becomes a drafter."""

from __future__ import annotations

import importlib
import ipaddress
import re
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from sophia.kernel.errors import BadInput
from sophia.llm.contract import Drafter, ModelFailed, Provider

DEFAULT_URLS = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com"}
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")


@dataclass(frozen=True)
class ModelChoice:
    """Which model to ask. `base_url` is empty for the provider's own; `key` is empty where none is needed."""

    provider: Provider
    name: str
    base_url: str = ""
    region: str = ""
    key: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """Return the URL under which every request goes out."""
        if self.base_url:
            return self.base_url.rstrip("/")
        return DEFAULT_URLS.get(self.provider, f"https://bedrock-runtime.{self.region}.amazonaws.com")


def check_choice(choice: ModelChoice) -> None:
    """Raise BadInput naming the field that makes `choice` unusable.

    Plain http is for machines of one's own (a name without a dot, or a private or loopback address); the addresses
    where clouds hand out credentials are never asked.
    """
    if not choice.name.strip():
        raise BadInput("The model's name is missing.", field="name", remedy="Use the name that the provider knows.")
    if choice.provider == "bedrock" and not choice.base_url and not REGION.fullmatch(choice.region):
        raise BadInput("Bedrock needs an AWS region.", field="region", remedy="Write it like eu-central-1.")
    if choice.base_url:
        _check_url(choice.base_url)


def open_model(choice: ModelChoice) -> Drafter:
    """Return the drafter for `choice`; the model library is loaded here and nowhere else.

    Raises ModelFailed when the extra `sophia-dashboards[llm]` is not installed.
    """
    try:
        providers = importlib.import_module("sophia.llm.providers")
    except ModuleNotFoundError:
        words = "the model library is not installed (pip install 'sophia-dashboards[llm]')"
        raise ModelFailed("unavailable", words) from None
    return cast(Drafter, providers.VendorModel(choice))


def _check_url(url: str) -> None:
    remedy = "Write it like https://models.example.org/v1."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadInput("The base URL cannot be read.", field="base_url", remedy=remedy) from None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise BadInput(
            "The base URL is http(s)://host/path, without user, query or fragment.", field="base_url", remedy=remedy
        )
    if link_local(host):
        raise BadInput("This address hands out cloud credentials; it is no model.", field="base_url", remedy=remedy)
    if parts.scheme == "http" and not _own_machine(host):
        raise BadInput("A model on another network needs https.", field="base_url", remedy=remedy)


def link_local(host: str) -> bool:
    """Whether `host` is written as a link-local address, IPv4 in IPv6 included, or AWS's metadata address."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower().rstrip(".") in {"metadata.google.internal", "metadata"}
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_link_local or mapped == ipaddress.ip_address("fd00:ec2::254")


def _own_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host.rstrip(".") or host.lower().endswith((".internal", ".local", ".svc"))
