"""HubSpot's tables: SELECTs that make of the raw lists the tables that the pack describes."""

from __future__ import annotations

STAGE_FORM = (
    '[{"id": "VARCHAR", "label": "VARCHAR", "displayOrder": "INTEGER", '
    '"metadata": {"isClosed": "VARCHAR", "probability": "VARCHAR"}}]'
)
STAGE = f"""
  SELECT p.id AS pipeline, p.label AS pipeline_label, h.id, h.label, h.displayOrder AS place,
    coalesce(h.metadata.isClosed = 'true', false) AS is_closed,
    coalesce(try_cast(h.metadata.probability AS DOUBLE), 0) AS probability,
    CASE WHEN h.metadata.isClosed = 'true' AND try_cast(h.metadata.probability AS DOUBLE) >= 1 THEN 'won'
      WHEN h.metadata.isClosed = 'true' THEN 'lost'
      ELSE lower(regexp_replace(trim(h.label), '\\W+', '_', 'g')) END AS stage
  FROM (SELECT id, label, from_json(stages, '{STAGE_FORM}') AS found FROM pipelines) AS p, unnest(p.found) AS one(h)
"""
EVERYBODY = "(SELECT *, true AS active FROM owners UNION ALL SELECT *, false FROM former_owners)"

OWNER = f"""
SELECT id AS owner_id, trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) AS name, email,
  coalesce(json_extract_string(teams, '$[0].name'), 'No team') AS team, CAST(NULL AS VARCHAR) AS region,
  CAST(created_at AS DATE) AS started_on, active
FROM {EVERYBODY} QUALIFY row_number() OVER (PARTITION BY id ORDER BY active DESC) = 1 ORDER BY id
"""

QUOTA_MONTH = f"""
WITH spread AS (
  SELECT o.id AS owner_id, CAST(date_trunc('month', starts_at) AS DATE) AS first,
    greatest(1, CAST(round(date_diff('day', starts_at, coalesce(ends_at, starts_at)) / 30.4) AS INTEGER))
      AS months, amount
  FROM goals JOIN {EVERYBODY} AS o ON o."user" = goals."user" WHERE amount IS NOT NULL AND starts_at IS NOT NULL
)
SELECT owner_id, CAST(first + to_months(CAST(n AS INTEGER)) AS DATE) AS month,
  CAST(sum(amount / months) AS DECIMAL(18, 2)) AS quota
FROM spread, unnest(range(months)) AS numbered(n) GROUP BY ALL ORDER BY owner_id, month
"""

COMPANY = """
SELECT id AS company_id, name, domain,
  coalesce(segment, CASE WHEN employees < 100 THEN 'SMB' WHEN employees < 1000 THEN 'Mid-market'
    WHEN employees >= 1000 THEN 'Enterprise' END) AS segment,
  region, country, industry,
  CASE WHEN former THEN 'former customer' WHEN lifecycle = 'customer' THEN 'customer' ELSE 'prospect' END
    AS lifecycle,
  CAST(created_at AS DATE) AS created_on
FROM companies ORDER BY id
"""

PIPELINE_STAGE = f"""
WITH stages AS ({STAGE}),
together AS (
  SELECT stage, arg_min(label, place) AS label, min(place) AS place, avg(probability) AS probability,
    bool_or(is_closed) AS is_closed FROM stages GROUP BY stage
)
SELECT stage, CASE stage WHEN 'won' THEN 'Won' WHEN 'lost' THEN 'Lost' ELSE label END AS label,
  CAST(row_number() OVER (ORDER BY is_closed, stage = 'lost', place, stage) AS INTEGER) AS position,
  CASE stage WHEN 'won' THEN 1.0 WHEN 'lost' THEN 0.0 ELSE probability END AS probability, is_closed,
  stage = 'won' AS is_won
FROM together ORDER BY position
"""

