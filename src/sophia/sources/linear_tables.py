"""Linear's tables: SELECTs that make of the raw lists the tables that the pack describes."""

from __future__ import annotations

NAMES = ("createdAt", "fromStateId", "toStateId", "fromCycleId", "toCycleId")
STEPS = "[{" + ", ".join(f'"{name}": "VARCHAR"' for name in NAMES) + "}]"
KEPT = "(SELECT * FROM issues WHERE trashed IS NOT TRUE)"
TODAY = "CAST(getvariable('now') AS DATE)"
STEP = f"""
  SELECT i.id AS issue, i.team, n, h.fromStateId AS from_state, h.toStateId AS to_state, h.fromCycleId AS from_cycle,
    h.toCycleId AS to_cycle, CAST(CAST(h.createdAt AS TIMESTAMPTZ) AS TIMESTAMP) AS moment
  FROM (SELECT id, team, from_json(history, '{STEPS}') AS steps FROM {KEPT}) AS i,
    unnest(range(1, len(i.steps) + 1)) AS numbered(n), unnest([i.steps[n]]) AS one(h)
"""

STATE_CHANGE = f"""
WITH step AS ({STEP}),
move AS (
  SELECT id AS issue, team, 0 AS n, NULL AS before, created_at AS moment,
    coalesce((SELECT arg_min(from_state, n) FROM step WHERE issue = id AND to_state IS NOT NULL), state) AS after
  FROM {KEPT}
  UNION ALL SELECT issue, team, n, from_state, moment, to_state FROM step WHERE to_state IS NOT NULL
)
SELECT issue || ':' || lpad(CAST(n AS VARCHAR), 4, '0') AS change_id, issue AS issue_id, team AS team_id,
  old.name AS from_state, new.name AS to_state, new.type AS to_type, moment AS changed_at
FROM move JOIN states AS new ON new.id = after LEFT JOIN states AS old ON old.id = before
ORDER BY moment, change_id
"""

ISSUE = f"""
WITH span AS (
  SELECT issue_id, to_state, to_type, changed_at AS begun,
    lead(changed_at) OVER (PARTITION BY issue_id ORDER BY change_id) AS ended
  FROM snapshot.issue_state_change
),
active AS (
  SELECT issue_id, sum(epoch(least(ended, i.completed_at)) - epoch(greatest(begun, i.started_at))) / 3600 AS hours
  FROM span JOIN issues AS i ON i.id = issue_id
  WHERE EXISTS (SELECT 1 FROM states WHERE name = to_state AND type = to_type AND active)
    AND least(ended, i.completed_at) > greatest(begun, i.started_at)
  GROUP BY issue_id
),
blocked AS (
  SELECT i.id AS issue_id, min(CAST(CAST(h.createdAt AS TIMESTAMPTZ) AS TIMESTAMP)) AS since
  FROM (SELECT id, from_json(relations,
    '[{{"type":"VARCHAR","createdAt":"VARCHAR","issue":{{"id":"VARCHAR"}}}}]') AS found
    FROM {KEPT} WHERE completed_at IS NULL AND canceled_at IS NULL) AS i,
    unnest(i.found) AS one(h)
  JOIN {KEPT} AS other ON other.id = h.issue.id
  WHERE h.type = 'blocks' AND other.completed_at IS NULL AND other.canceled_at IS NULL
  GROUP BY i.id
)
SELECT i.id AS issue_id, identifier, title, team AS team_id, project AS project_id, cycle AS cycle_id, assignee,
  assignee_email, kind AS label, CAST(priority AS INTEGER) AS priority,
  CASE priority WHEN 1 THEN 'Urgent' WHEN 2 THEN 'High' WHEN 3 THEN 'Normal' WHEN 4 THEN 'Low' ELSE 'None' END
    AS priority_label,
  CAST(coalesce(estimate, t.default_estimate, 1) AS INTEGER) AS estimate, s.name AS state, s.type AS state_type,
  created_at, started_at, completed_at, canceled_at, due_date AS due_on, blocked.since AS blocked_since,
  round((epoch(completed_at) - epoch(started_at)) / 3600, 2) AS cycle_time_h,
  round((epoch(completed_at) - epoch(created_at)) / 3600, 2) AS lead_time_h,
  CASE WHEN completed_at IS NOT NULL AND started_at IS NOT NULL THEN round(coalesce(active.hours, 0), 2) END
    AS active_h
FROM {KEPT} AS i LEFT JOIN teams AS t ON t.id = team LEFT JOIN states AS s ON s.id = i.state
  LEFT JOIN active ON active.issue_id = i.id LEFT JOIN blocked ON blocked.issue_id = i.id
ORDER BY created_at, i.id
"""

