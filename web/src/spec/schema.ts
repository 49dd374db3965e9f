/** The spec's models. Written by `npm run types` from src/sophia/spec; do not edit. */

/** Filled lines; `stacked` piles them up, `normalized` shows shares of 100 %. */
export interface Area {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "area";
  x: string;
  y: Series[];
  series?: string | null;
  stacked?: boolean;
  normalized?: boolean;
  references?: Reference[];
}

/** Whether the service behind a component is there; when not, `missing` says what it waits for. */
export interface Availability {
  state?: "ready" | "not_connected";
  missing?: string;
}

/** One bar per row (grouped when several `y` or a `series` column); horizontal suits long labels. */
export interface Bar {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "bar";
  x: string;
  y: Series[];
  series?: string | null;
  horizontal?: boolean;
  references?: Reference[];
}

/** One bar per row: `value` against the result column `target` or the fixed `target_value`; `bands` shade ranges. */
export interface Bullet {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "bullet";
  label?: string | null;
  value: Series;
  target?: string | null;
  target_value?: number | null;
  bands?: number[];
}

/** A button labelled with its title. */
export interface Button {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "button";
  action: SetParam | Drill | OpenPage | OpenLink | Refresh | Export;
}

/** A chat about the dashboard's connections; `suggestions` are questions it can answer. */
export interface ChatPanel {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "chat_panel";
  connections?: string[];
  suggestions?: string[];
  availability?: Availability;
}

/** Bars and lines of the same unit; `second_axis` puts lines of another unit on the right, labelled. */
export interface Combo {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "combo";
  x: string;
  bars: Series[];
  lines: Series[];
  second_axis?: boolean;
}

/** A group; components with parent = this id lie inside it. */
export interface Container {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "container";
}

/** A React component: its `source` (TSX) and the only datasets it may read; without a source it keeps a place. */
export interface Custom {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "custom";
  name?: string;
  /** TSX: one default function over react and sophia. */
  source?: string;
  datasets?: string[];
  availability?: Availability;
}

/** The whole document. Ids are unique within it; every reference in it resolves (see spec.validate). */
export interface Dashboard {
  spec_version?: 1;
  id: string;
  slug: string;
  title: string;
  description?: string;
  /** The kind asked for: ceo, knowledge, project, sales-performance … */
  type?: string;
  theme?: Theme;
  params?: Param[];
  datasets?: (MetricDataset | SqlDataset | RequestDataset | TransformDataset | InsightDataset)[];
  pages: Page[];
  /** Seconds between refreshes of an open dashboard. */
  refresh_interval?: number | null;
}

/** One way to split: `column` is "table.column"; a date takes a `grain`, a number may be cut into `bins`. */
export interface Dimension {
  name: string;
  column: string;
  grain?:
    | "hour"
    | "day"
    | "week"
    | "month"
    | "quarter"
    | "year"
    | "weekday"
    | "month_of_year"
    | "hour_of_day"
    | null;
  bins?: number | null;
}

/** Show the rows behind the clicked mark. */
export interface Drill {
  kind: "drill";
}

/** Download the page's tables or one component as CSV or XLSX. */
export interface Export {
  kind: "export";
  component?: string | null;
  format?: "csv" | "xlsx";
}

/** Keep rows where `column` `op` `values`; with `param` the values come from that param (no value: no filter). */
export interface Filter {
  column?: string;
  op?:
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
  values?: (string | number | boolean | null)[];
  param?: string | null;
  any_of?: Filter[];
}

/** Draws the param's input. Params not drawn by any filter component appear in the page's filter bar. */
export interface FilterInput {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "filter";
  param: string;
}

/** How a number or date is written; the unit is shown once, in a header or label. */
export interface Format {
  style: string;
  /** ISO 4217 code for style currency. */
  currency?: string | null;
  decimals?: number | null;
  /** Unit written after the number: days, calls, …; seconds for duration. */
  unit?: string | null;
  /** 1.23 M instead of 1,230,000 on tiles and axes. */
  compact?: boolean;
}

/** One step per row, in the result's order, with the share that went on. */
export interface Funnel {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "funnel";
  stage: string;
  value: Series;
}

/** Keep groups whose measure called `by` `op` the number in `values`, or lies between its two. */
export interface Having {
  by: string;
  op?: "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "between";
  values: number[];
}