HISTORY = """
  SELECT d.id AS deal_id, h.value AS value, CAST(CAST(h.timestamp AS TIMESTAMPTZ) AS TIMESTAMP) AS moment
  FROM (SELECT id, from_json({column}, '[{{"value": "VARCHAR", "timestamp": "VARCHAR"}}]') AS found FROM deals) AS d,
    unnest(d.found) AS one(h)
"""

STAGE_HISTORY = f"""
WITH stages AS ({STAGE}),
moved AS (
  SELECT deal_id, stage, moment, lag(stage) OVER (PARTITION BY deal_id ORDER BY moment) AS before
  FROM ({HISTORY.format(column="stages")}) JOIN stages ON stages.id = value
)
SELECT deal_id, CAST(row_number() OVER own AS INTEGER) AS position, stage, moment AS entered_at,
  lead(moment) OVER own AS left_at
FROM moved WHERE before IS DISTINCT FROM stage WINDOW own AS (PARTITION BY deal_id ORDER BY moment)
ORDER BY deal_id, position
"""

ENTERED = ", ".join(
    f"min(entered_at) FILTER (WHERE p.position = {number} AND NOT p.is_closed) AS entered_{number}"
    for number in range(1, 5)
)
DEAL = f"""
WITH stages AS ({STAGE}),
entered AS (
  SELECT deal_id, max(entered_at) AS stage_entered_at, {ENTERED}
  FROM snapshot.deal_stage_history AS h JOIN snapshot.pipeline_stage AS p USING (stage) GROUP BY deal_id
),
whole AS (
  SELECT d.*, s.stage AS canonical, s.is_closed AS closed, s.pipeline_label, coalesce(home_amount, d.amount) AS usd,
    coalesce(d.probability, s.probability) AS chance, e.* EXCLUDE (deal_id)
  FROM deals AS d JOIN stages AS s ON s.id = d.stage LEFT JOIN entered AS e ON e.deal_id = d.id
)
SELECT id AS deal_id, name AS dealname, company AS company_id, owner AS owner_id, pipeline_label AS pipeline,
  CASE kind WHEN 'newbusiness' THEN 'new' WHEN 'existingbusiness' THEN 'expansion' ELSE kind END AS deal_type,
    product,
  lead_source, canonical AS dealstage, CAST(amount AS DECIMAL(18, 2)) AS amount, currency,
  CAST(usd AS DECIMAL(18, 2)) AS amount_usd, created_at AS createdate, closes_at AS closedate, closed AS is_closed,
  canonical = 'won' AS is_closed_won, chance AS stage_probability,
  CASE WHEN closed THEN 'closed' WHEN category IN ('OMIT', 'OMITTED') THEN 'omitted'
    WHEN category IS NOT NULL THEN lower(category)
    WHEN closes_at < getvariable('now') THEN 'omitted' WHEN chance >= 0.75 THEN 'commit'
      WHEN chance >= 0.5 THEN 'best_case'
    ELSE 'pipeline' END AS forecast_category,
  lost_reason AS closed_lost_reason, contacted_at AS last_contacted_at, CAST(coalesce(contacts, 0) AS INTEGER)
    AS calls,
  coalesce(stage_entered_at, created_at) AS stage_entered_at, entered_1 AS entered_qualified,
  entered_2 AS entered_discovery, entered_3 AS entered_proposal, entered_4 AS entered_negotiation,
  CASE WHEN closed THEN stage_entered_at END AS entered_closed
FROM whole ORDER BY created_at, id
"""

CLOSEDATE_CHANGE = f"""
WITH said AS (
  SELECT deal_id, moment, CAST(CAST(value AS TIMESTAMPTZ) AS DATE) AS new,
    lag(CAST(CAST(value AS TIMESTAMPTZ) AS DATE)) OVER (PARTITION BY deal_id ORDER BY moment) AS old
  FROM ({HISTORY.format(column="closes")}) WHERE value <> ''
)
SELECT deal_id, moment AS changed_at, old AS old_closedate, new AS new_closedate
FROM said JOIN snapshot.deal USING (deal_id)
WHERE old IS NOT NULL AND old <> new AND (entered_closed IS NULL OR moment < entered_closed) ORDER BY deal_id,
  changed_at
"""

