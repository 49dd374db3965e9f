"""The dirty-data pack holds each fault it promises."""

from pathlib import Path

import duckdb
import pytest

from sophia.demo import generate_dirty

FAULTS = {
    "duplicate accounts": "SELECT count(*) > 1 FROM account WHERE domain = 'acorn.example'",
    "a deal with no amount": "SELECT count(*) > 0 FROM deal WHERE amount IS NULL",
    "closed before it was created": "SELECT count(*) > 0 FROM deal WHERE closedate < createdate",
    "the hour that comes twice": "SELECT count(*) - count(DISTINCT local_time) = 1 FROM reading",
    "the hour that is missing": "SELECT count(*) = 0 FROM reading WHERE local_time LIKE '2026-03-29 02:%'",
    "the leap day": "SELECT count(*) > 0 FROM deal WHERE closedate::DATE = '2024-02-29'",
    "several currencies": "SELECT count(DISTINCT currency) >= 2 FROM deal",
    "a renamed stage": "SELECT count(DISTINCT dealstage) = 2 FROM deal WHERE lower(dealstage) LIKE 'proposal%'",
    "a deleted owner": "SELECT count(*) > 0 FROM deal d ANTI JOIN owner o USING (owner_id)",
    "a skewed clock": "SELECT count(*) > 0 FROM webhook WHERE sent_at > received_at",
    "emoji": "SELECT count(*) > 0 FROM account WHERE name LIKE '%🌱%'",
    "right-to-left names": "SELECT count(*) > 0 FROM account WHERE name LIKE 'شركة%'",
    "amounts of a trillion": "SELECT max(amount) = 1000000000000 FROM deal",
    "no rows": "SELECT count(*) = 0 FROM refund",
}


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_dirty(tmp_path_factory.mktemp("dirty"))


@pytest.mark.parametrize("fault", FAULTS)
def test_the_pack_holds(dirty, fault):
    with duckdb.connect(str(dirty), read_only=True) as database:
        assert database.execute(FAULTS[fault]).fetchone() == (True,)
