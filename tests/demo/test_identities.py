"""The identities that the demo company's numbers must satisfy among themselves."""

from decimal import Decimal

import pytest

from sophia.demo.people import REGIONS

pytestmark = pytest.mark.slow

MOVEMENT = """
WITH months AS (SELECT DISTINCT month FROM mrr_month),
first AS (SELECT account_id, min(month) AS first_month FROM mrr_month GROUP BY 1),
paid AS (SELECT account_id, month, sum(mrr) AS mrr FROM mrr_month GROUP BY 1, 2),
grid AS (
  SELECT f.account_id, m.month, f.first_month, coalesce(p.mrr, 0) AS mrr,
    lag(coalesce(p.mrr, 0), 1, 0) OVER (PARTITION BY f.account_id ORDER BY m.month) AS before
  FROM first f JOIN months m ON m.month >= f.first_month
  LEFT JOIN paid p ON p.account_id = f.account_id AND p.month = m.month
),
movement AS (
  SELECT account_id, month, before, mrr,
    CASE WHEN month = first_month THEN mrr ELSE 0 END AS new,
    CASE WHEN before = 0 AND mrr > 0 AND month > first_month THEN mrr ELSE 0 END AS reactivation,
    CASE WHEN before > 0 AND mrr > before THEN mrr - before ELSE 0 END AS expansion,
    CASE WHEN mrr > 0 AND mrr < before THEN before - mrr ELSE 0 END AS contraction,
    CASE WHEN before > 0 AND mrr = 0 THEN before ELSE 0 END AS churn
  FROM grid
)
"""
RETENTION = """
WITH paid AS (SELECT account_id, month, sum(mrr) AS mrr FROM mrr_month GROUP BY 1, 2)
SELECT t.month + INTERVAL 12 MONTH AS month, sum(coalesce(n.mrr, 0)) / sum(t.mrr) AS nrr,
  sum(least(coalesce(n.mrr, 0), t.mrr)) / sum(t.mrr) AS grr
FROM paid t LEFT JOIN paid n ON n.account_id = t.account_id AND n.month = t.month + INTERVAL 12 MONTH
WHERE t.month <= DATE '2025-11-01' GROUP BY 1
"""


def test_the_mrr_bridge_closes_to_the_cent_for_every_account_and_month(query):
    closing = "before + new + reactivation + expansion - contraction - churn"
    rows, open_ = query("snowflake", f"{MOVEMENT} SELECT count(*), count(*) FILTER ({closing} <> mrr) FROM movement")[0]
    assert rows > 10_000
    assert open_ == 0


def test_every_kind_of_movement_happens(query):
    sums = query(
        "snowflake",
        f"{MOVEMENT} SELECT sum(reactivation), sum(expansion), sum(contraction), sum(churn), sum(new) FROM movement"
        " WHERE month > DATE '2023-11-01'",
    )[0]
    assert all(amount > 0 for amount in sums)


def test_gross_retention_never_exceeds_one_or_net_retention(query):
    rows = query("snowflake", RETENTION)
    assert len(rows) == 25
    assert all(0 < grr <= min(1, nrr) for _, nrr, grr in rows)


def test_new_customers_of_the_channels_are_the_new_accounts_of_the_revenue(query):
    revenue = query(
        "snowflake", f"{MOVEMENT} SELECT month, sum(new) FROM movement GROUP BY 1 HAVING month > '2023-11-01'"
    )
    channels = dict(query("snowflake", "SELECT month, sum(new_mrr) FROM acquisition_month GROUP BY 1"))
    assert all(channels[month] == amount for month, amount in revenue)


def test_channel_spend_is_the_sales_and_marketing_cost(query):
    different = query(
        "snowflake",
        "SELECT count(*) FROM (SELECT month, sum(spend) FROM acquisition_month GROUP BY 1 EXCEPT"
        " SELECT month, sum(amount) FROM cost_month WHERE category = 'S&M' GROUP BY 1)",
    )
    assert different == [(0,)]


