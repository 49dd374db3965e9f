"""Gong's tables: SELECTs that make of the raw lists the tables that the pack describes."""

from __future__ import annotations

PARTY_FORM = (
    '[{"name": "VARCHAR", "emailAddress": "VARCHAR", "userId": "VARCHAR", "affiliation": "VARCHAR", '
    '"talkTime": "DOUBLE"}]'
)
TRACKER_FORM = '[{"name": "VARCHAR", "kind": "VARCHAR", "count": "BIGINT"}]'

PARTY = f"""
  SELECT c.id AS call_id, n AS speaker_id, p.name, p.emailAddress AS email, p.userId AS user,
    coalesce(p.affiliation, 'Unknown') AS affiliation, CAST(round(coalesce(p.talkTime, 0)) AS INTEGER) AS talk_s
  FROM (SELECT id, from_json(parties, '{PARTY_FORM}') AS found FROM calls) AS c,
    unnest(generate_series(1, len(c.found))) AS one(n), LATERAL (SELECT c.found[n] AS p)
"""

GONG_USER = """
SELECT u.id AS user_id, trim(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) AS name, u.email,
  coalesce(nullif(trim(coalesce(m.first_name, '') || ' ' || coalesce(m.last_name, '')), ''), 'No team') AS team,
  CAST(NULL AS VARCHAR) AS region, u.active
FROM users AS u LEFT JOIN users AS m ON m.id = u.manager ORDER BY u.id
"""

CALL = f"""
WITH party AS ({PARTY}),
talk AS (
  SELECT call_id, count(*) AS speakers, sum(talk_s) AS total,
    sum(talk_s) FILTER (WHERE affiliation = 'Internal') AS internal
  FROM party GROUP BY call_id
),
host AS (SELECT call_id, min_by(talk_s, speaker_id) AS talk_s FROM party JOIN calls ON calls.id = call_id
  AND TRY_CAST(party.user AS BIGINT) = calls.host GROUP BY call_id),
person AS ({GONG_USER})
SELECT c.id AS call_id, c.title, c.started_at, CAST(c.duration AS INTEGER) AS duration_s, c.host AS user_id,
  coalesce(person.name, 'Unknown') AS rep, coalesce(person.team, 'No team') AS team, c.direction, c.scope,
  TRY_CAST(c.account AS INTEGER) AS account_id, c.account_name, c.segment, c.region,
  TRY_CAST(c.deal AS BIGINT) AS deal_id,
  coalesce(c.topic, 'No topic') AS topic, CAST(coalesce(talk.speakers, 0) AS INTEGER) AS speakers,
  CAST(CASE WHEN c.scope = 'Internal' THEN coalesce(host.talk_s, 0) ELSE coalesce(talk.internal, 0) END AS INTEGER)
    AS rep_talk_s,
  CAST(coalesce(talk.total, 0) AS INTEGER) AS total_talk_s,
  CAST(c.statistics ->> 'Longest Monologue' AS INTEGER) AS longest_monologue_s,
  CAST(c.statistics ->> 'Longest Customer Story' AS INTEGER) AS longest_story_s,
  CAST(c.statistics ->> 'Interactivity' AS DOUBLE) AS interactivity,
  CAST(c.statistics ->> 'Patience' AS DOUBLE) AS patience_s, CAST(coalesce(c.questions, 0) AS INTEGER) AS questions,
  c.next_step, CAST(NULL AS DOUBLE) AS sentiment, c.url
FROM calls AS c LEFT JOIN talk ON talk.call_id = c.id LEFT JOIN host ON host.call_id = c.id
  LEFT JOIN person ON person.user_id = c.host
ORDER BY c.started_at, c.id
"""

CALL_PARTY = f"""
SELECT call_id, CAST(speaker_id AS INTEGER) AS speaker_id, name, email, affiliation, talk_s
FROM ({PARTY}) ORDER BY call_id, speaker_id
"""

CALL_TRACKER = f"""
SELECT c.id AS call_id, t.name AS tracker, t.kind, CAST(t.count AS INTEGER) AS mentions, c.started_at
FROM (SELECT id, started_at, from_json(trackers, '{TRACKER_FORM}') AS found FROM calls) AS c, unnest(c.found) AS one(t)
ORDER BY c.id, t.name
"""

CALL_USER_DAY = """
WITH hosted AS (
  SELECT CAST(started_at AS DATE) AS day, host, sum(duration) / 60 AS minutes FROM calls GROUP BY ALL
)
SELECT CAST(a.day AS DATE) AS day, a.user AS user_id, CAST(a.hosted AS INTEGER) AS calls_hosted,
  CAST(a.attended AS INTEGER) AS calls_attended, round(coalesce(hosted.minutes, 0), 1) AS minutes_hosted,
  CAST(a.given AS INTEGER) AS feedback_given, CAST(a.received AS INTEGER) AS feedback_received
FROM activity AS a LEFT JOIN hosted ON hosted.day = CAST(a.day AS DATE) AND hosted.host = a.user
WHERE a.hosted + a.attended + a.given + a.received > 0 ORDER BY 1, 2
"""

SHAPE = {
    "gong_user": GONG_USER,
    "call": CALL,
    "call_party": CALL_PARTY,
    "call_tracker": CALL_TRACKER,
    "call_user_day": CALL_USER_DAY,
}
