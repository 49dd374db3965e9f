"""The REST source: every way of letting in, every way of turning the page, records of any form."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from sophia.kernel.errors import SourceUnreachable
from sophia.sources.rest import SOURCE, RestConfig, rows_of
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Answers, Asked, Told
from tests.sources.sync.line import Line

KEY = "s3cret-key-0815"
ORDERS: list[dict[str, Any]] = [
    {
        "id": f"o{number}",
        "amount": number * 1.5,
        "paid": number % 2 == 0,
        "ordered": f"2026-0{number % 9 + 1}-15T08:00:00Z",
        "customer": {"name": f"C{number % 5}", "address": {"city": "Ulm"}},
        "tags": ["a"],
        "unitCount": number,
    }
    for number in range(1, 251)
]


def config(**changed: Any) -> RestConfig:
    given = {"url": "http://api.test/v1", "tables": "orders=/orders", "size_parameter": "limit"}
    return RestConfig.model_validate(given | changed)


def synced(folder: Path, answers: Answers, chosen: RestConfig) -> tuple[Line, Outcome]:
    assert SOURCE.sync is not None
    line = Line(folder, SOURCE.sync, chosen, answers)
    return line, line.run()


def part(asked: Asked, start: int) -> list[dict[str, Any]]:
    return ORDERS[start : start + int(asked.query.get("limit", 100))]


def by_link(asked: Asked) -> Told:
    at = int(asked.query.get("from", 0))
    more = at + 100 < len(ORDERS)
    header = {"Link": f'<http://api.test/v1/orders?from={at + 100}&limit=100>; rel="next", <x>; rel="last"'}
    return Told(part(asked, at), headers=header if more else {})


def by_address(asked: Asked) -> Told:
    at = int(asked.query.get("from", 0))
    more = f"/v1/orders?from={at + 100}&limit=100" if at + 100 < len(ORDERS) else None
    return Told({"data": {"items": part(asked, at)}, "links": {"next": more}})


def by_cursor(asked: Asked) -> Told:
    at = int(asked.query.get("cursor", "c0")[1:])
    more = f"c{at + 100}" if at + 100 < len(ORDERS) else ""
    return Told({"records": part(asked, at), "meta": {"next_cursor": more, "total": 250}})


def by_page(asked: Asked) -> Told:
    return Told({"results": part(asked, (int(asked.query["page"]) - 1) * 100)})


def by_offset(asked: Asked) -> Told:
    return Told({"results": part(asked, int(asked.query["offset"]))})


@pytest.mark.parametrize(
    ("answers", "paging"),
    [
        (by_link, "auto"), (by_link, "link"), (by_address, "auto"), (by_address, "address"),
        (by_cursor, "auto"), (by_cursor, "cursor"), (by_page, "page"), (by_offset, "offset"),
    ],
)  # fmt: skip
def test_every_way_of_turning_the_page_reads_every_record_once(tmp_path: Path, answers: Answers, paging: str) -> None:
    line, done = synced(tmp_path, answers, config(paging=paging))
    assert (done.ok, done.errors, done.tables) == (True, {}, {"orders": 250})
    ((count, total),) = line.ask(done, "SELECT count(DISTINCT id), sum(amount) FROM orders")
    assert (count, total) == (250, sum(order["amount"] for order in ORDERS))


def test_nested_values_become_typed_columns_and_lists_stay_json(tmp_path: Path) -> None:
    line, done = synced(tmp_path, by_link, config())
    types = {row[0]: row[1] for row in line.ask(done, "DESCRIBE orders")}
    assert types == {
        "id": "VARCHAR", "amount": "DOUBLE", "paid": "BOOLEAN", "ordered": "TIMESTAMP", "customer_name": "VARCHAR",
        "customer_address_city": "VARCHAR", "tags": "VARCHAR", "unit_count": "BIGINT",
    }  # fmt: skip
    (row,) = line.ask(done, "SELECT ordered, customer_name, tags FROM orders WHERE id = 'o3'")
    assert row == (datetime(2026, 4, 15, 8), "C3", '["a"]')


def letting_in(allowed: Callable[[Asked], bool]) -> Answers:
    return lambda asked: by_link(asked) if allowed(asked) else Told({"message": f"no: {KEY}"}, 401)


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({"auth": "bearer"}, lambda asked: asked.headers.get("authorization") == f"Bearer {KEY}"),
        (
            {"auth": "basic", "user": "u"},
            lambda asked: asked.headers.get("authorization") == "Basic " + base64.b64encode(f"u:{KEY}".encode()).decode(),
        ),
        ({"auth": "header", "user": "X-Api-Key"}, lambda asked: asked.headers.get("x-api-key") == KEY),
        ({"auth": "query", "user": "api_key"}, lambda asked: asked.query.get("api_key") == KEY),
    ],
)  # fmt: skip
def test_every_way_of_being_let_in(
    tmp_path: Path, settings: Mapping[str, str], allowed: Callable[[Asked], bool]
) -> None:
    _, done = synced(tmp_path, letting_in(allowed), config(**settings, secret=KEY))
    assert done.ok, done.errors
    (tmp_path / "wrong").mkdir()
    _, refused = synced(tmp_path / "wrong", letting_in(allowed), config(**settings, secret="wrong-key-1"))
    assert "refuses the key" in refused.errors["orders"]
    assert KEY not in str(refused)
    assert "wrong-key-1" not in str(refused)


def test_a_token_is_fetched_carried_and_fetched_again_when_it_ends(tmp_path: Path) -> None:
    asked_for: list[str] = []

    def answers(asked: Asked) -> Told:
        if asked.path == "/token":
            asked_for.append(asked.body.decode())
            return Told({"access_token": f"token-{len(asked_for)}-of-many", "expires_in": 90})
        return (
            by_link(asked)
            if asked.headers.get("authorization") == f"Bearer token-{len(asked_for)}-of-many"
            else Told({}, 401)
        )

    chosen = config(auth="oauth2", user="me", secret=KEY, token_url="http://login.test/token", scope="read")
    done = synced(tmp_path, answers, chosen)[1]
    assert done.ok, done.errors
    assert asked_for == [f"grant_type=client_credentials&client_id=me&client_secret={KEY}&scope=read"]


def test_several_tables_and_one_that_fails_hurt_only_themselves(tmp_path: Path) -> None:
    def answers(asked: Asked) -> Told:
        return Told({"message": "gone"}, 404) if asked.path == "/v1/old" else by_link(asked)

    _, done = synced(tmp_path, answers, config(tables="orders=/orders, old=/old"))
    assert (done.tables, list(done.errors)) == ({"orders": 250}, ["old"])


def test_what_is_no_longer_in_the_list_goes_and_what_changed_follows(tmp_path: Path) -> None:
    served: list[dict[str, Any]] = [dict(order) for order in ORDERS[:30]]
    line, _ = synced(tmp_path, lambda _: Told(served), config())
    del served[4]
    served[0]["amount"] = 99.0
    done = line.run()
    assert (done.changed, done.removed) == (1, 1)
    assert line.ask(done, "SELECT amount FROM orders WHERE id IN ('o1', 'o5')") == [(99.0,)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"a": [{"x": 1}], "b": [{"y": 2}]}, "there are: a, b"),
        ({"message": "hello"}, "there are: none"),
        ("text", "there are: none"),
    ],
)
def test_a_reply_whose_list_is_not_clear_is_said_with_the_lists_there_are(body: Any, words: str) -> None:
    with pytest.raises(SourceUnreachable, match=words):
        rows_of(body, "")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"tables": "orders"}, "table=/path"),
        ({"tables": "a=/x, a=/y"}, "same name"),
        ({"url": "ftp://x"}, "pattern"),
        ({"auth": "basic"}, "needs user"),
        ({"auth": "oauth2", "user": "x"}, "token_url"),
    ],
)
def test_settings_that_cannot_work_are_refused_in_words(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        config(**changed)


def test_a_page_that_names_itself_as_the_next_ends_with_a_word(tmp_path: Path) -> None:
    _, done = synced(tmp_path, lambda _: Told({"items": ORDERS[:1], "next_cursor": "same"}), config())
    assert "names itself" in done.errors["orders"]


def test_the_secret_is_not_in_the_config_as_it_is_shown() -> None:
    assert KEY not in repr(config(secret=SecretStr(KEY)))
