/** The spec as TypeScript: mirrors src/sophia/spec, which decides. */

export type Scalar = string | number | boolean | null;

export interface Format {
  style: "number" | "currency" | "percent" | "duration" | "date" | "datetime" | "bytes" | "text" | "score";
  currency?: string | null;
  decimals?: number | null;
  unit?: string | null;
  compact?: boolean;
}

export type Unit = "hour" | "day" | "week" | "month" | "quarter" | "year";

export interface Window {
  kind: "last" | "previous" | "this" | "between" | "all";
  unit?: Unit;
  count?: number;
  start?: string | null;
  end?: string | null;
}

export type ParamValue = Scalar | Scalar[] | Window;
export type ParamValues = Record<string, ParamValue>;

export interface Param {
  id: string;
  type: "select" | "multi_select" | "date_range" | "search" | "number" | "text";
  label: string;
  column?: string | null;
  connection?: string | null;
  default?: ParamValue;
  visible?: boolean;
}

export interface Theme {
  mode?: "system" | "light" | "dark";
  mode_toggle?: boolean;
  primary?: string | null;
  accent?: string | null;
  palette?: string[] | null;
}

/* ---------------------------------------------------------------- actions */
export interface SetParam {
  kind: "set_param";
  param: string;
  value?: Scalar | Scalar[];
  from_column?: string | null;
}
export interface Drill {
  kind: "drill";
}
export interface OpenPage {
  kind: "open_page";
  page: string;
}
export interface OpenLink {
  kind: "open_link";
  url: string;
}
export interface Refresh {
  kind: "refresh";
}
export interface Export {
  kind: "export";
  component?: string | null;
  format?: "csv" | "xlsx";
}
export type Action = SetParam | Drill | OpenPage | OpenLink | Refresh | Export;

/* --------------------------------------------------------------- datasets */
export type Aggregate = "count" | "count_distinct" | "sum" | "mean" | "min" | "max" | "median";
export type Operator =
  | "eq"
  | "ne"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "in"
  | "not_in"
  | "between"
  | "like"
  | "not_like"
  | "is_null"
  | "not_null";

export interface Measure {
  name: string;
  metric?: string | null;
  aggregate?: Aggregate | null;
  column?: string | null;
  share?: boolean;
}
export interface Dimension {
  name: string;
  column: string;
  grain?: Unit | "weekday" | "month_of_year" | "hour_of_day" | null;
  bins?: number | null;
}
export interface Filter {
  column?: string;
  op?: Operator;
  values?: Scalar[];
  param?: string | null;
  any_of?: Filter[];
}
export interface Order {
  by: string;
  descending?: boolean;
}
interface DatasetCommon {
  id: string;
  connection: string;
  refresh_interval?: number;
}
export interface MetricDataset extends DatasetCommon {
  kind: "metric";
  table?: string | null;
  measures?: Measure[];
  dimensions?: Dimension[];
  time_column?: string | null;
  window?: Window | null;
  window_param?: string | null;
  filters?: Filter[];
  order?: Order[];
  limit?: number | null;
  compare?: "previous_period" | "previous_year" | null;
}
export interface SqlDataset extends DatasetCommon {
  kind: "sql";
  sql: string;
  limit?: number | null;
}
export interface RequestDataset extends DatasetCommon {
  kind: "request";
  path: string;
  query?: Record<string, string>;
  rows_path?: string;
}
export interface TransformDataset extends DatasetCommon {
  kind: "transform";
  inputs: string[];
  sql: string;
}
export interface InsightDataset extends DatasetCommon {
  kind: "insights";
  metrics: string[];
  by?: string[];
  limit?: number;
}
export type Dataset = MetricDataset | SqlDataset | RequestDataset | TransformDataset | InsightDataset;

/* ------------------------------------------------------------- components */
export interface Layout {
  x: number;
  y: number;
  w: number;
  h: number;
  phone?: number;
}
export interface Note {
  text: string;
  kind?: "assumption" | "question";
  alternatives?: string[];
}
export interface ComponentCommon {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
}
export interface Series {
  column: string;
  label?: string;
  format?: Format;
}
export interface Reference {
  value: number;
  label?: string;
}
export interface DataComponent extends ComponentCommon {
  dataset: string;
  click?: Action | null;
}
export interface Availability {
  state?: "ready" | "not_connected";
  missing?: string;
}
export interface Sparkline {
  dataset: string;
  x: string;
  y: string;
}

