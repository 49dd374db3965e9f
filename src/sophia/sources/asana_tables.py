"""Asana's tables: SELECTs that make of the raw lists the tables that the pack describes."""

from __future__ import annotations

PROJECT = """
WITH latest AS (SELECT project, arg_max(status, created_at) AS status FROM statuses GROUP BY project)
SELECT p.id AS project_id, name, coalesce(team, 'No team') AS team, owner,
  CASE WHEN completed THEN 'complete' WHEN archived THEN 'archived' ELSE status END AS status, start_on, due_on,
  CAST(coalesce(completed_at, CASE WHEN archived THEN modified_at END) AS DATE) AS completed_on
FROM projects AS p LEFT JOIN latest ON latest.project = p.id ORDER BY p.id
"""

TASK = """
SELECT t.id AS task_id, t.name, t.project AS project_id, coalesce(p.team, 'No team') AS team,
  coalesce(u.name, assignee_name) AS assignee, coalesce(u.email, assignee_email) AS assignee_email,
  coalesce(section, 'No section') AS section, created_at, t.due_on, t.completed_at, t.completed,
  coalesce(CASE WHEN t.completed THEN CAST(t.completed_at AS DATE) > t.due_on
    ELSE t.due_on < CAST(getvariable('now') AS DATE) END, false) AS overdue
FROM tasks AS t JOIN projects AS p ON p.id = t.project LEFT JOIN users AS u ON u.id = t.assignee
ORDER BY created_at, t.id
"""

PROJECT_STATUS = """
SELECT s.id AS status_id, project AS project_id, created_at, status, author, title
FROM statuses AS s JOIN projects AS p ON p.id = s.project ORDER BY created_at, s.id
"""

LINKS = """
  SELECT goal, CAST(link.id AS BIGINT) AS other, link.type AS type, coalesce(link.weight, 1.0) AS weight
  FROM (SELECT goal, from_json(links, '[{"id": "VARCHAR", "type": "VARCHAR", "weight": "DOUBLE"}]') AS found
    FROM goal_links), unnest(found) AS one(link)
"""

GOAL = f"""
WITH links AS ({LINKS}),
above AS (
  SELECT other AS id, min(goal) AS parent, arg_min(weight, goal) AS weight
  FROM links JOIN goals ON goals.id = goal WHERE type = 'goal' AND other IN (SELECT id FROM goals) GROUP BY other
),
work AS (
  SELECT goal, min(other) AS project FROM links JOIN projects ON projects.id = other WHERE type = 'project'
  GROUP BY goal
),
whole AS (
  SELECT g.*, parent, weight, project, o.name AS objective,
    g.initial <> g.target AND g.id NOT IN (SELECT parent FROM above) AS measured
  FROM goals AS g LEFT JOIN above ON above.id = g.id LEFT JOIN work ON work.goal = g.id
    LEFT JOIN goals AS o ON o.id = parent
)
SELECT id AS goal_id, CASE WHEN measured THEN 'key_result' ELSE 'objective' END AS kind, name, parent AS parent_id,
  coalesce(objective, name) AS objective, coalesce(team, 'Company') AS team, owner,
  CASE WHEN regexp_matches(period, '^[QH]\\d FY\\d\\d$') THEN '20' || right(period, 2) || ' ' || left(period, 2)
    WHEN regexp_matches(period, '^FY\\d\\d$') THEN '20' || right(period, 2)
    ELSE coalesce(period, year(ends_on - 1) || ' Q' || quarter(ends_on - 1), 'No period') END AS time_period,
  starts_on AS period_start, ends_on AS period_end, CASE WHEN measured THEN unit END AS unit,
  CASE WHEN measured THEN initial END AS initial_value, CASE WHEN measured THEN current END AS current_value,
  CASE WHEN measured THEN target END AS target_value, CASE WHEN measured THEN coalesce(weight, 1.0) END AS weight,
  CASE status WHEN 'green' THEN 'on_track' WHEN 'yellow' THEN 'at_risk' WHEN 'red' THEN 'off_track' ELSE status END
    AS status,
  project AS project_id
FROM whole ORDER BY starts_on, id
"""

GOAL_WEEK = """
SELECT goal_id, week, value,
  round(greatest(0, least(1, (value - initial_value) / (target_value - initial_value))), 4) AS progress
FROM goal_values JOIN snapshot.goal ON goal_id = goal WHERE kind = 'key_result' ORDER BY goal_id, week
"""

SHAPE = {
    "project": PROJECT,
    "task": TASK,
    "project_status": PROJECT_STATUS,
    "goal": GOAL,
    "goal_week": GOAL_WEEK,
}
