CREATE TABLE project ( -- A cross-team project.
  project_id INTEGER PRIMARY KEY, -- Number of the project.
  name VARCHAR NOT NULL, -- Name.
  team VARCHAR NOT NULL, -- Team.
  owner VARCHAR NOT NULL, -- Person in charge.
  status VARCHAR NOT NULL, -- Latest reported status: on_track, at_risk, off_track or complete.
  start_on DATE NOT NULL, -- Start.
  due_on DATE NOT NULL, -- Due.
  completed_on DATE -- Finished.
);
CREATE TABLE task ( -- A task.
  task_id INTEGER PRIMARY KEY, -- Number of the task.
  name VARCHAR NOT NULL, -- What is to be done.
  project_id INTEGER NOT NULL REFERENCES project (project_id), -- Project.
  team VARCHAR NOT NULL, -- Team.
  assignee VARCHAR, -- Person in charge.
  assignee_email VARCHAR, -- E-mail; joins people across systems.
  section VARCHAR NOT NULL, -- To do, Doing, Waiting or Done.
  created_at TIMESTAMP NOT NULL, -- Created (UTC).
  due_on DATE, -- Due.
  completed_at TIMESTAMP, -- Finished (UTC).
  completed BOOLEAN NOT NULL, -- Finished.
  overdue BOOLEAN NOT NULL -- Open after its due date, or finished after it.
);
CREATE TABLE project_status ( -- A status update of a project.
  status_id INTEGER PRIMARY KEY, -- Number of the update.
  project_id INTEGER NOT NULL REFERENCES project (project_id), -- Project.
  created_at TIMESTAMP NOT NULL, -- Written (UTC).
  status VARCHAR NOT NULL, -- on_track, at_risk, off_track or complete.
  author VARCHAR NOT NULL, -- Author.
  title VARCHAR NOT NULL -- First line.
);
CREATE TABLE goal ( -- An objective or a key result.
  goal_id INTEGER PRIMARY KEY, -- Number of the goal.
  kind VARCHAR NOT NULL, -- objective or key_result.
  name VARCHAR NOT NULL, -- What is to be reached.
  parent_id INTEGER, -- Objective of a key result.
  objective VARCHAR NOT NULL, -- Name of the objective.
  team VARCHAR NOT NULL, -- Team.
  owner VARCHAR NOT NULL, -- Person in charge.
  time_period VARCHAR NOT NULL, -- Quarter, such as 2026 Q4.
  period_start DATE NOT NULL, -- First day of the period.
  period_end DATE NOT NULL, -- Day after the period.
  unit VARCHAR, -- Unit of the values (key results).
  initial_value DOUBLE, -- Value at the start (key results).
  current_value DOUBLE, -- Value now, or at the end of the period (key results).
  target_value DOUBLE, -- Value to reach; below initial_value when less is better (key results).
  weight DOUBLE, -- Weight within the objective (key results).
  status VARCHAR NOT NULL, -- on_track, at_risk, off_track, achieved or missed.
  project_id INTEGER REFERENCES project (project_id) -- Project that works on it; empty for a key result without work.
);
CREATE TABLE goal_week ( -- Weekly value of a key result.
  goal_id INTEGER NOT NULL REFERENCES goal (goal_id), -- Key result.
  week DATE NOT NULL, -- Monday of the week.
  value DOUBLE NOT NULL, -- Value at the end of the week.
  progress DOUBLE NOT NULL, -- (value - initial) over (target - initial), clamped to 0 to 1.
  PRIMARY KEY (goal_id, week)
);
