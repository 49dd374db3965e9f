"""Every kind of source describes itself well enough to make a form of it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

import sophia.sources
from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRule
from sophia.sources.postgres import PostgresConfig, config_of_url, open_postgres
from sophia.sources.registry import source_of, sources

OWN = AddressRule(private=True)


def test_the_kinds_are_the_files_of_the_package() -> None:
    files = [
        file for file in Path(sophia.sources.__file__).parent.glob("*.py") if "SOURCE = Source(" in file.read_text()
    ]
    assert set(sources()) == {file.stem.replace("_", "-") for file in files}
    assert {"csv", "postgres", "rest"} <= set(sources())


@pytest.mark.parametrize("kind", sorted(sources()))
def test_a_source_explains_itself_and_each_of_its_settings(kind: str) -> None:
    source = source_of(kind)
    assert source.title
    assert source.description.endswith(".")
    for name, field in source.config.model_json_schema().get("properties", {}).items():
        assert field.get("description"), f"{kind}.{name}"


def test_a_password_field_is_a_password_in_the_form() -> None:
    shown = PostgresConfig.model_json_schema()["properties"]["password"]
    assert shown["format"] == "password"


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="sybase") as caught:
        source_of("sybase")
    assert "postgres" in (caught.value.remedy or "")


def test_an_address_and_its_config_say_the_same() -> None:
    config = config_of_url("postgresql://re%40der:p%3Aw%2F@db.example:6000/shop%20x?sslmode=require")
    assert (config.user, config.password.get_secret_value(), config.port) == ("re@der", "p:w/", 6000)
    assert config_of_url(config.address) == config


@pytest.mark.parametrize("url", ["postgresql://host", "postgresql:///db", "postgresql://u@h:port/d"])
def test_an_incomplete_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        config_of_url(url)
    assert caught.value.field == "url"


def test_an_unreachable_postgres_is_named_without_its_password() -> None:
    config = PostgresConfig(host="127.0.0.1", port=1, database="shop", user="u", password=SecretStr("c4n4ry"))
    with pytest.raises(SourceUnreachable) as caught:
        open_postgres(config, OWN)
    assert "127.0.0.1:1" in caught.value.message
    assert "c4n4ry" not in str(caught.value.as_dict())


def test_a_real_postgres_is_reached_and_a_wrong_account_or_database_named(postgres_url: str) -> None:
    config = config_of_url(postgres_url)
    assert open_postgres(config, OWN).startswith("postgresql://")
    with pytest.raises(SourceUnreachable) as caught:
        open_postgres(config.model_copy(update={"password": SecretStr("wr0ng")}), OWN)
    assert caught.value.field == "user"
    with pytest.raises(SourceUnreachable) as caught:
        open_postgres(config.model_copy(update={"database": "nothing"}), OWN)
    assert caught.value.field == "database"
