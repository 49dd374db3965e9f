"""HubSpot: the demo company's sales come back from a simulated HubSpot as the tables that the pack knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import hubspot as sdk
import pytest
from hubspot.crm.associations.v4 import BatchInputPublicFetchAssociationsBatchRequest as Fetch
from hubspot.crm.deals import BatchReadInputSimplePublicObjectId, PublicObjectSearchRequest
from pydantic import SecretStr

from sophia.demo.calendar import START, next_quarter
from sophia.demo.hubspot import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.hubspot import SOURCE, HubspotConfig
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told, served
from tests.services.hubspot import Hubspot
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

STREAMS = 6
LISTS = STREAMS + 2
"""Owners, archived owners, pipelines, companies, deals and goals; the last deal's stages and companies once more."""
NOT_IN_THE_API = {("owner", "region")}
OWN = {
    "segment_property": "segment",
    "region_property": "sales_region",
    "product_property": "main_product",
    "lead_source_property": "lead_source",
}


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def line_to(folder: Path, hubspot: Hubspot, **changed: Any) -> Line:
    assert SOURCE.sync is not None
    config = HubspotConfig(token=SecretStr(hubspot.token), **(OWN | changed))

    def answer(asked: Asked) -> Told:
        hubspot.now = line.now
        return hubspot.answer(asked)

    line = Line(folder, SOURCE.sync, config, answer, hubspot.now)
    return line


@pytest.fixture(scope="module")
def synced(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Hubspot, Outcome]:
    hubspot = Hubspot(world)
    line = line_to(tmp_path_factory.mktemp("hubspot"), hubspot)
    done = line.run()
    assert done.ok, (done.errors, done.until)
    return line, hubspot, done


@pytest.fixture
def small(world: World, tmp_path: Path) -> tuple[Line, Hubspot]:
    """A portal with its last objects only, synced once."""
    hubspot = Hubspot(world)
    for kind, things in hubspot.objects.items():
        hubspot.objects[kind] = dict(list(things.items())[-60:])
    line = line_to(tmp_path, hubspot)
    done = line.run()
    assert done.ok, done.errors
    return line, hubspot


def test_every_table_equals_the_demo_companys(world: World, synced: tuple[Line, Hubspot, Outcome]) -> None:
    found = []
    for table, rows in fill(world):
        leave = {column for name, column in NOT_IN_THE_API if name == table}
        keep = lambda column, value, leave=leave: ... if column in leave else value  # noqa: E731
        within = f"quarter >= DATE '{next_quarter(START)}'" if table == "forecast_week" else "TRUE"
        found.append(differences(synced[2].published, "hubspot", table, rows, keep, within=within))
    assert "\n".join(filter(None, found)) == ""


def test_the_pack_keeps_all_of_its_parts(synced: tuple[Line, Hubspot, Outcome], tmp_path: Path) -> None:
    assert lost(synced[2].published, "hubspot", tmp_path) == set()


def test_hubspots_own_library_reads_the_same_from_the_simulator(small: tuple[Line, Hubspot]) -> None:
    line, hubspot = small
    hubspot.now = line.now = line.now + timedelta(minutes=10)
    hubspot.put("deals", next(iter(hubspot.objects["deals"])), dealname="Renamed")
    done = line.run()
    hubspot.per_ten_seconds = 10_000
    with served(hubspot.answer) as url:
        client = sdk.Client.create(access_token=hubspot.token, host=url)
        owners = [*client.crm.owners.get_all(), *client.crm.owners.get_all(archived=True)]
        stages = {
            stage.id
            for pipeline in client.crm.pipelines.pipelines_api.get_all("deals").results
            for stage in pipeline.stages
        }
        counts = {
            kind: len(api.get_all()) for kind, api in (("company", client.crm.companies), ("deal", client.crm.deals))
        }
        wanted = PublicObjectSearchRequest(
            sorts=[{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}],
            properties=["dealname", "amount_in_home_currency"],
            limit=100,
        )
        page = client.crm.deals.search_api.do_search(public_object_search_request=wanted)
        ids = [{"id": one.id} for one in page.results[:50]]
        asked = BatchReadInputSimplePublicObjectId(
            inputs=ids, properties=["dealstage"], properties_with_history=["dealstage", "closedate"]
        )
        whole = client.crm.deals.batch_api.read(batch_read_input_simple_public_object_id=asked)
        related = client.crm.associations.v4.batch_api.get_page(
            "deals", "companies", batch_input_public_fetch_associations_batch_request=Fetch(inputs=ids)
        )
    assert {(int(one.id), one.email) for one in owners} == set(line.ask(done, "SELECT owner_id, email FROM owner"))
    assert len(stages) == 12
    assert counts == {"company": done.tables["company"], "deal": done.tables["deal"]}
    names = dict(line.ask(done, "SELECT deal_id, dealname FROM deal"))
    assert {int(one.id): one.properties["dealname"] for one in page.results}.items() <= names.items()
    for deal in whole.results:
        ((stays,),) = line.ask(done, f"SELECT count(*) FROM deal_stage_history WHERE deal_id = {deal.id}")
        assert stays == len(deal.properties_with_history["dealstage"])
    companies = dict(line.ask(done, "SELECT deal_id, company_id FROM deal"))
    for one in related.results:
        assert companies[int(one._from.id)] in {int(other.to_object_id) for other in one.to}