CYCLE = f"""
WITH step AS ({STEP}),
entry AS (
  SELECT id AS issue, 0 AS n,
    coalesce((SELECT arg_min(coalesce(from_cycle, ''), n) FROM step
      WHERE issue = id AND (from_cycle IS NOT NULL OR to_cycle IS NOT NULL)), cycle) AS cycle,
    CASE WHEN EXISTS (SELECT 1 FROM step WHERE issue = id AND (from_cycle IS NOT NULL OR to_cycle IS NOT NULL))
      THEN created_at ELSE coalesce(added_to_cycle_at, created_at) END AS moment
  FROM {KEPT}
  UNION ALL SELECT issue, n, to_cycle, moment FROM step WHERE from_cycle IS NOT NULL OR to_cycle IS NOT NULL
),
visit AS (SELECT issue, cycle, moment AS added, lead(moment) OVER (PARTITION BY issue ORDER BY n) AS removed
  FROM entry),
stay AS (
  SELECT visit.cycle, i.estimate AS points, min(added) AS added, max(coalesce(removed, TIMESTAMP '9999-01-01'))
    AS removed,
    any_value(i.completed_at) AS completed_at, any_value(i.canceled_at) AS canceled_at
  FROM visit JOIN snapshot.issue AS i ON i.issue_id = visit.issue WHERE visit.cycle <> '' GROUP BY issue,
    visit.cycle, points
),
judged AS (
  SELECT c.id, points, added <= starts_at AS early, removed > starts_at AS began, removed >= ends_at AS stayed,
    coalesce(completed_at < ends_at, false) AND removed >= ends_at AS done, coalesce(canceled_at < ends_at,
      false) AS gone
  FROM stay JOIN cycles AS c ON c.id = stay.cycle
),
counted AS (
  SELECT id, sum(points) FILTER (WHERE early AND began) AS committed,
    sum(points) FILTER (WHERE early AND done) AS completed_committed,
    sum(points) FILTER (WHERE NOT early AND stayed) AS added, sum(points) FILTER (WHERE done) AS completed,
    sum(points) FILTER (WHERE stayed AND NOT done AND NOT gone) AS carried_over
  FROM judged GROUP BY id
)
SELECT c.id AS cycle_id, team AS team_id, CAST(number AS INTEGER) AS number,
  CAST(timezone(coalesce(t.timezone, 'UTC'), timezone('UTC', starts_at)) AS DATE) AS starts_on,
  CAST(timezone(coalesce(t.timezone, 'UTC'), timezone('UTC', ends_at)) AS DATE) AS ends_on,
  CAST(coalesce(committed, 0) AS INTEGER) AS committed,
  CAST(coalesce(completed_committed, 0) AS INTEGER) AS completed_committed, CAST(coalesce(added, 0) AS INTEGER)
    AS added,
  CAST(coalesce(completed, 0) AS INTEGER) AS completed, CAST(coalesce(carried_over, 0) AS INTEGER) AS carried_over
FROM cycles AS c LEFT JOIN teams AS t ON t.id = team LEFT JOIN counted ON counted.id = c.id
WHERE starts_at <= getvariable('now') ORDER BY starts_at, team_id
"""

CYCLE_DAY = f"""
SELECT cycle_id, team_id, CAST(starts_on + CAST(n - 1 AS INTEGER) AS DATE) AS day, CAST(n AS INTEGER) AS day_number,
  CAST(scope[n] AS INTEGER) AS scope, CAST(least(coalesce(completed[n], 0), scope[n]) AS INTEGER) AS completed
FROM (
  SELECT cycle_id, team_id, starts_on, ends_on, from_json(scope_history, '["DOUBLE"]') AS scope,
    from_json(completed_history, '["DOUBLE"]') AS completed
  FROM snapshot.cycle JOIN cycles AS c ON c.id = cycle_id
) AS of_cycle, unnest(range(1, len(scope) + 1)) AS numbered(n)
WHERE starts_on + CAST(n - 1 AS INTEGER) < least(ends_on, {TODAY} + 1) ORDER BY cycle_id, day
"""