/** One cell per row: columns `x` × `y`, shaded by `value`. */
export interface HeatMap {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "heat_map";
  x: string;
  y: string;
  value: Series;
}

/** What moved: each metric over months, by segment, ranked by robust z-score (median/MAD; domain rule). */
export interface InsightDataset {
  id: string;
  connection: string;
  /** Freshness target in seconds. */
  refresh_interval?: number;
  kind: "insights";
  metrics: string[];
  /** table.column to look into, besides the total. */
  by?: string[];
  limit?: number;
}

/** Cards of an insights dataset, most important first. */
export interface Insights {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "insights";
}

/** One number. `value` is a result column of the first row; `previous` the column it is compared with. */
export interface Kpi {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "kpi";
  value: string;
  format?: Format;
  previous?: string | null;
  comparison_label?: string;
  good?: "up" | "down" | "neutral";
  target?: number | null;
  sparkline?: Sparkline | null;
}

/** Place on the 12-column grid: column `x`, row `y`, size `w` × `h` in rows of 80 px; `phone` = order on a phone. */
export interface Layout {
  x: number;
  y: number;
  w: number;
  h: number;
  phone?: number;
}

/** One line per `y`, or per value of the result column `series` when that is set (then exactly one `y`). */
export interface Line {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "line";
  x: string;
  y: Series[];
  series?: string | null;
  references?: Reference[];
}

/** One number per row of the result, called `name`: a catalog `metric`, or an `aggregate` of a `column`. */
export interface Measure {
  name: string;
  metric?: string | null;
  aggregate?: "count" | "count_distinct" | "sum" | "mean" | "min" | "max" | "median" | null;
  column?: string | null;
  since?: string | null;
  filters?: Filter[];
  over?: Measure | null;
  share?: boolean;
}

/** Measures by dimensions over a table and what joins to it; compiled to SQL with every value bound. */
export interface MetricDataset {
  id: string;
  connection: string;
  /** Freshness target in seconds. */
  refresh_interval?: number;
  kind: "metric";
  /** Base table; left out, the first measure's metric decides. */
  table?: string | null;
  measures?: Measure[];
  dimensions?: Dimension[];
  /** table.column that `window` bounds; default: the table's own. */
  time_column?: string | null;
  window?: Window | null;
  /** date_range param whose value replaces `window` when set. */
  window_param?: string | null;
  filters?: Filter[];
  /** Conditions on measures; groups must meet all. */
  having?: Having[];
  order?: Order[];
  limit?: number | null;
  compare?: "previous_period" | "previous_year" | null;
}

/** Something the planner wants to say beside the component: an assumption or a question, with alternatives. */
export interface Note {
  text: string;
  kind: "assumption" | "question";
  alternatives?: string[];
}

/** Open an https address or a path on this server. */
export interface OpenLink {
  kind: "open_link";
  url: string;
}

/** Go to another page of the same dashboard. */
export interface OpenPage {
  kind: "open_page";
  page: string;
}

/** Sort by the result column `by` (a measure's or dimension's name). */
export interface Order {
  by: string;
  descending?: boolean;
}

/** One screen of components on a 12-column grid. */
export interface Page {
  id: string;
  title: string;
  components?: (
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
    | Custom
  )[];
}

/** One input. `visible` params are drawn as filters; hidden ones are set by clicks (cross-filter). */
export interface Param {
  id: string;
  type: "select" | "multi_select" | "date_range" | "search" | "number" | "text";
  label: string;
  /** table.column whose values are offered, on `connection`. */
  column?: string | null;
  connection?: string | null;
  default?: string | number | boolean | (string | number | boolean | null)[] | Window | null;
  visible?: boolean;
}

/** One slice per row; `donut` leaves the middle for the total. */
export interface Pie {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "pie";
  label: string;
  value: Series;
  donut?: boolean;
}

/** Rows of a dataset with decisions to take; `availability` says whether decisions can be stored yet. */
export interface QueuePanel {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "queue_panel";
  dataset: string;
  columns?: TableColumn[];
  decisions?: string[];
  availability?: Availability;
}

/** A line to compare with: a target or a threshold. */
export interface Reference {
  value: number;
  label?: string;
}

