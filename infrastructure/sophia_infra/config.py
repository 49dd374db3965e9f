"""The stack's configuration: every key with its type, its meaning and its value in each profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal
from urllib.parse import urlsplit

Environment = Literal["production", "staging", "development"]
Entrance = Literal["cdn", "load_balancer"]
Deployment = Literal["rolling", "blue_green", "canary"]
Generator = Literal["service", "lambda"]
ModelProvider = Literal["", "openai", "anthropic", "bedrock"]

FARGATE_MEMORY = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
}
LOG_RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827)
DATABASE_CLASS = re.compile(r"db\.(t4g|m7g|m8g|r7g|r8g)\.(micro|small|medium|large|xlarge|[248]xlarge)")
SECRET = "model_key"
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,63}")
PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:(role|user)/[\w+=,.@/-]+")


class ConfigError(ValueError):
    """A value of the stack's configuration that cannot be used; the message names the key and the remedy."""


@dataclass(frozen=True)
class Settings:
    """What the stack is made of. Sizes are CPU units, MiB or GB as named; money is US dollars a month."""

    environment: Environment
    region: str
    backend_url: str
    profile: str
    paused_profile: str
    zone_name: str
    entrance: Entrance
    image: str
    alert_email: str
    cutover_host: str
    retool_host: str
    cutover_weight: int
    generator: Generator
    deployment: Deployment
    web_cpu: int
    web_memory: int
    web_min: int
    web_max: int
    web_on_demand: int
    web_spot: bool
    night_floor: int
    timezone: str
    workers_max: int
    query_workers: int
    database_class: str
    database_storage: int
    database_multi_az: bool
    backup_days: int
    log_days: int
    archive_days: int
    budget: int
    deploy_principal: str
    model_provider: ModelProvider
    model_name: str

    @property
    def host(self) -> str:
        """The name under which Sophia answers."""
        return urlsplit(self.backend_url).hostname or ""

    @property
    def paused(self) -> bool:
        """Whether everything that computes stands still while the data is kept."""
        return self.profile == "pause"


@dataclass(frozen=True)
class Key:
    """One key of the configuration: how its text is read, its default (None: required) and what it means."""

    read: Callable[[str], Any]
    default: Any
    meaning: str