TEAM = """
WITH finished AS (
  SELECT team_id, completed, row_number() OVER (PARTITION BY team_id ORDER BY ends_on DESC) AS back
  FROM snapshot.cycle WHERE ends_on <= CAST(getvariable('now') AS DATE)
)
SELECT id AS team_id, key, name,
  CAST((SELECT count(*) FROM memberships WHERE team = t.id AND active) AS INTEGER) AS members,
  CAST(coalesce((SELECT round(avg(completed)) FROM finished WHERE team_id = t.id AND back <= 6), 0) AS INTEGER)
    AS capacity
FROM teams AS t ORDER BY name
"""

PROJECT = f"""
WITH work AS (
  SELECT project_id, sum(estimate) FILTER (WHERE canceled_at IS NULL) AS scope,
    sum(estimate) FILTER (WHERE canceled_at IS NULL AND completed_at IS NOT NULL) AS done,
    max(CAST(floor(epoch(getvariable('now') - blocked_since) / 86400) AS INTEGER)) AS blocked_days
  FROM snapshot.issue GROUP BY project_id
),
whole AS (
  SELECT p.*, coalesce(work.scope, 0) AS points, coalesce(work.done, 0) AS done, coalesce(blocked_days, 0)
    AS blocked_days,
    coalesce(start_date, CAST(started_at AS DATE), CAST(created_at AS DATE)) AS started_on
  FROM projects AS p LEFT JOIN work ON work.project_id = p.id WHERE p.trashed IS NOT TRUE
)
SELECT id AS project_id, name, coalesce(json_extract_string(initiatives, '$[0].name'), 'No initiative') AS initiative,
  json_extract_string(teams, '$[0].id') AS team_id, lead,
  CASE status WHEN 'backlog' THEN 'planned' ELSE status END AS state, health, started_on, target_date AS target_on,
  CASE WHEN completed_at IS NOT NULL THEN CAST(completed_at AS DATE)
    WHEN canceled_at IS NOT NULL THEN CAST(canceled_at AS DATE)
    WHEN status <> 'started' THEN target_date
    ELSE {TODAY} + CAST(least(400, round((points - done) * greatest(7, {TODAY} - started_on) / greatest(done,
      1))) AS INTEGER)
    END AS forecast_on,
  CAST(completed_at AS DATE) AS completed_on, CAST(points AS INTEGER) AS scope, CAST(done AS INTEGER)
    AS completed_scope,
  CASE WHEN points > 0 THEN round(done / points, 4) ELSE 0 END AS progress, blocked_days
FROM whole ORDER BY started_on, name
"""

FLOW_DAY = f"""
WITH lanes AS (SELECT unnest(['backlog', 'unstarted', 'started', 'completed']) AS lane),
days AS (SELECT CAST({TODAY} - CAST(n AS INTEGER) AS DATE) AS day FROM range(180) AS numbered(n)),
span AS (
  SELECT c.team_id, CASE to_type WHEN 'triage' THEN 'backlog' ELSE to_type END AS lane, CAST(changed_at AS DATE)
    AS begun,
    CAST(lead(changed_at) OVER (PARTITION BY c.issue_id ORDER BY change_id) AS DATE) AS ended
  FROM snapshot.issue_state_change AS c JOIN snapshot.issue AS i USING (issue_id) WHERE i.canceled_at IS NULL
),
shown AS (SELECT * FROM span WHERE lane <> 'completed' OR begun >= {TODAY} - 179),
change AS (
  SELECT team_id, lane, greatest(begun, {TODAY} - 179) AS day, 1 AS step FROM shown
  UNION ALL SELECT team_id, lane, greatest(ended, {TODAY} - 179), -1 FROM shown WHERE ended IS NOT NULL
)
SELECT days.day, t.team_id, lanes.lane AS state_type,
  CAST(sum(coalesce(daily.step, 0)) OVER (PARTITION BY t.team_id, lanes.lane ORDER BY days.day) AS INTEGER) AS issues
FROM days CROSS JOIN snapshot.team AS t CROSS JOIN lanes
  LEFT JOIN (SELECT team_id, lane, day, sum(step) AS step FROM change GROUP BY ALL) AS daily
    ON daily.team_id = t.team_id AND daily.lane = lanes.lane AND daily.day = days.day
ORDER BY days.day, t.team_id, lanes.lane
"""

SHAPE = {
    "issue_state_change": STATE_CHANGE,
    "issue": ISSUE,
    "cycle": CYCLE,
    "cycle_day": CYCLE_DAY,
    "team": TEAM,
    "project": PROJECT,
    "flow_day": FLOW_DAY,
}
