"""A live MariaDB is described from its own catalog and its values, and connected as any other source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule
from sophia.sources.contract import OWN_NETWORK, Connection
from sophia.sources.mysql import config_of_url, open_mysql
from tests.app import running
from tests.services.mariadb import Mariadb

STATEMENTS = """
CREATE TABLE customer (customer_id int AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, profile json,
  tier enum('gold', 'plain'), active tinyint(1));
CREATE TABLE purchase (purchase_id int AUTO_INCREMENT PRIMARY KEY, customer_id int, agent_id mediumint unsigned,
  bought_at datetime, amount decimal(10,2) COMMENT 'In euro.', price_text varchar(20), day_text varchar(20),
  FOREIGN KEY (customer_id) REFERENCES customer (customer_id)) COMMENT 'What was bought.';
CREATE TABLE agents (id int, agent_name varchar(40));
CREATE VIEW big_purchase AS SELECT * FROM purchase WHERE amount > 50;
INSERT INTO customer (name, profile, tier, active)
  SELECT concat('Customer ', seq), '{"a": 1}', if(seq % 3, 'plain', 'gold'), seq % 2 FROM seq_1_to_20;
INSERT INTO agents SELECT seq, concat('Agent ', seq) FROM seq_1_to_4;
INSERT INTO purchase (customer_id, agent_id, bought_at, amount, price_text, day_text)
  SELECT seq % 20 + 1, seq % 4 + 1, '2025-01-01' + INTERVAL seq DAY, seq, seq * 1.5,
    date('2025-01-01' + INTERVAL seq DAY) FROM seq_1_to_100;
"""


@pytest.fixture(scope="module")
def address(mariadb: Mariadb) -> str:
    return mariadb.create_database(STATEMENTS)


@pytest.fixture(scope="module")
def live(address: str) -> Catalog:
    return discover(Connection(name="shop", source="mysql", dialect="mysql", dsn=address))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


def test_tables_views_keys_types_and_comments_are_read(live: Catalog) -> None:
    assert [table.name for table in live.tables] == ["agents", "big_purchase", "customer", "purchase"]
    purchase, amount = live.table("purchase"), live.column("purchase.amount")
    assert purchase is not None
    assert amount is not None
    assert (purchase.primary_key, purchase.time_column, purchase.rows) == (["purchase_id"], "bought_at", 100)
    assert (purchase.description, amount.description, amount.role) == ("What was bought.", "In euro.", "money")
    kinds = {
        name: column.type for name in ("active", "tier", "customer_id") if (column := live.column(f"customer.{name}"))
    }
    assert kinds == {"active": "boolean", "tier": "text", "customer_id": "integer"}
    tier = live.column("customer.tier")
    assert tier is not None
    assert sorted(tier.values) == ["gold", "plain"]


def test_declared_and_inferred_joins_stand_side_by_side(live: Catalog) -> None:
    found = {(join.from_table, join.from_column, join.to_table, join.to_column) for join in live.joins}
    assert ("purchase", "customer_id", "customer", "customer_id") in found
    assert ("purchase", "agent_id", "agents", "id") in found


def test_text_that_holds_numbers_or_dates_is_known_as_such(live: Catalog) -> None:
    roles = {name: column.role for name in ("price_text", "day_text") if (column := live.column(f"purchase.{name}"))}
    assert roles == {"price_text": "money", "day_text": "date"}


def test_it_is_connected_with_suggestions_that_work_and_passes_its_checkup(services: Services, address: str) -> None:
    config = config_of_url(address)
    plain = {**config.model_dump(), "password": config.password.get_secret_value()}
    described = services.connections.add(SYSTEM, "mysql", plain, "shop")
    assert len(described.suggestions) >= 3
    checkup = services.connections.check_up(SYSTEM, "shop")
    assert checkup.ok, checkup


def test_an_address_and_its_config_say_the_same() -> None:
    config = config_of_url("mysql://re%40der:p%3Aw%2F@db.example:6000/shop%20x?tls=verify-full")
    assert (config.user, config.password.get_secret_value(), config.port) == ("re@der", "p:w/", 6000)
    assert config_of_url(config.address) == config


@pytest.mark.parametrize("url", ["mysql://host", "mysql:///db", "mysql://u@h:port/d", "mysql://u@h/d?tls=maybe"])
def test_an_incomplete_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        config_of_url(url)
    assert caught.value.field == "url"


def test_what_is_wrong_is_named_without_the_password(address: str) -> None:
    config = config_of_url(address)
    wrong: dict[str, dict[str, Any]] = {
        "user": {"password": SecretStr("c4n4ry")},
        "database": {"database": "nothing"},
        "host": {"port": 1},
    }
    for field, change in wrong.items():
        with pytest.raises(SourceUnreachable) as caught:
            open_mysql(config.model_copy(update=change), OWN_NETWORK)
        assert caught.value.field == field
        assert "c4n4ry" not in str(caught.value.as_dict())
    with pytest.raises(AddressRefused):
        open_mysql(config, AddressRule())


def test_a_line_that_must_be_encrypted_is_not_used_plain(address: str) -> None:
    config = config_of_url(address).model_copy(update={"tls": "require"})
    with pytest.raises(SourceUnreachable):
        open_mysql(config, OWN_NETWORK)


def test_a_closed_database_is_said_so(tmp_path: Path) -> None:
    closed = "mysql://u:c4n4ry@127.0.0.1:1/d"
    with pytest.raises(SourceUnreachable, match="does not answer"):
        discover(Connection(name="shop", source="mysql", dialect="mysql", dsn=closed))