def test_a_cycle_without_news_asks_each_list_once(small: tuple[Line, Hubspot]) -> None:
    line, _ = small
    line.now += timedelta(minutes=10)
    done = line.run()
    assert (done.published, done.calls) == (None, LISTS)


def test_edits_and_deletions_are_carried_over(small: tuple[Line, Hubspot]) -> None:
    line, hubspot = small
    edited, deleted = list(hubspot.objects["deals"])[:2]
    line.now += timedelta(minutes=5)
    hubspot.now = line.now
    hubspot.put("deals", edited, amount_in_home_currency="1234.56", hs_manual_forecast_category="BEST_CASE")
    asked = f"SELECT CAST(amount_usd AS DOUBLE) FROM deal WHERE deal_id = {edited}"
    assert line.ask(line.run(), asked) == [(1234.56,)]
    del hubspot.objects["deals"][deleted]
    line.run()
    line.now += timedelta(hours=25)
    assert line.ask(line.run(), f"SELECT count(*) FROM deal WHERE deal_id = {deleted}") == [(0,)]


def test_a_portal_without_properties_of_its_own_is_read_too(world: World, tmp_path: Path) -> None:
    hubspot = Hubspot(world)
    for kind, things in hubspot.objects.items():
        hubspot.objects[kind] = dict(list(things.items())[:20])
    line = line_to(tmp_path, hubspot, segment_property="", region_property="", product_property="")
    done = line.run()
    assert line.ask(done, "SELECT DISTINCT segment, region FROM company") == [("SMB", None)]
    assert line.ask(done, "SELECT count(*), count(product), count(lead_source) FROM deal") == [(20, 0, 20)]


def test_goals_that_the_token_may_not_read_empty_only_their_own_table(world: World, tmp_path: Path) -> None:
    hubspot = Hubspot(world, refused={"goal_targets"})
    for kind, things in hubspot.objects.items():
        hubspot.objects[kind] = dict(list(things.items())[:20])
    done = line_to(tmp_path, hubspot).run()
    assert set(done.errors) == {"goals"}
    assert (done.tables["quota_month"], done.tables["deal"]) == (0, 20)
    assert hubspot.token not in str(done)


def test_a_wrong_token_is_said_without_the_token(world: World, tmp_path: Path) -> None:
    assert SOURCE.sync is not None
    config = HubspotConfig(token=SecretStr("pat-eu1-c4n4ry"))
    line = Line(tmp_path, SOURCE.sync, config, Hubspot(world).answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), config)
    done = line.run()
    assert len(done.errors) == STREAMS
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(config) + str(SOURCE.sync.target(config))


def test_a_day_stays_within_the_allowance_and_fresh(small: tuple[Line, Hubspot]) -> None:
    # The allowances are per ten seconds and per day: an hour of cycles and that of the daily look at all keys stand for all.
    line, hubspot = small
    begun, keys = line.now, list(hubspot.objects["deals"])
    for number in [*range(1, 13), *range(24 * 12 + 1, 25 * 12 + 1)]:
        line.now = begun + timedelta(seconds=300 * number)
        hubspot.now = line.now
        hubspot.put("deals", keys[number % len(keys)], dealname=f"Deal {number}")
        done = line.run()
        assert done.ok, (done.errors, done.until)
        assert line.ask(done, f"SELECT count(*) FROM deal WHERE dealname = 'Deal {number}'") == [(1,)]
    assert hubspot.throttled == 0
    assert done.quota is not None
    assert len(hubspot.calls) / 25 * 288 < 0.05 * hubspot.per_day
