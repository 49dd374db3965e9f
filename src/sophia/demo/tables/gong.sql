CREATE TABLE gong_user ( -- A recorded employee.
  user_id BIGINT PRIMARY KEY, -- Gong user id.
  name VARCHAR NOT NULL, -- Name.
  email VARCHAR NOT NULL, -- E-mail; joins people across systems.
  team VARCHAR NOT NULL, -- Sales or Customer success.
  region VARCHAR NOT NULL, -- Sales region.
  active BOOLEAN NOT NULL -- Still with the company.
);
CREATE TABLE call ( -- A recorded conversation.
  call_id BIGINT PRIMARY KEY, -- Gong call id.
  title VARCHAR NOT NULL, -- Title.
  started_at TIMESTAMP NOT NULL, -- Start (UTC).
  duration_s INTEGER NOT NULL, -- Length, seconds.
  user_id BIGINT NOT NULL REFERENCES gong_user (user_id), -- Host.
  rep VARCHAR NOT NULL, -- Name of the host.
  team VARCHAR NOT NULL, -- Team of the host.
  direction VARCHAR NOT NULL, -- Inbound, Outbound or Conference.
  scope VARCHAR NOT NULL, -- External or Internal; market metrics count external calls.
  account_id INTEGER, -- Snowflake account of the customer, when it is one.
  account_name VARCHAR, -- Company on the call; empty for internal calls.
  segment VARCHAR, -- Size class of the company.
  region VARCHAR, -- Sales region of the company.
  deal_id BIGINT, -- HubSpot deal the call belongs to.
  topic VARCHAR NOT NULL, -- Main topic.
  speakers INTEGER NOT NULL, -- Persons who spoke.
  rep_talk_s INTEGER NOT NULL, -- Talk time of the host's side, seconds.
  total_talk_s INTEGER NOT NULL, -- Talk time of everybody, seconds.
  longest_monologue_s INTEGER NOT NULL, -- Longest monologue of the host, seconds.
  longest_story_s INTEGER NOT NULL, -- Longest customer story, seconds.
  interactivity DOUBLE NOT NULL, -- Speaker switches, scaled 0 to 10.
  patience_s DOUBLE NOT NULL, -- Pause before answering, seconds.
  questions INTEGER NOT NULL, -- Questions asked by the host.
  next_step BOOLEAN NOT NULL, -- A next step was agreed.
  sentiment DOUBLE, -- Customer sentiment, -1 to 1; empty for internal calls.
  url VARCHAR NOT NULL -- Link to the recording.
);
CREATE TABLE call_party ( -- A participant of a call.
  call_id BIGINT NOT NULL REFERENCES call (call_id), -- Call.
  speaker_id INTEGER NOT NULL, -- Number of the speaker within the call.
  name VARCHAR NOT NULL, -- Name.
  email VARCHAR NOT NULL, -- E-mail.
  affiliation VARCHAR NOT NULL, -- Internal or External.
  talk_s INTEGER NOT NULL, -- Talk time, seconds.
  PRIMARY KEY (call_id, speaker_id)
);
CREATE TABLE call_tracker ( -- A tracked phrase heard on a call.
  call_id BIGINT NOT NULL REFERENCES call (call_id), -- Call.
  tracker VARCHAR NOT NULL, -- Phrase group, or the competitor's name.
  kind VARCHAR NOT NULL, -- competitor, risk, value or process.
  mentions INTEGER NOT NULL, -- Times heard.
  started_at TIMESTAMP NOT NULL, -- Start of the call (UTC).
  PRIMARY KEY (call_id, tracker)
);
CREATE TABLE call_user_day ( -- Call activity per person and day.
  day DATE NOT NULL, -- Day (UTC).
  user_id BIGINT NOT NULL REFERENCES gong_user (user_id), -- Person.
  calls_hosted INTEGER NOT NULL, -- External and internal calls hosted.
  calls_attended INTEGER NOT NULL, -- Calls attended, not hosted.
  minutes_hosted DOUBLE NOT NULL, -- Minutes of hosted calls.
  feedback_given INTEGER NOT NULL, -- Comments left on recordings.
  feedback_received INTEGER NOT NULL, -- Comments received.
  PRIMARY KEY (day, user_id)
);