/** Ask for the datasets again, past the cache. */
export interface Refresh {
  kind: "refresh";
}

/** A read of a REST connection's path; the reply's `rows_path` (dotted) is the table. */
export interface RequestDataset {
  id: string;
  connection: string;
  /** Freshness target in seconds. */
  refresh_interval?: number;
  kind: "request";
  path: string;
  query?: Record<string, string>;
  rows_path?: string;
}

/** One dot per row; `size`, `series` (colour) and `label` are result columns. */
export interface Scatter {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "scatter";
  x: Series;
  y: Series;
  size?: string | null;
  series?: string | null;
  label?: string | null;
}

/** One drawn column: `column` of the result, its `label` and `format`. */
export interface Series {
  column: string;
  label?: string;
  format?: Format;
}

/** Set a param; `from_column` takes the clicked row's value of that result column (cross-filter). */
export interface SetParam {
  kind: "set_param";
  param: string;
  value?: string | number | boolean | (string | number | boolean | null)[] | null;
  from_column?: string | null;
}

/** The number over time: columns `x` and `y` of another dataset. */
export interface Sparkline {
  dataset: string;
  x: string;
  y: string;
}

/** One SELECT in the connection's dialect; `:name` placeholders are bound from params of the same id. */
export interface SqlDataset {
  id: string;
  connection: string;
  /** Freshness target in seconds. */
  refresh_interval?: number;
  kind: "sql";
  sql: string;
  limit?: number | null;
}

/** Bars piled up by the result column `series`, or by several `y`; `normalized` shows shares of 100 %. */
export interface StackedBar {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "stacked_bar";
  x: string;
  y: Series[];
  series?: string | null;
  horizontal?: boolean;
  normalized?: boolean;
}

/** One tab; components with parent = the tabs' id and slot = this id are inside it. */
export interface Tab {
  id: string;
  label: string;
}

/** Rows of a dataset; without `columns` all result columns are shown. */
export interface Table {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "table";
  columns?: TableColumn[];
  page_size?: number;
  search?: boolean;
}

/** One column: `visual` bar draws the number as a bar, badge as a coloured word, health as a 0–100 score cell. */
export interface TableColumn {
  column: string;
  label?: string;
  format?: Format;
  visual?: "plain" | "bar" | "badge" | "health";
}

/** A row of tabs; the content of a tab that is not open asks for no data. */
export interface Tabs {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "tabs";
  tabs: Tab[];
}

/** Markdown text. */
export interface Text {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "text";
  markdown?: string;
}

/** Mode, whether readers get a switch for it, the brand's colours, and the order of series colours. */
export interface Theme {
  mode?: "system" | "light" | "dark";
  /** Show a light/dark switch in the dashboard's header. */
  mode_toggle?: boolean;
  primary?: string | null;
  accent?: string | null;
  palette?: string[] | null;
  /** Component id to the colours of its series in order; null leaves the usual one. */
  palettes?: Record<string, (string | null)[]>;
}

/** One SELECT (DuckDB) over the results of other datasets, each a table named by its id. */
export interface TransformDataset {
  id: string;
  connection?: string;
  /** Freshness target in seconds. */
  refresh_interval?: number;
  kind: "transform";
  inputs: string[];
  sql: string;
}

/** Accepts files of the listed endings for `connection`. */
export interface UploadPanel {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  kind: "upload_panel";
  connection?: string;
  accepts?: string[];
  availability?: Availability;
}

/** One step per row (signed), in the result's order; labels in `totals` are drawn from zero. */
export interface Waterfall {
  id: string;
  title?: string;
  subtitle?: string;
  definition?: string;
  layout: Layout;
  parent?: string | null;
  slot?: string | null;
  note?: Note | null;
  dataset: string;
  click?: SetParam | Drill | OpenPage | OpenLink | Refresh | Export | null;
  kind: "waterfall";
  label: string;
  value: Series;
  totals?: string[];
}

/** A half-open stretch of time [start, end), kept symbolic so that it moves with the calendar. */
export interface Window {
  kind: "last" | "previous" | "this" | "between" | "all";
  unit?: "hour" | "day" | "week" | "month" | "quarter" | "year";
  count?: number;
  start?: string | null;
  end?: string | null;
}
