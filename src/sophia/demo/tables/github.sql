CREATE TABLE repository ( -- A code repository.
  repo VARCHAR PRIMARY KEY, -- Name.
  team VARCHAR NOT NULL, -- Team in charge.
  language VARCHAR NOT NULL -- Main language.
);
CREATE TABLE deployment ( -- A deployment.
  deployment_id INTEGER PRIMARY KEY, -- Number of the deployment.
  repo VARCHAR NOT NULL REFERENCES repository (repo), -- Repository.
  sha VARCHAR NOT NULL, -- Merge commit it ships; always one of a merged pull request.
  environment VARCHAR NOT NULL, -- production or staging; delivery metrics count production.
  created_at TIMESTAMP NOT NULL, -- Started (UTC).
  finished_at TIMESTAMP NOT NULL, -- Reached its state (UTC).
  state VARCHAR NOT NULL, -- success or failure.
  is_failed_change BOOLEAN NOT NULL, -- Needed a rollback, a hotfix, or caused an incident.
  is_rework BOOLEAN NOT NULL, -- Itself an unplanned fix.
  detected_at TIMESTAMP, -- Failure detected (UTC).
  restored_at TIMESTAMP, -- Service restored (UTC).
  recovery_h DOUBLE -- restored_at - detected_at, hours.
);
CREATE TABLE pull_request ( -- A pull request.
  pr_id INTEGER PRIMARY KEY, -- Number over all repositories.
  repo VARCHAR NOT NULL REFERENCES repository (repo), -- Repository.
  number INTEGER NOT NULL, -- Number within the repository.
  title VARCHAR NOT NULL, -- Title.
  author VARCHAR NOT NULL, -- Login.
  author_email VARCHAR NOT NULL, -- E-mail; joins people across systems.
  team VARCHAR NOT NULL, -- Team of the author.
  state VARCHAR NOT NULL, -- open, merged or closed.
  draft BOOLEAN NOT NULL, -- Not ready for review.
  base VARCHAR NOT NULL, -- Target branch.
  issue_identifier VARCHAR, -- Linear issue it works on; empty for work nobody planned.
  first_commit_at TIMESTAMP NOT NULL, -- Author date of the first commit (UTC).
  created_at TIMESTAMP NOT NULL, -- Opened (UTC).
  ready_at TIMESTAMP, -- Ready for review (UTC).
  first_review_at TIMESTAMP, -- First review (UTC).
  merged_at TIMESTAMP, -- Merged (UTC).
  closed_at TIMESTAMP, -- Merged or closed (UTC).
  merge_sha VARCHAR, -- Merge commit.
  deployment_id INTEGER REFERENCES deployment (deployment_id), -- First production deployment with it.
  deployed_at TIMESTAMP, -- Reached production (UTC).
  additions INTEGER NOT NULL, -- Lines added.
  deletions INTEGER NOT NULL, -- Lines deleted.
  changed_files INTEGER NOT NULL, -- Files changed.
  reviews INTEGER NOT NULL, -- Reviews.
  review_wait_h DOUBLE, -- first_review_at - ready_at, hours.
  lead_time_h DOUBLE -- deployed_at - first_commit_at, hours (change lead time).
);
CREATE TABLE review ( -- A review of a pull request.
  review_id INTEGER PRIMARY KEY, -- Number of the review.
  pr_id INTEGER NOT NULL REFERENCES pull_request (pr_id), -- Pull request.
  reviewer VARCHAR NOT NULL, -- Login.
  state VARCHAR NOT NULL, -- APPROVED, CHANGES_REQUESTED or COMMENTED.
  submitted_at TIMESTAMP NOT NULL -- Submitted (UTC).
);
CREATE TABLE pr_commit ( -- A commit of a pull request.
  sha VARCHAR PRIMARY KEY, -- Commit.
  pr_id INTEGER NOT NULL REFERENCES pull_request (pr_id), -- Pull request.
  author VARCHAR NOT NULL, -- Login.
  authored_at TIMESTAMP NOT NULL, -- Author date (UTC).
  is_merge BOOLEAN NOT NULL -- The merge commit.
);
CREATE TABLE run ( -- A run of the build.
  run_id INTEGER PRIMARY KEY, -- Number of the run.
  repo VARCHAR NOT NULL REFERENCES repository (repo), -- Repository.
  workflow VARCHAR NOT NULL, -- test, build, deploy or nightly.
  conclusion VARCHAR NOT NULL, -- success, failure or cancelled.
  run_started_at TIMESTAMP NOT NULL, -- Started (UTC).
  duration_s INTEGER NOT NULL -- Length, seconds.
);
CREATE TABLE incident ( -- An issue labelled incident.
  incident_id INTEGER PRIMARY KEY, -- Number of the incident.
  title VARCHAR NOT NULL, -- Title.
  repo VARCHAR NOT NULL REFERENCES repository (repo), -- Repository.
  severity VARCHAR NOT NULL, -- sev1, sev2 or sev3.
  deployment_id INTEGER REFERENCES deployment (deployment_id), -- Deployment that caused it, when one did.
  opened_at TIMESTAMP NOT NULL, -- Opened (UTC).
  detected_at TIMESTAMP NOT NULL, -- Detected (UTC).
  restored_at TIMESTAMP, -- Service restored (UTC).
  restore_h DOUBLE -- restored_at - detected_at, hours.
);
