CREATE TABLE llm_call ( -- A call to a language model.
  call_id INTEGER PRIMARY KEY, -- Number of the call.
  called_at TIMESTAMP NOT NULL, -- Called (UTC).
  model VARCHAR NOT NULL, -- Model.
  purpose VARCHAR NOT NULL, -- answer, curation, dashboard or summary.
  input_tokens INTEGER NOT NULL, -- Tokens in.
  output_tokens INTEGER NOT NULL, -- Tokens out.
  ms INTEGER NOT NULL, -- Time, milliseconds.
  cost DECIMAL(18, 6) NOT NULL, -- Cost, USD.
  ok BOOLEAN NOT NULL -- Answered without an error.
);
CREATE TABLE question_log ( -- A question asked to the knowledge base.
  question_id INTEGER PRIMARY KEY, -- Number of the question.
  asked_at TIMESTAMP NOT NULL, -- Asked (UTC).
  asker VARCHAR NOT NULL, -- Pseudonym of the asker.
  role VARCHAR NOT NULL, -- Role of the asker.
  topic VARCHAR NOT NULL, -- Topic.
  question VARCHAR NOT NULL, -- Question.
  answered BOOLEAN NOT NULL, -- An answer was given.
  chunks INTEGER NOT NULL, -- Chunks retrieved; 0 is a zero-result question.
  claims INTEGER NOT NULL, -- Claims in the answer.
  supported_claims INTEGER NOT NULL, -- Claims with a supporting chunk.
  grounded BOOLEAN, -- Every claim is supported; empty without an answer.
  citations INTEGER NOT NULL, -- Citations in the answer.
  correct_citations INTEGER NOT NULL, -- Citations that support their claim.
  vote INTEGER, -- 1 thumbs up, -1 thumbs down, empty without a vote.
  ms INTEGER NOT NULL -- Time to the answer, milliseconds.
);
CREATE TABLE answer_vote ( -- A vote on an answer.
  vote_id INTEGER PRIMARY KEY, -- Number of the vote.
  question_id INTEGER NOT NULL REFERENCES question_log (question_id), -- Question.
  voted_at TIMESTAMP NOT NULL, -- Voted (UTC).
  vote INTEGER NOT NULL, -- 1 thumbs up, -1 thumbs down.
  reason VARCHAR -- Reason of a thumbs down.
);
