CREATE TABLE team ( -- A delivery team.
  team_id INTEGER PRIMARY KEY, -- Number of the team.
  key VARCHAR NOT NULL, -- Prefix of its issue identifiers.
  name VARCHAR NOT NULL, -- Name.
  members INTEGER NOT NULL, -- Persons; team metrics need at least 5.
  capacity INTEGER NOT NULL -- Points the team can finish per cycle.
);
CREATE TABLE project ( -- A project of the portfolio.
  project_id INTEGER PRIMARY KEY, -- Number of the project.
  name VARCHAR NOT NULL, -- Name.
  initiative VARCHAR NOT NULL, -- Initiative it serves.
  team_id INTEGER NOT NULL REFERENCES team (team_id), -- Team in charge.
  lead VARCHAR NOT NULL, -- Lead.
  state VARCHAR NOT NULL, -- planned, started, completed or canceled.
  health VARCHAR NOT NULL, -- onTrack, atRisk or offTrack, as reported.
  started_on DATE NOT NULL, -- Start.
  target_on DATE NOT NULL, -- Target date.
  forecast_on DATE NOT NULL, -- Date when the present pace (p85) will have finished it; finish date when completed.
  completed_on DATE, -- Finished.
  scope INTEGER NOT NULL, -- Points in all.
  completed_scope INTEGER NOT NULL, -- Points finished.
  progress DOUBLE NOT NULL, -- completed_scope over scope, 0 to 1.
  blocked_days INTEGER NOT NULL -- Days the longest-blocked open issue has been waiting.
);
CREATE TABLE cycle ( -- A two-week cycle (sprint) of a team.
  cycle_id INTEGER PRIMARY KEY, -- Number of the cycle.
  team_id INTEGER NOT NULL REFERENCES team (team_id), -- Team.
  number INTEGER NOT NULL, -- Number within the team.
  starts_on DATE NOT NULL, -- First day.
  ends_on DATE NOT NULL, -- Day after the last.
  committed INTEGER NOT NULL, -- Points in the cycle at its start.
  completed_committed INTEGER NOT NULL, -- Of these, finished within the cycle.
  added INTEGER NOT NULL, -- Points added after the start.
  completed INTEGER NOT NULL, -- Points finished within the cycle.
  carried_over INTEGER NOT NULL -- Points not finished at the end (so far, in the running cycle).
);
CREATE TABLE cycle_day ( -- Scope and progress of a cycle per day (burn-up).
  cycle_id INTEGER NOT NULL REFERENCES cycle (cycle_id), -- Cycle.
  team_id INTEGER NOT NULL REFERENCES team (team_id), -- Team.
  day DATE NOT NULL, -- Day.
  day_number INTEGER NOT NULL, -- Day of the cycle, from 1.
  scope INTEGER NOT NULL, -- Points in the cycle at the end of the day.
  completed INTEGER NOT NULL, -- Points finished; never more than scope.
  PRIMARY KEY (cycle_id, day)
);
CREATE TABLE issue ( -- A piece of work.
  issue_id INTEGER PRIMARY KEY, -- Number of the issue.
  identifier VARCHAR NOT NULL, -- Identifier people use, such as PAY-123.
  title VARCHAR NOT NULL, -- Title.
  team_id INTEGER NOT NULL REFERENCES team (team_id), -- Team.
  project_id INTEGER REFERENCES project (project_id), -- Project, when it belongs to one.
  cycle_id INTEGER REFERENCES cycle (cycle_id), -- Last cycle it was in.
  assignee VARCHAR, -- Person in charge.
  assignee_email VARCHAR, -- E-mail; joins people across systems.
  label VARCHAR NOT NULL, -- feature, bug, chore or debt.
  priority INTEGER NOT NULL, -- 0 none, 1 urgent, 2 high, 3 normal, 4 low.
  priority_label VARCHAR NOT NULL, -- The same in words.
  estimate INTEGER NOT NULL, -- Points.
  state VARCHAR NOT NULL, -- Workflow state.
  state_type VARCHAR NOT NULL, -- triage, backlog, unstarted, started, completed or canceled.
  created_at TIMESTAMP NOT NULL, -- Created (UTC).
  started_at TIMESTAMP, -- Started (UTC).
  completed_at TIMESTAMP, -- Finished (UTC).
  canceled_at TIMESTAMP, -- Canceled (UTC).
  due_on DATE, -- Due.
  blocked_since TIMESTAMP, -- Waiting for somebody since (UTC), while open.
  cycle_time_h DOUBLE, -- completed_at - started_at, hours.
  lead_time_h DOUBLE, -- completed_at - created_at, hours.
  active_h DOUBLE -- Hours in an active state; over cycle_time_h it is the flow efficiency.
);
CREATE TABLE issue_state_change ( -- A move of an issue to another state.
  change_id INTEGER PRIMARY KEY, -- Number of the move.
  issue_id INTEGER NOT NULL REFERENCES issue (issue_id), -- Issue.
  team_id INTEGER NOT NULL, -- Team.
  from_state VARCHAR, -- Before; empty when created.
  to_state VARCHAR NOT NULL, -- After.
  to_type VARCHAR NOT NULL, -- Type of the state after.
  changed_at TIMESTAMP NOT NULL -- Moved (UTC).
);
CREATE TABLE flow_day ( -- Issues per state at the end of each day (cumulative flow), last 180 days.
  day DATE NOT NULL, -- Day.
  team_id INTEGER NOT NULL REFERENCES team (team_id), -- Team.
  state_type VARCHAR NOT NULL, -- backlog, unstarted, started or completed.
  issues INTEGER NOT NULL, -- Issues in the state; completed counts those finished since the window began.
  PRIMARY KEY (day, team_id, state_type)
);