def test_cash_carries_over_from_month_to_month(query):
    gaps = query(
        "snowflake",
        "SELECT count(*) FROM (SELECT cash - lag(cash) OVER (ORDER BY month) - free_cash_flow AS gap FROM cash_month)"
        " WHERE gap <> 0",
    )
    assert gaps == [(0,)]


def test_won_deals_of_new_business_are_the_new_revenue(query):
    won = query(
        "hubspot",
        "SELECT sum(amount_usd) / 12 FROM deal WHERE is_closed_won AND deal_type = 'new' AND closedate >= '2023-12-01'",
    )[0][0]
    new = query(
        "snowflake", f"{MOVEMENT} SELECT sum(new) + sum(reactivation) FROM movement WHERE month > DATE '2023-11-01'"
    )[0][0]
    assert abs(float(won) - float(new)) < 1


def test_a_funnel_stage_is_never_entered_more_often_than_the_one_before(query):
    stages = ("qualified", "discovery", "proposal", "negotiation")
    counts = query("hubspot", f"SELECT {', '.join(f'count(entered_{stage})' for stage in stages)} FROM deal")[0]
    won = query("hubspot", "SELECT count(*) FROM deal WHERE is_closed_won")[0][0]
    assert list(counts) == sorted(counts, reverse=True)
    assert 0 < won <= counts[-1]


def test_deal_stages_follow_each_other_in_time(query):
    wrong = query(
        "hubspot",
        "SELECT count(*) FROM (SELECT *, lead(entered_at) OVER (PARTITION BY deal_id ORDER BY position) AS next"
        " FROM deal_stage_history) WHERE entered_at > next OR left_at IS DISTINCT FROM next",
    )
    outside = query(
        "hubspot",
        "SELECT count(*) FROM deal d JOIN deal_stage_history h USING (deal_id) WHERE h.entered_at < d.createdate"
        " OR (d.is_closed AND h.entered_at > d.closedate)",
    )
    assert (wrong, outside) == ([(0,)], [(0,)])


def test_the_last_stay_of_a_deal_is_its_present_stage(query):
    different = query(
        "hubspot",
        "SELECT count(*) FROM deal d JOIN deal_stage_history h ON h.deal_id = d.deal_id AND h.left_at IS NULL"
        " WHERE h.stage <> d.dealstage",
    )
    assert different == [(0,)]


def test_nobody_talks_longer_than_the_call_lasts(query):
    calls, wrong = query(
        "gong",
        "SELECT count(*), count(*) FILTER (c.total_talk_s > c.duration_s * c.speakers OR p.talk <> c.total_talk_s"
        " OR p.speakers <> c.speakers OR c.rep_talk_s > c.total_talk_s OR c.longest_monologue_s > c.rep_talk_s)"
        " FROM call c JOIN (SELECT call_id, sum(talk_s) AS talk, count(*) AS speakers FROM call_party GROUP BY 1) p"
        " USING (call_id)",
    )[0]
    assert calls > 5_000
    assert wrong == 0


def test_completed_scope_never_exceeds_total_scope(query):
    days = query("linear", "SELECT count(*), count(*) FILTER (completed > scope OR completed < 0) FROM cycle_day")[0]
    projects = query("linear", "SELECT count(*) FROM project WHERE completed_scope > scope OR progress > 1")
    assert days[0] > 5_000
    assert (days[1], projects) == (0, [(0,)])


def test_a_cycle_adds_up_from_its_issues_and_days(query):
    wrong = query(
        "linear",
        "SELECT count(*) FROM cycle c JOIN (SELECT cycle_id, max_by(scope, day) AS scope,"
        " max_by(completed, day) AS done FROM cycle_day GROUP BY 1) d USING (cycle_id)"
        " WHERE c.committed + c.added <> d.scope OR c.completed <> d.done",
    )
    assert wrong == [(0,)]


