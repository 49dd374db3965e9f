"""Every key of the configuration is read, bounded and felt in the plan."""

import re
from pathlib import Path

import pytest

from sophia_infra.config import KEYS, PAUSE, PROFILES, ConfigError, read_settings, unknown_keys
from tests.conftest import GUIDE

WRONG = {
    "environment": ["prod", ""],
    "region": ["virginia", "us-east"],
    "backend_url": [
        "api.sophia-ai.com",
        "https://api.sophia-ai.com/",
        "https://api.sophia-ai.com/v1",
        "https://a b.com",
    ],
    "profile": ["huge"],
    "paused_profile": ["pause"],
    "zone_name": ["other.com", "sophia ai"],
    "entrance": ["nat"],
    "image": ["a b"],
    "alert_email": ["nobody"],
    "cutover_host": ["https://x.sophia-ai.com", "dashboards"],
    "retool_host": ["retool"],
    "cutover_weight": ["101", "-1", "half", "1.5"],
    "generator": ["both"],
    "deployment": ["linear", "big_bang"],
    "web_cpu": ["300", "8192"],
    "web_memory": ["511", "1000", "4096"],
    "web_min": ["-1", "7"],
    "web_max": ["1", "51"],
    "web_on_demand": ["0"],
    "web_spot": ["yes", "True"],
    "night_floor": ["0", "3"],
    "timezone": ["+01:00", "nowhere"],
    "workers_max": ["51"],
    "query_workers": ["-1"],
    "database_class": ["t4g.micro", "db.t2.micro"],
    "database_storage": ["19", "1001"],
    "database_multi_az": ["2"],
    "backup_days": ["6", "36"],
    "log_days": ["15", "0"],
    "archive_days": ["29"],
    "budget": ["0", "$84"],
    "deploy_principal": ["ci", "*"],
    "model_provider": ["openai", "other"],
    "model_name": ["a b", "model"],
}


def _read(**given: str):
    return read_settings((GUIDE | given).get)


def test_every_key_has_values_that_are_refused():
    assert set(WRONG) == set(KEYS)


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_by_a_message_that_names_the_key(key, value):
    with pytest.raises(ConfigError, match=rf"\b{key}\b"):
        _read(**{key: value})


@pytest.mark.parametrize("key", ["environment", "region", "backend_url"])
def test_a_required_key_that_is_missing_is_asked_for_with_its_command(key):
    given = {name: value for name, value in GUIDE.items() if name != key}
    with pytest.raises(ConfigError, match=f"pulumi config set {key}"):
        read_settings(given.get)


def test_the_guides_three_keys_are_enough():
    settings = read_settings(GUIDE.get)
    assert (settings.profile, settings.host, settings.zone_name) == ("default", "api.sophia-ai.com", "sophia-ai.com")


def test_a_key_set_by_hand_beats_its_profile():
    assert _read(profile="large").web_max == PROFILES["large"]["web_max"]
    assert _read(profile="large", web_max="5").web_max == 5


def test_pause_stands_still_and_keeps_the_data_of_the_profile_it_pauses():
    large, paused = _read(profile="large"), _read(profile="pause", paused_profile="large", web_min="3")
    assert {name: getattr(paused, name) for name in PAUSE} == PAUSE
    for name in ("database_class", "database_storage", "database_multi_az", "backup_days", "archive_days"):
        assert getattr(paused, name) == getattr(large, name)


def test_weights_need_both_names():
    with pytest.raises(ConfigError, match="cutover_weight"):
        _read(cutover_weight="10")
    with pytest.raises(ConfigError, match="cutover_host and retool_host"):
        _read(retool_host="acme.retool.test")


def test_moving_names_differ_from_sophias_own_and_lie_in_the_zone():
    with pytest.raises(ConfigError, match="another name"):
        _read(cutover_host="api.sophia-ai.com", retool_host="acme.retool.test")
    with pytest.raises(ConfigError, match="lies in the zone"):
        _read(cutover_host="dashboards.other.com", retool_host="acme.retool.test")


def test_unknown_keys_are_found():
    assert unknown_keys(GUIDE | {"databse_class": "x", "model_key": "y"}) == {"databse_class"}


def test_every_key_stands_in_the_deploy_guide_with_its_meaning():
    page = (Path(__file__).parents[2] / "docs/deploy.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", page, re.MULTILINE))
    assert {name: key.meaning for name, key in KEYS.items()} == {name: rows.get(name) for name in KEYS}
