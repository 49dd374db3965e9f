"""GitHub's tables: SELECTs that make of the raw lists the tables that the pack describes."""

from __future__ import annotations

REPOSITORY = """
SELECT r.name AS repo, coalesce((SELECT min(t.name) FROM teams AS t
    WHERE list_contains(json_extract_string(t.repos, '$[*].name'), r.name)), 'No team') AS team,
  coalesce(language, 'None') AS language
FROM repositories AS r ORDER BY repo
"""

STATUS = """
  SELECT d.id, lower(h.state) AS state, CAST(CAST(h.createdAt AS TIMESTAMPTZ) AS TIMESTAMP) AS moment
  FROM (SELECT id, from_json(statuses, '[{"state": "VARCHAR", "createdAt": "VARCHAR"}]') AS found
    FROM deployments) AS d,
    unnest(d.found) AS one(h)
"""

DEPLOYMENT = f"""
WITH status AS ({STATUS}),
ended AS (
  SELECT id, min(moment) AS finished_at, arg_min(state, moment) AS state FROM status
  WHERE state IN ('success', 'failure', 'error') GROUP BY id
),
broke AS (
  SELECT status.id, min(moment) AS detected_at FROM status JOIN ended ON ended.id = status.id
  WHERE ended.state = 'success' AND status.state IN ('failure', 'error') AND moment > finished_at GROUP BY status.id
),
mended AS (
  SELECT status.id, min(moment) AS restored_at FROM status JOIN broke ON broke.id = status.id
  WHERE state IN ('success', 'inactive') AND moment > detected_at GROUP BY status.id
),
shipped AS (
  SELECT d.*, finished_at, CASE ended.state WHEN 'success' THEN 'success' ELSE 'failure' END AS state,
    coalesce((SELECT bool_or(unplanned) FROM pulls WHERE merge_sha = d.sha), false) AS is_rework
  FROM deployments AS d JOIN ended ON ended.id = d.id
),
fixed AS (
  SELECT id, lead(is_rework) OVER later AS by_fix, lead(created_at) OVER later AS fix_at,
    lead(finished_at) OVER later AS fix_end
  FROM shipped WHERE environment = 'production' AND state = 'success'
  WINDOW later AS (PARTITION BY repo ORDER BY created_at, id)
),
named AS (
  SELECT d.id, min(coalesce(i.detected_at, i.created_at)) AS detected_at,
    max(coalesce(i.restored_at, i.closed_at)) AS restored_at
  FROM shipped AS d JOIN incidents AS i ON i.sha = d.sha AND i.repo = d.repo
  WHERE environment = 'production' AND state = 'success' GROUP BY d.id
),
judged AS (
  SELECT s.*, broke.id IS NOT NULL OR named.id IS NOT NULL OR coalesce(by_fix, false) AS failed,
    coalesce(broke.detected_at, named.detected_at, CASE WHEN by_fix THEN fix_at END) AS detected_at,
    coalesce(mended.restored_at, named.restored_at, CASE WHEN by_fix THEN fix_end END) AS restored_at
  FROM shipped AS s LEFT JOIN broke ON broke.id = s.id LEFT JOIN mended ON mended.id = s.id
    LEFT JOIN named ON named.id = s.id LEFT JOIN fixed ON fixed.id = s.id
)
SELECT id AS deployment_id, repo, sha, environment, created_at, finished_at, state, failed AS is_failed_change,
  is_rework,
  detected_at, restored_at, round((epoch(restored_at) - epoch(detected_at)) / 3600, 2) AS recovery_h
FROM judged ORDER BY created_at, id
"""

COMMIT_FORM = (
    '[{"commit": {"oid": "VARCHAR", "authoredDate": "VARCHAR", '
    '"author": {"email": "VARCHAR", "user": {"login": "VARCHAR"}}}}]'
)
COMMITS = f"""
  SELECT p.id AS pr_id, h.commit.oid AS sha, coalesce(h.commit.author.user.login, p.author) AS author,
    h.commit.author.email AS email, CAST(CAST(h.commit.authoredDate AS TIMESTAMPTZ) AS TIMESTAMP) AS authored_at
  FROM (SELECT id, author, from_json(commits, '{COMMIT_FORM}') AS found FROM pulls) AS p, unnest(p.found) AS one(h)
"""

REVIEW = """
SELECT h.id AS review_id, p.id AS pr_id, coalesce(h.author.login, 'ghost') AS reviewer, h.state AS state,
  CAST(CAST(h.submittedAt AS TIMESTAMPTZ) AS TIMESTAMP) AS submitted_at
FROM (
  SELECT id, from_json(reviews,
    '[{"id": "VARCHAR", "state": "VARCHAR", "submittedAt": "VARCHAR", "author": {"login": "VARCHAR"}}]') AS found
  FROM pulls
) AS p, unnest(p.found) AS one(h)
WHERE h.submittedAt IS NOT NULL ORDER BY submitted_at, review_id
"""

