CREATE TABLE index_stats ( -- State of the vector index per namespace and day.
  day DATE NOT NULL, -- Day.
  namespace VARCHAR NOT NULL, -- Namespace: the source of the documents.
  vectors INTEGER NOT NULL, -- Vectors at the end of the day.
  documents INTEGER NOT NULL, -- Documents with vectors.
  dimension INTEGER NOT NULL, -- Numbers per vector.
  storage_mb DOUBLE NOT NULL, -- Storage, MB.
  lag_h DOUBLE NOT NULL, -- Age of the oldest upload not yet indexed, hours; 0 when none waits.
  PRIMARY KEY (day, namespace)
);
CREATE TABLE chunk ( -- A piece of a document with one vector.
  chunk_id BIGINT PRIMARY KEY, -- Number of the chunk.
  document_id INTEGER NOT NULL, -- Document (S3).
  document_title VARCHAR NOT NULL, -- Title of the document.
  namespace VARCHAR NOT NULL, -- Namespace.
  position INTEGER NOT NULL, -- Order within the document, from 1.
  tokens INTEGER NOT NULL, -- Length, tokens.
  embedded_at TIMESTAMP NOT NULL -- Embedded (UTC).
);
CREATE TABLE query_log ( -- A query to the vector index.
  query_id INTEGER PRIMARY KEY, -- Number of the query; equals question_id in OpenAI.
  asked_at TIMESTAMP NOT NULL, -- Asked (UTC).
  namespace VARCHAR NOT NULL, -- Namespace searched.
  topic VARCHAR NOT NULL, -- Topic of the question.
  top_k INTEGER NOT NULL, -- Chunks asked for.
  results INTEGER NOT NULL, -- Chunks above the threshold; 0 is a zero-result query.
  top_score DOUBLE, -- Best similarity, 0 to 1.
  ms INTEGER NOT NULL -- Time, milliseconds.
);
CREATE TABLE duplicate_pair ( -- Two documents that may say the same.
  pair_id INTEGER PRIMARY KEY, -- Number of the pair.
  left_title VARCHAR NOT NULL, -- One document.
  right_title VARCHAR NOT NULL, -- The other.
  namespace VARCHAR NOT NULL, -- Namespace.
  similarity DOUBLE NOT NULL, -- Cosine similarity, 0 to 1.
  proposed_at TIMESTAMP NOT NULL, -- Found (UTC).
  state VARCHAR NOT NULL -- proposed, confirmed or rejected.
);
CREATE TABLE retrieval_eval ( -- Score of one judged question for one release.
  release VARCHAR NOT NULL, -- Release.
  evaluated_on DATE NOT NULL, -- Day of the evaluation.
  question_number INTEGER NOT NULL, -- Number within the judged set.
  question VARCHAR NOT NULL, -- Question.
  topic VARCHAR NOT NULL, -- Topic.
  recall_at_5 DOUBLE NOT NULL, -- Share of relevant chunks among the first 5.
  reciprocal_rank DOUBLE NOT NULL, -- 1 over the rank of the first relevant chunk.
  ndcg_at_10 DOUBLE NOT NULL, -- Normalised discounted cumulative gain at 10.
  PRIMARY KEY (release, question_number)
);
