/** Replies of the server, as the HTTP contract has them. */
import type { Component, Dashboard, DatasetReply, Param, ParamValues } from "@/spec/types";

export type Role = "viewer" | "builder" | "admin";

export interface Session {
  /** `may`: the actions that the server's policy lets them do; what is not in it is not offered. */
  viewer: { id: string; name: string; role: Role; demo: boolean; may: string[] } | null;
  workspace: { name: string; primary?: string | null; accent?: string | null; logo?: string | null };
  mode: "demo" | "server";
  setup_needed: boolean;
  version: string;
}

export interface DashboardSummary {
  id: string;
  slug: string;
  title: string;
  description: string;
  type: string;
  url: string;
  version: number;
  updated_at: string;
  components: number;
  connections: string[];
  demo: boolean;
}

export interface DashboardReply {
  dashboard_id: string;
  slug: string;
  url: string;
  version: number;
  spec: Dashboard;
  react?: string | null;
}

export interface DataReply {
  version: number;
  datasets: Record<string, DatasetReply>;
}

export interface Boot {
  /** The dashboard's name in the address that was opened (its slug, id or alias), and the address's query. */
  key?: string;
  search?: string;
  session?: Session;
  dashboard?: DashboardReply | null;
  data?: DataReply | null;
}

export interface Evidence {
  dataset: string;
  connection: string;
  query: string;
  bound?: Record<string, unknown> | unknown[] | null;
  rows: number;
  ms: number;
  demo: boolean;
  status: string;
}

export interface NotUnderstood {
  words: string;
  reason: string;
  alternatives: string[];
}

/** Which path read the words: `model` is empty for the rules; `note` says why a model's answer was not used. */
export interface MadeBy {
  model: string;
  note: string;
  repairs: number;
}

export interface ChangeReply extends DashboardReply {
  understood: string[];
  assumptions: string[];
  not_understood: NotUnderstood[];
  evidence: Evidence[];
  changes: string[];
  component_ids: string[];
  preview: boolean;
  made_by: MadeBy;
}

export interface VersionSummary {
  version: number;
  created_at: string;
  author: string;
  message: string;
  changes: string[];
}

export interface OptionsReply {
  values: { value: string | number | boolean | null; count?: number }[];
  truncated: boolean;
}

/** The part of JSON Schema that source settings use. */
export interface SettingsSchema {
  type?: string;
  title?: string;
  description?: string;
  properties?: Record<string, SettingsSchema>;
  required?: string[];
  default?: unknown;
  format?: string;
  enum?: (string | number)[];
  const?: unknown;
  anyOf?: SettingsSchema[];
  minimum?: number;
  maximum?: number;
  examples?: unknown[];
  writeOnly?: boolean;
}

export interface SourceKind {
  kind: string;
  title: string;
  description: string;
  config_schema: SettingsSchema;
  accepts?: string[];
}

/** Something to know about a table as it was loaded: what was left out, with the first lines at fault. */
export interface LoadNote {
  table: string;
  message: string;
  rejected: number;
  lines: { line: number; error: string }[];
}

/** A cycle of a synced connection. */
export interface SyncRun {
  started_at: string;
  seconds: number;
  calls: number;
  records: number;
  changed: number;
  removed: number;
  ok: boolean;
  error?: string | null;
}

export interface SyncReply {
  running: boolean;
  next_due: string;
  last_ok_at: string | null;
  failures: number;
  progress: { stream: string; number: number; streams: number; records: number } | null;
  quota: { left: number; limit: number; resets?: string | null } | null;
  runs: SyncRun[];
}

export interface ConnectionSummary {
  name: string;
  source: string;
  title: string;
  demo: boolean;
  synced: boolean;
  tables: number;
  rows: number | null;
  as_of: string | null;
  status: string;
  error?: { message: string; remedy?: string } | string | null;
  refresh_interval: number;
  notes?: LoadNote[];
}

export interface CatalogColumn {
  name: string;
  type: string;
  role: string;
  label?: string;
  values?: string[];
  distinct?: number | null;
  null_share?: number;
  minimum?: string | null;
  maximum?: string | null;
  hidden?: boolean;
}
export interface CatalogTable {
  name: string;
  label?: string;
  rows?: number | null;
  columns: CatalogColumn[];
  time_column?: string | null;
  primary_key?: string[];
  description?: string;
}
export interface CatalogJoin {
  from_table: string;
  from_column: string;
  to_table: string;
  to_column: string;
}
export interface Catalog {
  connection: string;
  title?: string;
  tables: CatalogTable[];
  joins?: CatalogJoin[];
  metrics?: { name: string; label: string; description?: string }[];
}
export interface ConnectionReply {
  connection: ConnectionSummary;
  catalog: Catalog | null;
  suggestions: string[];
}

export interface UserSummary {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  /** No password chosen yet. */
  pending: boolean;
  created_at: string;
  signed_in_at: string | null;
}

/** A secret to choose a password with, shown this once. */
export interface OneTime {
  secret: string;
  until: string;
}

export type UserAdded = UserSummary & { once: OneTime | null };

export interface TokenSummary {
  id: string;
  name: string;
  role: Role;
  owner: { id: string; name: string };
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
}

/** `token` is the text, shown this once. */
export type TokenAdded = TokenSummary & { token: string };

export interface LoginSummary {
  id: string;
  created_at: string;
  seen_at: string;
  expires_at: string;
  place: string;
  agent: string;
  current: boolean;
}

export type ModelProvider = "openai" | "anthropic" | "bedrock";

export interface ModelPrice {
  model: string;
  input: number;
  output: number;
}

/** The workspace's language model; its key never comes out. */
export interface ModelSetting {
  provider: ModelProvider | null;
  name: string;
  base_url: string;
  region: string;
  send_values: boolean;
  seconds: number;
  daily_tokens: number;
  prices: ModelPrice[];
}

export interface ModelReply extends ModelSetting {
  key_set: boolean;
  origin: "workspace" | "environment" | "none";
  installed: boolean;
}

/** What a call took; null is unknown. */
export interface ModelUse {
  milliseconds: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cost: number | null;
}

export interface ModelTried extends ModelUse {
  ok: boolean;
  words: string;
}

export interface ModelCall extends ModelUse {
  at: string;
  viewer: string;
  purpose: string;
  model: string;
  outcome: string;
}

export interface ModelCalls {
  calls: ModelCall[];
  last_30_days: {
    calls: number;
    input_tokens: number;
    output_tokens: number;
    cost: number;
    unpriced: number;
  };
}

export interface AskEvents {
  understood: {
    understood: string[];
    assumptions: string[];
    not_understood: NotUnderstood[];
    made_by: MadeBy;
  };
  queried: { dataset: string; connection: string; rows: number; ms: number; status: string };
  placed: { component: Component; datasets: Record<string, DatasetReply> };
  done: ChangeReply;
  error: { code: string; message: string; field?: string; remedy?: string };
}

export type { Param, ParamValues };
