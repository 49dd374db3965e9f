CREATE TABLE cost_day ( -- AWS cost per day, service and workload; model calls are the service "LLM API".
  day DATE NOT NULL, -- Day.
  service VARCHAR NOT NULL, -- Service.
  workload VARCHAR NOT NULL, -- Cost tag: dashboards, product or data. Savings count dashboards.
  cost DECIMAL(18, 4) NOT NULL, -- Unblended cost, USD.
  amortized_cost DECIMAL(18, 4) NOT NULL, -- Net amortised cost, USD.
  PRIMARY KEY (day, service, workload)
);
CREATE TABLE bill_month ( -- Total of the AWS bill.
  month DATE PRIMARY KEY, -- First day of the month; the last month is partial.
  total DECIMAL(18, 4) NOT NULL -- Total, USD; equals the sum over services.
);
CREATE TABLE retool_invoice ( -- Invoice of the old platform.
  month DATE PRIMARY KEY, -- First day of the month; the last month is billed in full.
  plan VARCHAR NOT NULL, -- Plan.
  seats INTEGER NOT NULL, -- Seats billed.
  amount DECIMAL(18, 2) NOT NULL, -- Invoiced, USD; falls while apps are retired.
  baseline_amount DECIMAL(18, 2) NOT NULL -- What staying would have cost, USD; savings are measured against it.
);
CREATE TABLE saving_month ( -- Cost of the new platform beside the old one, since the migration began.
  month DATE PRIMARY KEY, -- First day of the month; the last month is partial.
  cloud_cost DECIMAL(18, 2) NOT NULL, -- AWS cost of dashboards without models, USD.
  llm_cost DECIMAL(18, 2) NOT NULL, -- Model calls, USD.
  baseline_amount DECIMAL(18, 2) NOT NULL -- What Retool would have cost in the same days, USD.
);
