CREATE TABLE account ( -- Customers, some of them entered twice.
  account_id INTEGER PRIMARY KEY, -- Number of the account.
  name VARCHAR, -- Name; emoji, right-to-left, control characters, or missing.
  domain VARCHAR, -- Web domain; equal for duplicates.
  segment VARCHAR, -- Size class, spelled in several ways.
  region VARCHAR, -- Sales region; missing for some.
  created_on DATE -- First day as a customer.
);
CREATE TABLE owner ( -- Representatives; one has been deleted and is still named by deals.
  owner_id INTEGER PRIMARY KEY, -- Number of the representative.
  name VARCHAR -- Name.
);
CREATE TABLE deal ( -- Deals as no system should hold them.
  deal_id INTEGER PRIMARY KEY, -- Number of the deal.
  dealname VARCHAR, -- Name.
  account_id INTEGER, -- Account; may not exist.
  owner_id INTEGER, -- Representative; may not exist.
  dealstage VARCHAR, -- Stage; one was renamed half-way.
  amount DECIMAL(18, 2), -- Amount in the deal currency; missing, negative, or enormous.
  currency VARCHAR, -- Currency.
  createdate TIMESTAMP, -- Created (UTC).
  closedate TIMESTAMP, -- Closed (UTC); at times before it was created.
  is_closed_won BOOLEAN -- Won.
);
CREATE TABLE mrr_month ( -- Recurring revenue with a leap-day month, a gap and an outlier.
  account_id INTEGER, -- Account.
  month DATE, -- First day of the month.
  mrr DECIMAL(18, 2), -- Monthly recurring revenue.
  currency VARCHAR -- Currency.
);
CREATE TABLE reading ( -- Hourly values over both clock changes of Europe/Berlin in 2026.
  read_at TIMESTAMP, -- Moment (UTC).
  local_time VARCHAR, -- The same on a wall clock: one hour is missing in March and one comes twice in October.
  value DOUBLE -- Value; a NaN and an infinity among them.
);
CREATE TABLE webhook ( -- Events of a sender whose clock is wrong.
  event_id INTEGER PRIMARY KEY, -- Number of the event.
  sent_at TIMESTAMP, -- Moment by the sender's clock (UTC), at times in the future.
  received_at TIMESTAMP, -- Moment of arrival (UTC).
  kind VARCHAR -- Kind of event.
);
CREATE TABLE refund ( -- A table without rows.
  refund_id INTEGER PRIMARY KEY, -- Number of the refund.
  refunded_on DATE, -- Day.
  amount DECIMAL(18, 2) -- Amount, USD.
);