PR_COMMIT = f"""
WITH work AS (SELECT sha, pr_id, author, authored_at, false AS is_merge FROM ({COMMITS})),
merged AS (
  SELECT merge_sha, id, author, merged_at, true FROM pulls
  WHERE merge_sha IS NOT NULL AND merge_sha NOT IN (SELECT sha FROM work)
)
SELECT * FROM (SELECT * FROM work UNION ALL SELECT * FROM merged)
QUALIFY row_number() OVER (PARTITION BY sha ORDER BY authored_at, pr_id) = 1 ORDER BY authored_at, sha
"""

PULL_REQUEST = f"""
WITH work AS ({COMMITS}),
begun AS (
  SELECT pr_id, min(authored_at) AS first_commit_at, arg_min(work.email,
    authored_at) FILTER (WHERE work.author = p.author)
    AS email
  FROM work JOIN pulls AS p ON p.id = pr_id GROUP BY pr_id
),
seen AS (
  SELECT r.pr_id, count(*) AS reviews, min(submitted_at) FILTER (WHERE reviewer <> p.author) AS first_review_at
  FROM snapshot.review AS r JOIN pulls AS p ON p.id = r.pr_id GROUP BY r.pr_id
),
shipped AS (
  SELECT d.repo, d.deployment_id, d.finished_at, coalesce(max(p.merged_at), d.created_at) AS moment
  FROM (SELECT * FROM snapshot.deployment WHERE environment = 'production' AND state = 'success') AS d
    LEFT JOIN pulls AS p ON p.merge_sha = d.sha AND p.repo = d.repo
  GROUP BY d.repo, d.deployment_id, d.finished_at, d.created_at
),
brought AS (
  SELECT p.id, arg_min(deployment_id, finished_at) AS deployment_id, min(finished_at) AS deployed_at
  FROM pulls AS p JOIN shipped ON shipped.repo = p.repo AND shipped.moment >= p.merged_at
    AND shipped.finished_at >= p.merged_at GROUP BY p.id
),
whole AS (
  SELECT p.*, coalesce(begun.first_commit_at, p.created_at) AS first_commit_at, begun.email, seen.first_review_at,
    coalesce(seen.reviews, 0) AS review_count, deployment_id, deployed_at,
    CASE WHEN NOT draft THEN coalesce(
      CAST(CAST(json_extract_string(ready, '$[0].createdAt') AS TIMESTAMPTZ) AS TIMESTAMP), created_at) END
        AS ready_at
  FROM pulls AS p LEFT JOIN begun ON begun.pr_id = p.id LEFT JOIN seen ON seen.pr_id = p.id
    LEFT JOIN brought ON brought.id = p.id
)
SELECT id AS pr_id, repo, CAST(number AS INTEGER) AS number, title, coalesce(author, 'ghost') AS author,
  coalesce(email, '') AS author_email, coalesce((SELECT min(t.name) FROM teams AS t
    WHERE list_contains(json_extract_string(t.members, '$[*].login'), author)), 'No team') AS team,
  lower(state) AS state, draft, base, issue AS issue_identifier, first_commit_at, created_at, ready_at,
    first_review_at,
  merged_at, closed_at, merge_sha, deployment_id, deployed_at, CAST(additions AS INTEGER) AS additions,
  CAST(deletions AS INTEGER) AS deletions, CAST(changed_files AS INTEGER) AS changed_files,
  CAST(review_count AS INTEGER) AS reviews, round((epoch(first_review_at) - epoch(ready_at)) / 3600, 2)
    AS review_wait_h,
  round((epoch(deployed_at) - epoch(first_commit_at)) / 3600, 2) AS lead_time_h
FROM whole ORDER BY created_at, id
"""

RUN = """
SELECT id AS run_id, repo, name AS workflow,
  CASE WHEN conclusion IN ('success', 'cancelled') THEN conclusion
    WHEN conclusion IN ('failure', 'timed_out', 'startup_failure') THEN 'failure' ELSE 'cancelled' END AS conclusion,
  started_at AS run_started_at, CAST(epoch(updated_at) - epoch(started_at) AS INTEGER) AS duration_s
FROM runs WHERE conclusion IS NOT NULL ORDER BY started_at, id
"""

INCIDENT = """
SELECT i.id AS incident_id, title, i.repo, severity, d.deployment_id, i.created_at AS opened_at,
  coalesce(i.detected_at, i.created_at) AS detected_at, coalesce(i.restored_at, i.closed_at) AS restored_at,
  round((epoch(coalesce(i.restored_at, i.closed_at)) - epoch(coalesce(i.detected_at, i.created_at))) / 3600, 2)
    AS restore_h
FROM incidents AS i LEFT JOIN (
  SELECT repo, sha, max(deployment_id) AS deployment_id FROM snapshot.deployment
  WHERE environment = 'production' AND state = 'success' GROUP BY repo, sha
) AS d ON d.sha = i.sha AND d.repo = i.repo
ORDER BY opened_at, i.id
"""

SHAPE = {
    "repository": REPOSITORY,
    "deployment": DEPLOYMENT,
    "review": REVIEW,
    "pr_commit": PR_COMMIT,
    "pull_request": PULL_REQUEST,
    "run": RUN,
    "incident": INCIDENT,
}
