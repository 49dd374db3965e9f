CREATE TABLE channel ( -- A channel.
  channel_id VARCHAR PRIMARY KEY, -- Slack channel id.
  name VARCHAR NOT NULL, -- Name.
  kind VARCHAR NOT NULL, -- team, project, customer, incident or social.
  team VARCHAR NOT NULL, -- Team it belongs to.
  members INTEGER NOT NULL, -- Members; person-near metrics need at least 5.
  created_on DATE NOT NULL -- Created.
);
CREATE TABLE message_day ( -- Messages per channel and day; no message text is kept.
  day DATE NOT NULL, -- Day (UTC).
  channel_id VARCHAR NOT NULL REFERENCES channel (channel_id), -- Channel.
  messages INTEGER NOT NULL, -- Messages, replies included.
  threads INTEGER NOT NULL, -- Threads begun.
  replies INTEGER NOT NULL, -- Replies in threads.
  reactions INTEGER NOT NULL, -- Reactions.
  active_users INTEGER NOT NULL, -- Persons who wrote.
  after_hours INTEGER NOT NULL, -- Messages outside 08:00 to 18:00 local time or on a weekend.
  first_reply_min DOUBLE, -- Median minutes to the first reply; empty without a thread.
  PRIMARY KEY (day, channel_id)
);