export interface Kpi extends DataComponent {
  kind: "kpi";
  value: string;
  format?: Format;
  previous?: string | null;
  comparison_label?: string;
  good?: "up" | "down" | "neutral";
  target?: number | null;
  sparkline?: Sparkline | null;
}
export interface Line extends DataComponent {
  kind: "line";
  x: string;
  y: Series[];
  series?: string | null;
  references?: Reference[];
}
export interface Area extends DataComponent {
  kind: "area";
  x: string;
  y: Series[];
  series?: string | null;
  stacked?: boolean;
  normalized?: boolean;
  references?: Reference[];
}
export interface Bar extends DataComponent {
  kind: "bar";
  x: string;
  y: Series[];
  series?: string | null;
  horizontal?: boolean;
  references?: Reference[];
}
export interface StackedBar extends DataComponent {
  kind: "stacked_bar";
  x: string;
  y: Series[];
  series?: string | null;
  horizontal?: boolean;
  normalized?: boolean;
}
export interface Combo extends DataComponent {
  kind: "combo";
  x: string;
  bars: Series[];
  lines: Series[];
  second_axis?: boolean;
}
export interface Pie extends DataComponent {
  kind: "pie";
  label: string;
  value: Series;
  donut?: boolean;
}
export interface Scatter extends DataComponent {
  kind: "scatter";
  x: Series;
  y: Series;
  size?: string | null;
  series?: string | null;
  label?: string | null;
}
export interface HeatMap extends DataComponent {
  kind: "heat_map";
  x: string;
  y: string;
  value: Series;
}
export interface Funnel extends DataComponent {
  kind: "funnel";
  stage: string;
  value: Series;
}
export interface Waterfall extends DataComponent {
  kind: "waterfall";
  label: string;
  value: Series;
  totals?: string[];
}
export interface Bullet extends DataComponent {
  kind: "bullet";
  label?: string | null;
  value: Series;
  target?: string | null;
  target_value?: number | null;
  bands?: number[];
}
export interface TableColumn {
  column: string;
  label?: string;
  format?: Format;
  visual?: "plain" | "bar" | "badge" | "health";
}
export interface Table extends DataComponent {
  kind: "table";
  columns?: TableColumn[];
  page_size?: number;
  search?: boolean;
}
export interface Text extends ComponentCommon {
  kind: "text";
  markdown?: string;
}
export interface Tab {
  id: string;
  label: string;
}
export interface Tabs extends ComponentCommon {
  kind: "tabs";
  tabs: Tab[];
}
export interface Container extends ComponentCommon {
  kind: "container";
}
export interface FilterInput extends ComponentCommon {
  kind: "filter";
  param: string;
}
export interface Button extends ComponentCommon {
  kind: "button";
  action: Action;
}
export interface ChatPanel extends ComponentCommon {
  kind: "chat_panel";
  connections?: string[];
  suggestions?: string[];
  availability?: Availability;
}
export interface UploadPanel extends ComponentCommon {
  kind: "upload_panel";
  connection?: string;
  accepts?: string[];
  availability?: Availability;
}
export interface QueuePanel extends ComponentCommon {
  kind: "queue_panel";
  dataset: string;
  columns?: TableColumn[];
  decisions?: string[];
  availability?: Availability;
}
export interface Insights extends DataComponent {
  kind: "insights";
}
export interface Custom extends ComponentCommon {
  kind: "custom";
  name?: string;
  datasets?: string[];
  availability?: Availability;
}

export type Component =
  | Kpi
  | Line
  | Area
  | Bar
  | StackedBar
  | Combo
  | Pie
  | Scatter
  | HeatMap
  | Funnel
  | Waterfall
  | Bullet
  | Table
  | Text
  | Tabs
  | Container
  | FilterInput
  | Button
  | ChatPanel
  | UploadPanel
  | QueuePanel
  | Insights
  | Custom;

export type ComponentKind = Component["kind"];
export type ComponentOf<K extends ComponentKind> = Extract<Component, { kind: K }>;

export interface Page {
  id: string;
  title: string;
  components?: Component[];
}

export interface Dashboard {
  spec_version?: 1;
  id: string;
  slug: string;
  title: string;
  description?: string;
  type?: string;
  theme?: Theme;
  params?: Param[];
  datasets?: Dataset[];
  pages: Page[];
  refresh_interval?: number | null;
}

/* ---------------------------------------------------------------- results */
export interface ResultColumn {
  name: string;
  type: string;
}

/** One dataset's answer: `data` holds one array per column of `columns`. */
export interface DatasetReply {
  status: "ok" | "stale" | "error" | "forbidden";
  columns: ResultColumn[];
  data: Scalar[][];
  rows: number;
  truncated: boolean;
  as_of: string | null;
  ms: number;
  demo: boolean;
  cached: boolean;
  connection: string;
  partial: { column: string; value: Scalar } | null;
  error: { code: string; message: string; id?: string; remedy?: string } | null;
}
