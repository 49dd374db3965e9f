"""What makes the demo company believable: its shape over time, its awkward corners, and that it is always the same."""

import json
from pathlib import Path

import duckdb
import pytest

from sophia.demo import AS_OF, CONNECTIONS, VERSION
from sophia.demo.schema import schema_tables

pytestmark = pytest.mark.slow

DIGESTS = Path(__file__).with_name("digests.json")
MAY_LIE_AHEAD = {"due_on", "period_end", "closedate", "new_closedate", "old_closedate", "ends_on", "target_on"} | {
    "forecast_on",
    "review_due_on",
    "renewal_on",
}
HEALTH = """
WITH active AS (
  SELECT u.account_id, u.month, u.active_users / u.seats AS licence, u.feature_score AS depth,
    coalesce((SELECT avg(score) FROM nps_response n WHERE n.account_id = u.account_id
      AND n.answered_on BETWEEN u.month - INTERVAL 12 MONTH AND u.month) / 10, 0.6) AS nps
  FROM usage_month u WHERE u.month IN ('2024-06-01', '2024-12-01', '2025-06-01', '2025-10-01')
)
SELECT a.account_id, a.month, least(1, 0.5 * licence + 0.3 * depth + 0.2 * nps) * 100 AS score,
  EXISTS (SELECT 1 FROM account c WHERE c.account_id = a.account_id
    AND c.churned_on >= a.month + INTERVAL 6 MONTH AND c.churned_on < a.month + INTERVAL 13 MONTH) AS lost
FROM active a
"""


def digest(path: Path) -> dict[str, str]:
    """Return per table the row count and a checksum that the order of rows does not change."""
    with duckdb.connect(str(path), read_only=True) as database:
        tables = sorted(name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall())
        sql = "SELECT count(*) || ':' || bit_xor(md5_number_lower(t::VARCHAR)) FROM {} t"
        return {table: database.execute(sql.format(table)).fetchone()[0] for table in tables}


def test_the_data_is_the_same_on_every_machine(demo):
    """After a wanted change: raise VERSION, then write this test's `made` into digests.json."""
    recorded = json.loads(DIGESTS.read_text())
    made = {"version": VERSION, **{connection: digest(path) for connection, path in demo.items()}}
    assert made == recorded


def test_every_connection_of_the_guide_has_a_file(demo):
    assert tuple(demo) == CONNECTIONS
    assert all(path.name == f"{connection}.duckdb" and path.exists() for connection, path in demo.items())


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_every_table_has_rows_a_key_and_a_description_of_each_column(query, connection):
    columns = query(connection, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
    keys = query(connection, "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
    comments = dict(query(connection, "SELECT table_name, comment FROM duckdb_tables()"))
    tables = schema_tables(connection)
    assert {table for (table,) in keys} >= {table.name for table in tables} - {"closedate_change"}
    assert {(t.name, c.name, c.comment) for t in tables for c in t.columns} == set(columns)
    assert comments == {table.name: table.comment for table in tables}
    assert all(query(connection, f"SELECT count(*) FROM {table.name}")[0][0] > 5 for table in tables)


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_nothing_that_has_happened_happened_after_the_end_of_the_data(query, connection):
    columns = query(
        connection,
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE data_type IN ('TIMESTAMP', 'DATE') AND NOT internal",
    )
    happened = [(table, column) for table, column in columns if column not in MAY_LIE_AHEAD]
    for table, column in happened:
        latest = query(connection, f"SELECT max({column}::DATE) FROM {table}")[0][0]
        assert latest is None or latest <= AS_OF, f"{table}.{column}"


def test_three_years_of_revenue_end_in_a_partial_month(query):
    first, last, months = query("snowflake", "SELECT min(month), max(month), count(DISTINCT month) FROM mrr_month")[0]
    assert (str(first), str(last), months) == ("2023-11-01", "2026-11-01", 37)
    whole, partial = (
        query("snowflake", f"SELECT revenue FROM cash_month WHERE month = '{month}'")[0][0]
        for month in ("2026-10-01", "2026-11-01")
    )
    assert 0.4 < partial / whole < 0.6


def test_customers_sign_at_quarter_ends_rather_than_in_summer(query):
    by_month = dict(query("snowflake", "SELECT month(month), sum(new_customers) FROM acquisition_month GROUP BY 1"))
    assert by_month[3] + by_month[6] + by_month[12] > 1.2 * (by_month[7] + by_month[8] + by_month[1])


def test_a_low_health_score_foretells_churn_half_a_year_ahead(query):
    lost = sorted(score for _, _, score, gone in query("snowflake", HEALTH) if gone)
    kept = sorted(score for _, _, score, gone in query("snowflake", HEALTH) if not gone)
    pairs = sum((bad < good) + 0.5 * (bad == good) for bad in lost for good in kept)
    assert len(lost) >= 20
    assert pairs / (len(lost) * len(kept)) > 0.75


def test_churn_falls_from_the_red_to_the_green_band(query):
    rows = query("snowflake", HEALTH)
    bands = [(0, 40), (40, 70), (70, 101)]
    rates = []
    for low, high in bands:
        gone = [lost for *_, score, lost in rows if low <= score < high]
        rates.append(sum(gone) / len(gone))
    assert rates[0] > rates[1] > rates[2]


def test_names_include_emoji_and_right_to_left_script(query):
    names = " ".join(name for (name,) in query("snowflake", "SELECT name FROM account"))
    assert "🌱" in names
    assert "شركة" in names
    assert "אורן" in names


def test_account_names_are_unique(query):
    assert query("snowflake", "SELECT count(*) - count(DISTINCT name) FROM account") == [(0,)]


def test_people_keep_one_email_across_systems(query):
    engineers = {
        email for (email,) in query("linear", "SELECT DISTINCT assignee_email FROM issue WHERE assignee_email <> ''")
    }
    authors = {email for (email,) in query("github", "SELECT DISTINCT author_email FROM pull_request")}
    owners = {email for (email,) in query("hubspot", "SELECT email FROM owner")}
    recorded = {email for (email,) in query("gong", "SELECT email FROM gong_user")}
    assert authors <= engineers
    assert owners <= recorded


def test_delivery_measures_are_those_of_a_working_team(query):
    cycle_h, lead_h = query("linear", "SELECT median(cycle_time_h), median(lead_time_h) FROM issue")[0]
    failed = query(
        "github",
        "SELECT avg(is_failed_change::INT) FROM deployment WHERE environment = 'production' AND state = 'success'",
    )[0][0]
    assert 24 < cycle_h < lead_h < 1500
    assert 0.05 < failed < 0.2


def test_the_new_platform_is_cheaper_faster_and_liked_more(query):
    saved = query("cost-explorer", "SELECT 1 - sum(cloud_cost + llm_cost) / sum(baseline_amount) FROM saving_month")[0][
        0
    ]
    loads = dict(query("cloudwatch", "SELECT platform, quantile_cont(load_ms, 0.95) FROM page_load GROUP BY 1"))
    liked = dict(query("user-feedback", "SELECT platform, avg((score >= 4)::INT) FROM feedback GROUP BY 1"))
    up = query("cloudwatch", "SELECT 1 - sum(bad_minutes) / sum(minutes) FROM svc_minute")[0][0]
    assert 0.68 < saved < 0.85
    assert loads["sophia"] < 2_000 < loads["retool"]
    assert liked["retool"] < 0.6 < liked["sophia"]
    assert 0.999 < up < 1
