CREATE TABLE feedback ( -- An answer to "how satisfied are you with this dashboard?".
  feedback_id INTEGER PRIMARY KEY, -- Number of the answer.
  answered_at TIMESTAMP NOT NULL, -- Answered (UTC).
  dashboard VARCHAR NOT NULL, -- Dashboard.
  platform VARCHAR NOT NULL, -- sophia or retool.
  role VARCHAR NOT NULL, -- Role of the person.
  score INTEGER NOT NULL, -- 1 very dissatisfied to 5 very satisfied; 4 and 5 count as satisfied.
  comment VARCHAR -- Comment.
);
CREATE TABLE adoption_day ( -- Use of a dashboard per day.
  day DATE NOT NULL, -- Day.
  dashboard VARCHAR NOT NULL, -- Dashboard.
  platform VARCHAR NOT NULL, -- sophia or retool.
  active_users INTEGER NOT NULL, -- Persons who opened it.
  opens INTEGER NOT NULL, -- Times opened.
  PRIMARY KEY (day, dashboard, platform)
);
CREATE TABLE build_log ( -- A dashboard or a larger change that was built.
  build_id INTEGER PRIMARY KEY, -- Number of the build.
  dashboard VARCHAR NOT NULL, -- What was built.
  kind VARCHAR NOT NULL, -- new, change or fix.
  builder VARCHAR NOT NULL, -- Person.
  role VARCHAR NOT NULL, -- Role of the person.
  published_at TIMESTAMP NOT NULL, -- Published (UTC).
  baseline_minutes DOUBLE NOT NULL, -- What the same took on the old platform, minutes.
  prompt_to_published_minutes DOUBLE NOT NULL -- From the first sentence to published, minutes.
);
CREATE TABLE migration_app ( -- An app of the old platform on its way.
  app_id INTEGER PRIMARY KEY, -- Number of the app.
  app VARCHAR NOT NULL, -- Name.
  team VARCHAR NOT NULL, -- Team.
  owner VARCHAR NOT NULL, -- Person in charge.
  components INTEGER NOT NULL, -- Components.
  queries INTEGER NOT NULL, -- Queries.
  monthly_users INTEGER NOT NULL, -- Users per month.
  stage VARCHAR NOT NULL, -- found, imported, parallel, live or retired.
  stage_position INTEGER NOT NULL, -- Order of the stage, from 1.
  found_on DATE NOT NULL, -- Found.
  imported_on DATE, -- Imported.
  parallel_on DATE, -- Runs beside the old one since.
  live_on DATE, -- People use the new one since.
  retired_on DATE -- Old one switched off.
);
CREATE TABLE parity_day ( -- Comparison of old and new numbers per app and day.
  day DATE NOT NULL, -- Day.
  app_id INTEGER NOT NULL REFERENCES migration_app (app_id), -- App.
  compared INTEGER NOT NULL, -- Cells compared.
  matched INTEGER NOT NULL, -- Cells that are equal.
  PRIMARY KEY (day, app_id)
);
CREATE TABLE parity_cell ( -- A cell that differed.
  cell_id INTEGER PRIMARY KEY, -- Number of the difference.
  app_id INTEGER NOT NULL REFERENCES migration_app (app_id), -- App.
  day DATE NOT NULL, -- Day.
  tile VARCHAR NOT NULL, -- Tile.
  row_key VARCHAR NOT NULL, -- Row.
  column_name VARCHAR NOT NULL, -- Column.
  retool_value VARCHAR, -- Old value.
  sophia_value VARCHAR, -- New value.
  cause VARCHAR NOT NULL -- Cause: time zone, rounding, null handling, filter or stale cache.
);