def test_the_flow_at_the_end_is_the_state_of_the_issues(query):
    flow = query("linear", "SELECT state_type, sum(issues) FROM flow_day WHERE day = '2026-11-15' GROUP BY 1")
    state = query(
        "linear",
        "SELECT CASE state_type WHEN 'triage' THEN 'backlog' ELSE state_type END AS state, count(*) FROM issue"
        " WHERE state_type NOT IN ('canceled', 'completed') GROUP BY 1",
    )
    assert {name: count for name, count in flow if name != "completed"} == dict(state)


def test_every_deployed_commit_is_that_of_a_merged_pull_request(query):
    deployments, unknown = query(
        "github",
        "SELECT count(*), count(*) FILTER (NOT EXISTS (SELECT 1 FROM pull_request p WHERE p.merge_sha = d.sha"
        " AND p.state = 'merged' AND p.merged_at <= d.created_at)) FROM deployment d",
    )[0]
    assert deployments > 1_000
    assert unknown == 0


def test_pull_request_moments_follow_each_other(query):
    wrong = query(
        "github",
        "SELECT count(*) FROM pull_request WHERE first_commit_at > created_at OR created_at > ready_at"
        " OR ready_at > first_review_at OR first_review_at > merged_at OR merged_at > deployed_at",
    )
    assert wrong == [(0,)]


def test_issues_named_by_pull_requests_exist(query):
    named = {
        row[0] for row in query("github", "SELECT issue_identifier FROM pull_request WHERE issue_identifier <> ''")
    }
    known = {row[0] for row in query("linear", "SELECT identifier FROM issue")}
    assert named
    assert named <= known


def test_cost_by_service_adds_up_to_the_bill(query):
    bills = query("cost-explorer", "SELECT month, total FROM bill_month ORDER BY 1")
    days = query(
        "cost-explorer", "SELECT date_trunc('month', day)::DATE, sum(cost) FROM cost_day GROUP BY 1 ORDER BY 1"
    )
    assert len(bills) == 37
    assert bills == days


def test_the_cost_of_models_is_the_same_in_both_systems(query):
    calls = query(
        "openai",
        "SELECT sum(cost) FROM llm_call WHERE purpose IN ('dashboard', 'summary') AND called_at >= '2026-02-02'",
    )[0][0]
    bill = query("cost-explorer", "SELECT sum(cost) FROM cost_day WHERE service = 'LLM API'")[0][0]
    assert abs(calls - bill) < Decimal("0.05")


def test_row_policies_by_region_partition_the_accounts(query):
    whole = query("snowflake", "SELECT count(*) FROM account")[0][0]
    parts = [query("snowflake", f"SELECT count(*) FROM account WHERE region = '{region}'")[0][0] for region in REGIONS]
    assert all(part > 0 for part in parts)
    assert sum(parts) == whole


def test_vectors_of_the_last_day_are_the_chunks(query):
    stats = query("pinecone", "SELECT namespace, vectors FROM index_stats WHERE day = '2026-11-15' ORDER BY 1")
    chunks = query("pinecone", "SELECT namespace, count(*) FROM chunk GROUP BY 1 ORDER BY 1")
    documents = query("s3", "SELECT source, sum(chunks)::BIGINT FROM document GROUP BY 1 ORDER BY 1")
    assert stats == chunks == documents


def test_answers_support_no_more_claims_than_they_make(query):
    wrong = query(
        "openai",
        "SELECT count(*) FROM question_log WHERE supported_claims > claims OR correct_citations > citations"
        " OR (answered AND chunks = 0) OR grounded"
        " IS DISTINCT FROM (CASE WHEN answered THEN supported_claims = claims END)",
    )
    assert wrong == [(0,)]


def test_matched_cells_never_exceed_compared_cells(query):
    assert query("user-feedback", "SELECT count(*) FROM parity_day WHERE matched > compared OR matched < 0") == [(0,)]


def test_an_app_passes_the_stages_in_order(query):
    wrong = query(
        "user-feedback",
        "SELECT count(*) FROM migration_app WHERE found_on > imported_on OR imported_on > parallel_on"
        " OR parallel_on > live_on OR live_on > retired_on"
        " OR (stage = 'retired') <> (retired_on IS NOT NULL)",
    )
    assert wrong == [(0,)]
