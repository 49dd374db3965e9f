"""Everyday words: questions of people who know the business and have never seen its columns."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand import understand, understand_ask
from sophia.sources.contract import Connection

INN = """
CREATE TABLE inns (inn_id INTEGER PRIMARY KEY, inn VARCHAR, county VARCHAR, beds INTEGER);
CREATE TABLE lodgers (lodger_id INTEGER PRIMARY KEY, full_name VARCHAR, nation VARCHAR, loyalty_tier VARCHAR);
CREATE TABLE stays (stay_id INTEGER PRIMARY KEY, inn_id INTEGER REFERENCES inns, lodger_id INTEGER REFERENCES lodgers,
  booked_on DATE, arrived_on DATE, nights INTEGER, amount DOUBLE, deposit DOUBLE, chamber VARCHAR, medium VARCHAR,
  check_in_minutes DOUBLE, happiness INTEGER, status VARCHAR);
INSERT INTO inns SELECT i, 'The ' || ['Swan', 'Bell', 'Crown', 'Oak', 'Plough', 'Star'][i], ['Kent', 'Devon', 'Fife'][1 + i % 3], 8 * i
  FROM range(1, 7) t(i);
INSERT INTO lodgers SELECT i, 'Person ' || i, ['Ireland', 'Malta', 'Latvia'][1 + i % 3], ['bronze', 'silver', 'gold'][1 + i % 3]
  FROM range(1, 91) t(i);
INSERT INTO stays SELECT i, 1 + i % 6, 1 + i % 90, DATE '2024-01-02' + (i % 600)::INTEGER, DATE '2024-01-20' + (i % 600)::INTEGER,
  1 + i % 9, 90.5 + (i * 37) % 611, 10.0 + (i * 7) % 83, ['single', 'double', 'suite'][1 + i % 3],
  ['telephone', 'website', 'walk-in', 'tour operator'][1 + i % 4], 2.5 + (i * 13) % 29, 1 + i % 5,
  ['confirmed', 'cancelled', 'completed'][1 + i % 3] FROM range(1, 901) t(i);
"""
SHED = """
CREATE TABLE fitters (fitter_id INTEGER PRIMARY KEY, fitter_name VARCHAR, crew VARCHAR);
CREATE TABLE suppliers (supplier_id INTEGER PRIMARY KEY, supplier VARCHAR, line VARCHAR);
CREATE TABLE repairs (repair_id INTEGER PRIMARY KEY, fitter_id INTEGER REFERENCES fitters, brought_in_on DATE, finished_on DATE,
  fault VARCHAR, urgency VARCHAR, outcome VARCHAR, labour_hours DOUBLE, waiting_days INTEGER, weight_kg DOUBLE);
CREATE TABLE purchases (purchase_id INTEGER PRIMARY KEY, supplier_id INTEGER REFERENCES suppliers, bought_on DATE, total DOUBLE,
  duty DOUBLE);
INSERT INTO fitters SELECT i, 'Fitter ' || i, ['Early', 'Late', 'Night'][1 + i % 3] FROM range(1, 31) t(i);
INSERT INTO suppliers SELECT i, 'Works ' || i, ['tyres', 'chains', 'paint'][1 + i % 3] FROM range(1, 13) t(i);
INSERT INTO repairs SELECT i, 1 + i % 30, DATE '2024-03-01' + (i % 500)::INTEGER, DATE '2024-03-04' + (i % 500)::INTEGER,
  ['brakes', 'gears', 'wheel', 'frame'][1 + i % 4], ['low', 'medium', 'high'][1 + i % 3], ['succeeded', 'failed'][1 + i % 2],
  0.5 + (i * 3) % 17, i % 23, 9.5 + (i * 7) % 31 FROM range(1, 901) t(i);
INSERT INTO purchases SELECT i, 1 + i % 12, DATE '2024-03-01' + (i % 500)::INTEGER, 5.5 + (i * 31) % 977, 1.5 + (i * 3) % 97
  FROM range(1, 701) t(i);
