CREATE TABLE document ( -- A file of the knowledge base.
  document_id INTEGER PRIMARY KEY, -- Number of the document.
  key VARCHAR NOT NULL, -- Object key.
  title VARCHAR NOT NULL, -- Title.
  source VARCHAR NOT NULL, -- Where it came from.
  type VARCHAR NOT NULL, -- pdf, docx, pptx, html, md or xlsx.
  topic VARCHAR NOT NULL, -- Topic.
  owner VARCHAR NOT NULL, -- Person responsible.
  team VARCHAR NOT NULL, -- Team of the owner.
  language VARCHAR NOT NULL, -- Language.
  size_bytes BIGINT NOT NULL, -- Size, bytes.
  etag VARCHAR NOT NULL, -- Content hash; equal for equal files.
  status VARCHAR NOT NULL, -- indexed, pending, failed or deleted.
  chunks INTEGER NOT NULL, -- Chunks; 0 until indexed.
  uploaded_at TIMESTAMP NOT NULL, -- Uploaded (UTC).
  indexed_at TIMESTAMP, -- Searchable since (UTC).
  reviewed_on DATE, -- Last review by a person.
  review_due_on DATE NOT NULL, -- Next review due.
  deleted_at TIMESTAMP -- Deleted (UTC).
);
CREATE TABLE ingest ( -- An attempt to make an uploaded file searchable.
  ingest_id INTEGER PRIMARY KEY, -- Number of the attempt.
  document_id INTEGER NOT NULL REFERENCES document (document_id), -- Document.
  attempt INTEGER NOT NULL, -- Attempt, from 1.
  type VARCHAR NOT NULL, -- File type.
  source VARCHAR NOT NULL, -- Where it came from.
  started_at TIMESTAMP NOT NULL, -- Started (UTC).
  finished_at TIMESTAMP NOT NULL, -- Ended (UTC).
  ok BOOLEAN NOT NULL, -- Searchable afterwards.
  cause VARCHAR, -- Cause of the failure.
  searchable_s INTEGER -- Upload to searchable, seconds; empty when failed.
);
CREATE TABLE document_event ( -- Who did what to a document, and why.
  event_id INTEGER PRIMARY KEY, -- Number of the event.
  document_id INTEGER NOT NULL REFERENCES document (document_id), -- Document.
  kind VARCHAR NOT NULL, -- uploaded, indexed, failed, reviewed or deleted.
  happened_at TIMESTAMP NOT NULL, -- When (UTC).
  actor VARCHAR NOT NULL, -- Person or job.
  note VARCHAR -- Why.
);
CREATE TABLE queue_item ( -- An item of the discovery queue.
  item_id INTEGER PRIMARY KEY, -- Number of the item.
  kind VARCHAR NOT NULL, -- new, duplicate, contradiction, unanswered or low_score.
  title VARCHAR NOT NULL, -- What is proposed.
  topic VARCHAR NOT NULL, -- Topic.
  document_id INTEGER REFERENCES document (document_id), -- Document it is about.
  proposed_by VARCHAR NOT NULL, -- ai or person; curation precision counts ai.
  confidence DOUBLE NOT NULL, -- Confidence of the proposal, 0 to 1.
  state VARCHAR NOT NULL, -- open or decided.
  decision VARCHAR, -- accepted, edited, merged or rejected.
  accepted BOOLEAN, -- Accepted, edited or merged; empty while open.
  reason VARCHAR, -- Reason of the decision.
  curator VARCHAR, -- Person who decided, or to whom it is assigned.
  second_decision VARCHAR, -- Decision of a second curator on a sample: accepted or rejected.
  opened_at TIMESTAMP NOT NULL, -- Opened (UTC).
  decided_at TIMESTAMP, -- Decided (UTC).
  age_days DOUBLE NOT NULL -- Days open until decided, or until the end of the data.
);