def _words(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            named = ", ".join(word or '""' for word in allowed)
            raise ValueError(f"is one of {named}")
        return text

    return read


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d+", text) or not low <= int(text) <= high:
            raise ValueError(f"is a whole number from {low} to {high}")
        return int(text)

    return read


def _number_of(allowed: tuple[int, ...]) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text not in {str(number) for number in allowed}:
            raise ValueError(f"is one of {', '.join(map(str, allowed))}")
        return int(text)

    return read


def _matching(pattern: re.Pattern[str], example: str, *, optional: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not (optional and not text) and not pattern.fullmatch(text):
            raise ValueError(f"looks like {example}")
        return text

    return read


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("is true or false")
    return text == "true"


def _https(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not HOST.fullmatch(parts.netloc) or parts.path or parts.query or parts.fragment:
        raise ValueError("is an https address without a path, such as https://api.sophia-ai.com")
    return text


KEYS: dict[str, Key] = {
    "environment": Key(
        _words("production", "staging", "development"), None, "What the stack is for; a tag of everything."
    ),
    "region": Key(_matching(REGION, "us-east-1"), None, "AWS region of everything but the certificate of the CDN."),
    "backend_url": Key(_https, None, "The public address; its host is the certificate's name and Sophia's origin."),
    "profile": Key(_words("lite", "default", "large", "pause"), "default", "Sizes of everything, see below."),
    "paused_profile": Key(_words("lite", "default", "large"), "default", "The profile whose data `pause` keeps."),
    "zone_name": Key(
        _matching(HOST, "sophia-ai.com", optional=True), "", "Route 53 zone; empty: the host's parent domain."
    ),
    "entrance": Key(
        _words("cdn", "load_balancer"),
        "cdn",
        "cdn: CloudFront before a private load balancer. load_balancer: a public one.",
    ),
    "image": Key(
        _matching(re.compile(r"[\w.:/@-]+"), "registry/name:tag", optional=True),
        "",
        "Container image; empty: built from this repository and pushed to a registry of the stack.",
    ),
    "alert_email": Key(_matching(MAIL, "ops@example.com", optional=True), "", "Who gets alarms and budget alerts."),
    "cutover_host": Key(
        _matching(HOST, "dashboards.example.com", optional=True),
        "",
        "The name that people use today and that moves from Retool to Sophia.",
    ),
    "retool_host": Key(_matching(HOST, "example.retool.com", optional=True), "", "Where Retool serves cutover_host."),
    "cutover_weight": Key(_number(0, 100), 0, "Percent of DNS answers for cutover_host that lead to Sophia."),
    "generator": Key(
        _words("service", "lambda"),
        "service",
        "What answers the AI generator's calls: the web tasks or the Lambda function.",
    ),
    "deployment": Key(
        _words("rolling", "blue_green", "canary"), "canary", "How a new version takes the traffic; alarms roll it back."
    ),
    "web_cpu": Key(_number_of(tuple(FARGATE_MEMORY)), 256, "CPU units of a web task; 1024 is one virtual CPU."),
    "web_memory": Key(_number(512, 30720), 1024, "Memory of a web task in MiB."),
    "web_min": Key(_number(0, 50), 2, "Fewest web tasks by day."),
    "web_max": Key(_number(0, 50), 6, "Most web tasks."),
    "web_on_demand": Key(_number(0, 50), 1, "Web tasks that never run on Spot."),
    "web_spot": Key(_flag, True, "Whether web tasks beyond web_on_demand may run on Spot."),
    "night_floor": Key(_number(0, 50), 1, "Fewest web tasks at night and on weekends."),
    "timezone": Key(
        _matching(re.compile(r"[A-Z][A-Za-z_+-]+(/[A-Za-z_+-]+){0,2}|UTC"), "Europe/Berlin"),
        "UTC",
        "Time zone of day and night.",
    ),
    "workers_max": Key(_number(0, 50), 2, "Most background workers; they run on Spot and go back to none."),
    "query_workers": Key(
        _number(0, 50), 0, "Tasks that run queries apart from the web tasks; 0: processes inside the web task."
    ),
    "database_class": Key(_matching(DATABASE_CLASS, "db.t4g.micro"), "db.t4g.micro", "Size of the Postgres instance."),
    "database_storage": Key(
        _number(20, 1000), 20, "Storage of Postgres in GB; it grows by itself up to five times as much."
    ),
    "database_multi_az": Key(_flag, True, "Whether Postgres has a standby in the second zone."),
    "backup_days": Key(_number(7, 35), 14, "Days for which Postgres can be set back to any second."),
    "log_days": Key(_number_of(LOG_RETENTION), 30, "Days for which the application's log is kept."),
    "archive_days": Key(_number(30, 3650), 90, "Days after which uploads and exports move to cold storage."),
    "budget": Key(_number(1, 100_000), 84, "Dollars a month at which the stack's own budget and the cost alarm warn."),
    "deploy_principal": Key(
        _matching(PRINCIPAL, "arn:aws:iam::123456789012:role/ci", optional=True),
        "",
        "Who may deploy new versions; empty: nobody but the account's own administrators.",
    ),
    "model_provider": Key(
        _words("", "openai", "anthropic", "bedrock"), "", "The language model's provider; empty: rules only."
    ),
    "model_name": Key(_matching(re.compile(r"[\w.:/@-]{0,200}"), "a model's name"), "", "The language model's name."),
}

PROFILES: dict[str, dict[str, Any]] = {
    "lite": {"web_min": 1, "web_max": 2, "web_spot": False, "workers_max": 1, "database_multi_az": False, "budget": 60},
    "default": {},
    "large": {
        "web_cpu": 1024,
        "web_memory": 2048,
        "web_min": 3,
        "web_max": 12,
        "web_on_demand": 2,
        "night_floor": 2,
        "workers_max": 6,
        "query_workers": 2,
        "database_class": "db.t4g.medium",
        "database_storage": 100,
        "budget": 400,
    },
}
PAUSE = {"web_min": 0, "web_max": 0, "web_on_demand": 0, "night_floor": 0, "workers_max": 0, "query_workers": 0}


def read_settings(get: Callable[[str], str | None]) -> Settings:
    """Read every key through `get` (None: not set). Raises ConfigError naming the key and the remedy."""
    given = {name: text for name in KEYS if (text := get(name)) is not None}
    values = _defaults(given) | {name: _read(name, text) for name, text in given.items()}
    if values["profile"] == "pause":
        values |= PAUSE
    if missing := [name for name in KEYS if values[name] is None]:
        raise ConfigError(f"Set {missing[0]}: pulumi config set {missing[0]} … ({KEYS[missing[0]].meaning})")
    settings = Settings(**values)
    if not settings.zone_name:
        settings = Settings(**{**values, "zone_name": settings.host.partition(".")[2]})
    _check(settings)
    return settings


def unknown_keys(given: Iterable[str]) -> set[str]:
    """Return the keys of a stack's configuration that mean nothing here."""
    return set(given) - set(KEYS) - {SECRET}


def refuse_unknown(given: Iterable[str]) -> None:
    """Raise ConfigError for a key of the project (project:key) that means nothing here, as a typo would."""
    if unknown := sorted(unknown_keys(given)):
        raise ConfigError(f"{unknown[0]} is no key of this program; docs/deploy.md lists them.")


def _defaults(given: Mapping[str, str]) -> dict[str, Any]:
    profile = _read("profile", given.get("profile", "default"))
    kept = _read("paused_profile", given.get("paused_profile", "default")) if profile == "pause" else profile
    return {name: key.default for name, key in KEYS.items()} | PROFILES[kept]


def _read(name: str, text: str) -> Any:
    try:
        return KEYS[name].read(text)
    except ValueError as error:
        raise ConfigError(f"{name} {error}, not {text!r}.") from None


def _check(settings: Settings) -> None:
    """Refuse values that are fine alone and impossible together."""
    for holds, message in _rules(settings):
        if not holds:
            raise ConfigError(message)


def _rules(wanted: Settings) -> list[tuple[bool, str]]:
    sizes = FARGATE_MEMORY[wanted.web_cpu]
    moving = bool(wanted.cutover_host and wanted.retool_host)
    return [
        (
            wanted.web_memory in sizes,
            f"web_memory is one of {', '.join(map(str, sizes))} when web_cpu is {wanted.web_cpu}.",
        ),
        (wanted.web_min <= wanted.web_max, f"web_max is at least web_min ({wanted.web_min})."),
        (wanted.night_floor <= wanted.web_min, f"night_floor is at most web_min ({wanted.web_min})."),
        (
            wanted.paused or wanted.web_on_demand >= 1,
            "web_on_demand is at least 1: Spot may be taken away at any time, and somebody must answer then.",
        ),
        (
            wanted.paused or wanted.night_floor >= 1,
            "night_floor is at least 1; to stand still use the profile pause.",
        ),
        (
            moving or wanted.cutover_weight == 0,
            "cutover_weight moves cutover_host from retool_host to Sophia: set both.",
        ),
        (
            bool(wanted.cutover_host) == bool(wanted.retool_host),
            "cutover_host and retool_host belong together: set both or neither.",
        ),
        (wanted.cutover_host != wanted.host, "cutover_host is another name than the host of backend_url."),
        (
            f".{wanted.host}".endswith(f".{wanted.zone_name}"),
            f"zone_name is a parent domain of {wanted.host}, not {wanted.zone_name}.",
        ),
        (
            not wanted.cutover_host or wanted.cutover_host.endswith(f".{wanted.zone_name}"),
            f"cutover_host lies in the zone {wanted.zone_name}.",
        ),
        (bool(wanted.model_provider) == bool(wanted.model_name), "model_provider and model_name belong together."),
    ]


assert [field.name for field in fields(Settings)] == list(KEYS)