"""
AID = """
CREATE TABLE givers (giver_id INTEGER PRIMARY KEY, giver_name VARCHAR, land VARCHAR, kind VARCHAR, signed_up_on DATE, left_on DATE);
CREATE TABLE appeals (appeal_id INTEGER PRIMARY KEY, appeal VARCHAR, goal DOUBLE);
CREATE TABLE gifts (gift_id INTEGER PRIMARY KEY, giver_id INTEGER REFERENCES givers, appeal_id INTEGER REFERENCES appeals,
  given_on DATE, amount DOUBLE, channel VARCHAR, thanked BOOLEAN);
INSERT INTO givers SELECT i, 'Giver ' || i, ['Peru', 'Cuba', 'Laos'][1 + i % 3], ['private', 'firm', 'trust'][1 + i % 3],
  DATE '2023-05-01' + (i * 3 % 700)::INTEGER, CASE WHEN i % 3 = 0 THEN DATE '2025-05-01' + (i % 90)::INTEGER END FROM range(1, 151) t(i);
INSERT INTO appeals SELECT i, ['Wells', 'Roofs', 'Seeds', 'Boats'][i], 1000.5 * i FROM range(1, 5) t(i);
INSERT INTO gifts SELECT i, 1 + i % 150, 1 + i % 4, DATE '2023-06-01' + (i % 700)::INTEGER, 5.5 + (i * 7) % 97,
  ['post', 'web', 'street'][1 + i % 3], i % 2 = 0 FROM range(1, 1301) t(i);
