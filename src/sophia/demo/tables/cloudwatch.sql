CREATE TABLE svc_minute ( -- Health of a service per interval (hourly in the small demo, 5 minutes in the large).
  ts TIMESTAMP NOT NULL, -- Start of the interval (UTC).
  service VARCHAR NOT NULL, -- Service.
  minutes INTEGER NOT NULL, -- Minutes in the interval.
  bad_minutes INTEGER NOT NULL, -- Minutes in which the service was down or too many requests failed.
  requests INTEGER NOT NULL, -- Requests.
  errors_5xx INTEGER NOT NULL, -- Answers with a server error.
  p50_ms DOUBLE NOT NULL, -- Median response time, milliseconds.
  p95_ms DOUBLE NOT NULL, -- 95th percentile, milliseconds; never averaged over intervals.
  p99_ms DOUBLE NOT NULL, -- 99th percentile, milliseconds.
  healthy_hosts INTEGER NOT NULL, -- Healthy hosts.
  cpu_pct DOUBLE NOT NULL, -- CPU use, percent.
  memory_pct DOUBLE NOT NULL, -- Memory use, percent.
  PRIMARY KEY (ts, service)
);
CREATE TABLE page_load ( -- Opening a dashboard, until the last tile above the fold is drawn.
  load_id INTEGER PRIMARY KEY, -- Number of the opening.
  opened_at TIMESTAMP NOT NULL, -- Opened (UTC).
  dashboard VARCHAR NOT NULL, -- Dashboard.
  platform VARCHAR NOT NULL, -- sophia or retool.
  device VARCHAR NOT NULL, -- desktop, phone or wall.
  load_ms INTEGER NOT NULL, -- Time, milliseconds.
  cached BOOLEAN NOT NULL, -- Served from the cache.
  ok BOOLEAN NOT NULL -- Every tile was drawn.
);
CREATE TABLE alarm ( -- An alarm that went off.
  alarm_id INTEGER PRIMARY KEY, -- Number of the alarm.
  name VARCHAR NOT NULL, -- Alarm.
  service VARCHAR NOT NULL, -- Service.
  severity VARCHAR NOT NULL, -- critical or warning.
  started_at TIMESTAMP NOT NULL, -- Began (UTC).
  ended_at TIMESTAMP NOT NULL, -- Ended (UTC).
  minutes INTEGER NOT NULL -- Length, minutes.
);
