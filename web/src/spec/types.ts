/** The words of the spec: the generated models, the unions they form, and what a dataset answers. */
import type { Dashboard, FilterInput, MetricDataset, Page, Window } from "./schema";

export type * from "./schema";

export type Scalar = string | number | boolean | null;
export type Component = NonNullable<Page["components"]>[number];
export type ComponentKind = Component["kind"];
export type ComponentOf<K extends ComponentKind> = Extract<Component, { kind: K }>;
export type DataComponent = Extract<Component, { dataset: string }>;
export type ComponentCommon = Omit<FilterInput, "kind" | "param">;
export type Dataset = NonNullable<Dashboard["datasets"]>[number];
export type Action = NonNullable<NonNullable<Extract<Component, { kind: "table" }>["click"]>>;
export type Unit = NonNullable<Window["unit"]>;
export type Operator = NonNullable<NonNullable<MetricDataset["filters"]>[number]["op"]>;

/** The value of a param: what the URL holds. */
export type ParamValue = Scalar | Scalar[] | Window;
export type ParamValues = Record<string, ParamValue>;

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
  error: { code: string; message: string; id?: string; remedy?: string | null } | null;
}