"""


def discovered(folder: Path, name: str, script: str) -> Catalog:
    with duckdb.connect(str(folder / f"{name}.duckdb")) as database:
        database.execute(script)
    return discover(Connection(name=name, source="duckdb", snapshot=folder / f"{name}.duckdb"))


@pytest.fixture(scope="module")
def inn(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return discovered(tmp_path_factory.mktemp("inn"), "inn", INN)


@pytest.fixture(scope="module")
def shed(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return discovered(tmp_path_factory.mktemp("shed"), "shed", SHED)


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return discovered(tmp_path_factory.mktemp("aid"), "aid", AID)


def asked(text: str, catalog: Catalog) -> tuple[PlannedAsk, tuple[Missed, ...]]:
    ask, missed = understand_ask(text, [catalog])
    assert ask is not None, missed
    return ask, missed


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("how many visitors arrived each month", "Number of stays by month arrived"),
        ("how the reservations are spread over the counties", "Number of stays by county"),
        ("how bookings are spread over the booking channels", "Number of stays by medium"),
        ("our takings by area", "Total amount by county"),
        ("how our income develops from month to month", "Total amount by month"),
        ("what we earn in each county", "Total amount by county"),
        ("how happy guests are with each hotel", "Average happiness by inn"),
        ("how long check in takes at each hotel", "Average check in by inn"),
        ("where in the world our guests come from", "Number of lodgers by nation"),
        ("how many guests we have at each level", "Number of lodgers by loyalty tier"),
        ("what portion of bookings was called off", "Number of stays by status"),
        ("what kind of room people book", "Number of stays by chamber"),
        ("which rooms are most popular", "Number of stays by chamber"),
        ("the five hotels with the most bookings", "Top 5 inns by number of stays"),
        ("the three best selling hotels by revenue", "Top 3 inns by total amount"),
        ("the typical value of a booking", "Average amount"),
        ("overall turnover", "Total amount"),
        ("bookings by room against source", "Number of stays by chamber and medium"),
        ("how far along the reservations are", "Number of stays by status"),
        ("who brings in the most revenue", "Top 10 lodgers by total amount"),
        ("guests arrived per week", "Number of stays by week arrived"),
    ],
)
def test_the_inn(text: str, title: str, inn: Catalog) -> None:
    ask, missed = asked(text, inn)
    assert (ask.title, missed) == (title, ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("how many jobs each team has", "Number of repairs by crew"),
        ("how many jobs each mechanic finished", "Number of repairs by fitter"),
        ("how many repairs were completed each month", "Number of repairs by month finished"),
        ("repairs finished per week", "Number of repairs by week finished"),
        ("how long customers wait depending on urgency", "Average waiting by urgency"),
        ("how urgent the repairs are", "Number of repairs by urgency"),
        ("what portion of repairs went well", "Number of repairs by outcome"),
        ("what we spend with each vendor", "Total by supplier"),
        ("our spending month after month", "Total by month"),
        ("the five vendors we pay most", "Top 5 suppliers by total"),
        ("tax paid per quarter", "Total duty by quarter"),
        ("how many vendors we have of each type", "Number of suppliers by line"),
        ("number of people in each team", "Number of fitters by crew"),
        ("how much time the work takes", "Total labour"),
        ("who has the most repairs", "Top 10 fitters by number of repairs"),
        ("typical time spent on a repair", "Average labour"),
        ("when repairs come in", "Number of repairs by month"),
    ],
)
def test_the_shed(text: str, title: str, shed: Catalog) -> None:
    ask, missed = asked(text, shed)
    assert (ask.title, missed) == (title, ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("where our supporters come from", "Number of givers by land"),
        ("what kind of supporters we have", "Number of givers by kind"),
        ("how many people joined every three months", "Number of givers by quarter"),
        ("givers who left per month", "Number of givers by month left"),
        ("how gifts reach us", "Number of gifts by channel"),
        ("how donations are split over the channels", "Number of gifts by channel"),
        ("the three campaigns that bring in the most money", "Top 3 appeals by total amount"),
        ("the four supporters who give most", "Top 4 givers by total amount"),
        ("the average size of a gift", "Average amount"),
        ("what portion of gifts was thanked", "Number of gifts by thanked"),
        ("what each campaign brings in", "Total amount by appeal"),
        ("how much each type of giver gives on average", "Average amount by kind"),
        ("which campaigns are most popular", "Number of gifts by appeal"),
        ("how much money comes in each month", "Total amount by month"),
    ],
)
def test_the_charity(text: str, title: str, aid: Catalog) -> None:
    ask, missed = asked(text, aid)
    assert (ask.title, missed) == (title, ())


def test_only_rows_to_which_it_has_happened_are_counted(aid: Catalog) -> None:
    ask, _ = asked("givers who left per month", aid)
    assert [(item.column, item.op) for item in ask.filters] == [("givers.left_on", "not_null")]
    assert [(item.column, item.grain) for item in ask.dimensions] == [("givers.left_on", "month")]


def test_how_a_question_was_read_is_said(shed: Catalog) -> None:
    ask, _ = asked("how urgent the repairs are", shed)
    assert [(item.words, item.meaning) for item in ask.choices] == [
        ("how urgent the repairs are", "Number of repairs by urgency")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "how heavy elephants are",
        "how many fitters we fired each month",
        "where our volcanoes come from",
        "how our profits develop",
        "what portion of repairs is haunted",
        "how people pray",
        "the five fitters we phone most",
        "who sings most songs",
        "how long swallows live",
    ],
)
def test_what_the_data_does_not_have_stays_unanswered(text: str, shed: Catalog) -> None:
    ask, missed = understand_ask(text, [shed])
    assert ask is None or missed


def test_income_is_not_read_where_only_suppliers_are_paid(shed: Catalog) -> None:
    ask, missed = understand_ask("our takings by month", [shed])
    assert ask is None or missed


def test_waiting_and_replying_are_averaged_and_work_is_added_up(shed: Catalog) -> None:
    waiting, _ = asked("waiting days by fault", shed)
    work, _ = asked("labour hours by fault", shed)
    assert [waiting.measures[0].aggregate, work.measures[0].aggregate] == ["mean", "sum"]


def test_things_without_a_number_are_ranked_by_the_one_before_them(shed: Catalog) -> None:
    plan = understand(Request("duty by month, top 5 suppliers"), [shed])
    assert [item.title for item in plan.asks] == ["Total duty by month", "Top 5 suppliers by total duty"]
