CREATE TABLE account ( -- A customer: one row per company that has ever paid.
  account_id INTEGER PRIMARY KEY, -- Number of the account.
  name VARCHAR NOT NULL, -- Name of the company.
  domain VARCHAR NOT NULL, -- Web domain.
  segment VARCHAR NOT NULL, -- Size class: Enterprise, Mid-market or SMB.
  region VARCHAR NOT NULL, -- Sales region; row policies are written on it.
  country VARCHAR NOT NULL, -- Country of the head office.
  industry VARCHAR NOT NULL, -- Line of business.
  channel VARCHAR NOT NULL, -- Acquisition channel that brought the account.
  csm VARCHAR NOT NULL, -- Customer success manager.
  crm_id BIGINT NOT NULL, -- HubSpot company id.
  currency VARCHAR NOT NULL, -- Contract currency.
  seats INTEGER NOT NULL, -- Licensed seats today.
  created_on DATE NOT NULL, -- First day as a customer.
  renewal_on DATE, -- Next renewal of the contract; empty when churned.
  status VARCHAR NOT NULL, -- active or churned at the end of the data.
  churned_on DATE, -- Day the account left, when it has not come back.
  churn_reason VARCHAR -- Why it left, in the customer success manager's words.
);
CREATE TABLE mrr_month ( -- Monthly recurring revenue per account and product at month end; no row means none.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  month DATE NOT NULL, -- First day of the month; the last month is partial.
  product VARCHAR NOT NULL, -- Product: Ledger, Pulse or Flow.
  mrr DECIMAL(18, 2) NOT NULL, -- Monthly recurring revenue, USD at the contract-date rate.
  mrr_original DECIMAL(18, 2) NOT NULL, -- The same in the contract currency.
  currency VARCHAR NOT NULL, -- Contract currency.
  PRIMARY KEY (account_id, month, product)
);
CREATE TABLE cost_month ( -- Company cost by category and channel.
  month DATE NOT NULL, -- First day of the month; the last month is partial.
  category VARCHAR NOT NULL, -- S&M, R&D, G&A or COGS.
  channel VARCHAR NOT NULL, -- Acquisition channel for S&M, otherwise the cost line.
  amount DECIMAL(18, 2) NOT NULL, -- Cost, USD.
  PRIMARY KEY (month, category, channel)
);
CREATE TABLE acquisition_month ( -- Marketing and sales spend and what it won, per channel.
  month DATE NOT NULL, -- First day of the month; the last month is partial.
  channel VARCHAR NOT NULL, -- Acquisition channel.
  spend DECIMAL(18, 2) NOT NULL, -- S&M spend, USD; equals the S&M rows of cost_month.
  leads INTEGER NOT NULL, -- Qualified leads.
  new_customers INTEGER NOT NULL, -- New customers; equals the new accounts of mrr_month.
  new_mrr DECIMAL(18, 2) NOT NULL, -- MRR of the new customers in their first month, USD.
  PRIMARY KEY (month, channel)
);
CREATE TABLE cash_month ( -- Profit, cash flow and cash balance.
  month DATE PRIMARY KEY, -- First day of the month; the last month is partial.
  revenue DECIMAL(18, 2) NOT NULL, -- Recognised revenue, USD; the partial month counts its elapsed days.
  cogs DECIMAL(18, 2) NOT NULL, -- Cost of goods sold, USD.
  operating_cost DECIMAL(18, 2) NOT NULL, -- S&M + R&D + G&A, USD.
  free_cash_flow DECIMAL(18, 2) NOT NULL, -- Revenue - cogs - operating cost + change in working capital, USD.
  net_burn DECIMAL(18, 2) NOT NULL, -- Minus the free cash flow; negative when cash comes in, USD.
  cash DECIMAL(18, 2) NOT NULL -- Cash at the end of the month, USD.
);
CREATE TABLE target_month ( -- Targets of the board plan.
  month DATE PRIMARY KEY, -- First day of the month.
  mrr_target DECIMAL(18, 2) NOT NULL, -- MRR at month end, USD.
  bookings_target DECIMAL(18, 2) NOT NULL, -- New and expansion bookings (annual value), USD.
  new_customers_target INTEGER NOT NULL, -- New customers.
  nrr_target DOUBLE NOT NULL, -- Net revenue retention over 12 months, share.
  gross_margin_target DOUBLE NOT NULL -- Gross margin, share.
);
CREATE TABLE pipeline_month ( -- Sales pipeline of the quarter, observed on the 15th of each month.
  month DATE NOT NULL, -- Month of the observation.
  quarter DATE NOT NULL, -- First day of the quarter it looks at.
  region VARCHAR NOT NULL, -- Sales region.
  open_amount DECIMAL(18, 2) NOT NULL, -- Open deals that close in the quarter, USD.
  weighted_amount DECIMAL(18, 2) NOT NULL, -- The same times stage probability, USD.
  won_so_far DECIMAL(18, 2) NOT NULL, -- Won in the quarter until the observation, USD.
  bookings_target DECIMAL(18, 2) NOT NULL, -- Bookings target of the quarter, USD.
  PRIMARY KEY (month, region)
);
CREATE TABLE usage_month ( -- Product usage per account.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  month DATE NOT NULL, -- First day of the month; the last month is partial.
  active_users INTEGER NOT NULL, -- Users active in the month.
  seats INTEGER NOT NULL, -- Licensed seats in the month.
  logins INTEGER NOT NULL, -- Logins in the month.
  feature_score DOUBLE NOT NULL, -- Share of the bought features that were used, 0 to 1.
  PRIMARY KEY (account_id, month)
);
CREATE TABLE engagement_month ( -- Conversations with the account, synced from Gong.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  month DATE NOT NULL, -- First day of the month; the last month is partial.
  calls INTEGER NOT NULL, -- External calls in the month.
  last_call_on DATE, -- Last external call until the end of the month.
  sentiment DOUBLE, -- Mean call sentiment, -1 to 1; empty without a call.
  risk_mentions INTEGER NOT NULL, -- Mentions of a competitor, cancelling or price pressure.
  PRIMARY KEY (account_id, month)
);
CREATE TABLE support_ticket ( -- A support request.
  ticket_id INTEGER PRIMARY KEY, -- Number of the ticket.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  topic VARCHAR NOT NULL, -- What it is about.
  severity VARCHAR NOT NULL, -- critical, high, normal or low.
  created_at TIMESTAMP NOT NULL, -- Opened (UTC).
  first_response_at TIMESTAMP, -- First answer (UTC).
  resolved_at TIMESTAMP, -- Solved (UTC); empty while open.
  csat INTEGER -- Satisfaction of the requester, 1 to 5; empty when not answered.
);
CREATE TABLE nps_response ( -- An answer to the quarterly recommendation survey.
  response_id INTEGER PRIMARY KEY, -- Number of the answer.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  answered_on DATE NOT NULL, -- Day of the answer.
  score INTEGER NOT NULL, -- 0 to 10; promoters 9 and 10, detractors 0 to 6.
  role VARCHAR NOT NULL -- Role of the person: champion, user or executive.
);
CREATE TABLE invoice ( -- A monthly invoice.
  invoice_id INTEGER PRIMARY KEY, -- Number of the invoice.
  account_id INTEGER NOT NULL REFERENCES account (account_id), -- Account.
  issued_on DATE NOT NULL, -- Issued.
  due_on DATE NOT NULL, -- Due.
  paid_on DATE, -- Paid; empty while open, overdue after due_on.
  amount DECIMAL(18, 2) NOT NULL -- Amount, USD.
);
