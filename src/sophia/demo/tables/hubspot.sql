CREATE TABLE owner ( -- A sales representative who owns deals.
  owner_id BIGINT PRIMARY KEY, -- HubSpot owner id.
  name VARCHAR NOT NULL, -- Name.
  email VARCHAR NOT NULL, -- E-mail; joins people across systems.
  team VARCHAR NOT NULL, -- Sales team.
  region VARCHAR NOT NULL, -- Sales region.
  started_on DATE NOT NULL, -- First day.
  active BOOLEAN NOT NULL -- Still with the company.
);
CREATE TABLE quota_month ( -- Quota per representative.
  owner_id BIGINT NOT NULL REFERENCES owner (owner_id), -- Representative.
  month DATE NOT NULL, -- First day of the month.
  quota DECIMAL(18, 2) NOT NULL, -- Bookings quota, USD.
  PRIMARY KEY (owner_id, month)
);
CREATE TABLE company ( -- A company in the CRM: customer or prospect.
  company_id BIGINT PRIMARY KEY, -- HubSpot company id.
  name VARCHAR NOT NULL, -- Name.
  domain VARCHAR NOT NULL, -- Web domain.
  segment VARCHAR NOT NULL, -- Size class.
  region VARCHAR NOT NULL, -- Sales region.
  country VARCHAR NOT NULL, -- Country.
  industry VARCHAR NOT NULL, -- Line of business.
  lifecycle VARCHAR NOT NULL, -- customer, former customer or prospect.
  created_on DATE NOT NULL -- Added to the CRM.
);
CREATE TABLE pipeline_stage ( -- A stage of the sales pipeline, in order.
  stage VARCHAR PRIMARY KEY, -- Stage.
  label VARCHAR NOT NULL, -- Name shown to people.
  position INTEGER NOT NULL, -- Order within the pipeline, from 1.
  probability DOUBLE NOT NULL, -- Default chance to win.
  is_closed BOOLEAN NOT NULL, -- No more selling.
  is_won BOOLEAN NOT NULL -- Ends as won.
);
CREATE TABLE deal ( -- A sales opportunity.
  deal_id BIGINT PRIMARY KEY, -- HubSpot object id.
  dealname VARCHAR NOT NULL, -- Name of the deal.
  company_id BIGINT NOT NULL REFERENCES company (company_id), -- Company.
  owner_id BIGINT NOT NULL REFERENCES owner (owner_id), -- Representative.
  pipeline VARCHAR NOT NULL, -- Pipeline: New business or Expansion.
  deal_type VARCHAR NOT NULL, -- new or expansion.
  product VARCHAR NOT NULL, -- Main product.
  lead_source VARCHAR NOT NULL, -- Acquisition channel.
  dealstage VARCHAR NOT NULL REFERENCES pipeline_stage (stage), -- Present stage.
  amount DECIMAL(18, 2), -- Annual value in the deal currency.
  currency VARCHAR NOT NULL, -- Deal currency.
  amount_usd DECIMAL(18, 2), -- Annual value, USD at the rate of the deal's date.
  createdate TIMESTAMP NOT NULL, -- Created (UTC).
  closedate TIMESTAMP NOT NULL, -- Closed, or expected to close (UTC).
  is_closed BOOLEAN NOT NULL, -- Won or lost.
  is_closed_won BOOLEAN NOT NULL, -- Won.
  stage_probability DOUBLE NOT NULL, -- Chance to win in the present stage.
  forecast_category VARCHAR NOT NULL, -- commit, best_case, pipeline, omitted or closed.
  closed_lost_reason VARCHAR, -- Why it was lost.
  last_contacted_at TIMESTAMP, -- Last contact (UTC).
  calls INTEGER NOT NULL, -- Recorded calls on the deal.
  stage_entered_at TIMESTAMP NOT NULL, -- Entered the present stage (UTC).
  entered_qualified TIMESTAMP, -- Entered Qualified (UTC).
  entered_discovery TIMESTAMP, -- Entered Discovery (UTC).
  entered_proposal TIMESTAMP, -- Entered Proposal (UTC).
  entered_negotiation TIMESTAMP, -- Entered Negotiation (UTC).
  entered_closed TIMESTAMP -- Entered Won or Lost (UTC).
);
CREATE TABLE deal_stage_history ( -- A stay of a deal in a stage.
  deal_id BIGINT NOT NULL REFERENCES deal (deal_id), -- Deal.
  position INTEGER NOT NULL, -- Order of the stay, from 1.
  stage VARCHAR NOT NULL, -- Stage.
  entered_at TIMESTAMP NOT NULL, -- Entered (UTC).
  left_at TIMESTAMP, -- Left (UTC); empty for the present stage.
  PRIMARY KEY (deal_id, position)
);
CREATE TABLE closedate_change ( -- A moved close date: the ground of slippage.
  deal_id BIGINT NOT NULL REFERENCES deal (deal_id), -- Deal.
  changed_at TIMESTAMP NOT NULL, -- When it was moved (UTC).
  old_closedate DATE NOT NULL, -- Before.
  new_closedate DATE NOT NULL, -- After.
  PRIMARY KEY (deal_id, changed_at)
);
CREATE TABLE forecast_week ( -- Weekly forecast of the quarter, kept for back-tests.
  quarter DATE NOT NULL, -- First day of the quarter.
  week INTEGER NOT NULL, -- Week of the quarter, from 1.
  forecast_on DATE NOT NULL, -- Day of the forecast.
  team VARCHAR NOT NULL, -- Sales team.
  won DECIMAL(18, 2) NOT NULL, -- Won until then, USD.
  commit_amount DECIMAL(18, 2) NOT NULL, -- Won + commit, USD.
  best_case_amount DECIMAL(18, 2) NOT NULL, -- Won + commit + best case, USD.
  weighted_amount DECIMAL(18, 2) NOT NULL, -- Won + open amount times probability, USD.
  actual_amount DECIMAL(18, 2), -- Won at the end of the quarter, USD; empty for the running quarter.
  PRIMARY KEY (quarter, week, team)
);