FORECAST_WEEK = """
WITH quarters AS (
  SELECT CAST(unnest(generate_series(date_trunc('quarter', (SELECT min(createdate)
    FROM snapshot.deal)) + INTERVAL 3 MONTH,
    date_trunc('quarter', getvariable('now')), INTERVAL 3 MONTH)) AS DATE) AS quarter
),
weeks AS (
  SELECT quarter, CAST(n AS INTEGER) AS week, CAST(quarter + CAST(7 * (n - 1) AS INTEGER) AS DATE) AS day
  FROM quarters, unnest(range(1, 14)) AS numbered(n)
  WHERE quarter + CAST(7 * (n - 1) AS INTEGER) <= CAST(getvariable('now') AS DATE)
),
due AS (
  SELECT d.deal_id, CAST(date_trunc('quarter', closedate) AS DATE) AS quarter, team, coalesce(amount_usd, 0) AS usd,
    is_closed_won FROM snapshot.deal AS d JOIN snapshot.owner USING (owner_id)
),
replayed AS (
  SELECT w.quarter, week, due.team, sum(usd) FILTER (WHERE p.is_won) AS won,
    sum(usd) FILTER (WHERE NOT p.is_closed AND p.probability >= 0.75) AS commit_only,
    sum(usd) FILTER (WHERE NOT p.is_closed AND p.probability >= 0.5 AND p.probability < 0.75) AS best_only,
    sum(usd * p.probability) FILTER (WHERE NOT p.is_closed) AS weighted
  FROM weeks AS w JOIN due ON due.quarter = w.quarter
    JOIN snapshot.deal_stage_history AS h ON h.deal_id = due.deal_id AND h.entered_at <= w.day
      AND (h.left_at IS NULL OR h.left_at > w.day)
    JOIN snapshot.pipeline_stage AS p ON p.stage = h.stage
  GROUP BY w.quarter, week, due.team
),
result AS (SELECT quarter, team, sum(usd) FILTER (WHERE is_closed_won) AS won FROM due GROUP BY ALL)
SELECT w.quarter, w.week, w.day AS forecast_on, t.team, CAST(coalesce(r.won, 0) AS DECIMAL(18, 2)) AS won,
  CAST(coalesce(r.won, 0) + coalesce(commit_only, 0) AS DECIMAL(18, 2)) AS commit_amount,
  CAST(coalesce(r.won, 0) + coalesce(commit_only, 0) + coalesce(best_only, 0) AS DECIMAL(18, 2)) AS best_case_amount,
  CAST(coalesce(r.won, 0) + coalesce(weighted, 0) AS DECIMAL(18, 2)) AS weighted_amount,
  CASE WHEN w.quarter + INTERVAL 3 MONTH <= getvariable('now') THEN CAST(coalesce(result.won, 0) AS DECIMAL(18,
    2)) END
    AS actual_amount
FROM weeks AS w CROSS JOIN (SELECT DISTINCT team FROM snapshot.owner) AS t
  LEFT JOIN replayed AS r ON r.quarter = w.quarter AND r.week = w.week AND r.team = t.team
  LEFT JOIN result ON result.quarter = w.quarter AND result.team = t.team
ORDER BY w.quarter, t.team, w.week
"""

SHAPE = {
    "owner": OWNER,
    "quota_month": QUOTA_MONTH,
    "company": COMPANY,
    "pipeline_stage": PIPELINE_STAGE,
    "deal_stage_history": STAGE_HISTORY,
    "deal": DEAL,
    "closedate_change": CLOSEDATE_CHANGE,
    "forecast_week": FORECAST_WEEK,
}
