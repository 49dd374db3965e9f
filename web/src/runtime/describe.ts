/** Datasets and params in words, for "how was this computed" and for exports' captions. */
import type { Dataset, Filter, Having, Measure, Param, ParamValue } from "@/spec/types";

const OPERATORS: Record<string, string> = {
  eq: "is",
  ne: "is not",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  in: "is one of",
  not_in: "is none of",
  between: "is between",
  like: "contains",
  not_like: "does not contain",
  is_null: "is empty",
  not_null: "is not empty",
};

function numberInWords(measure: Measure): string {
  if (measure.metric) return measure.metric.replace(/_/g, " ");
  const aggregate = (measure.aggregate ?? "count").replace("_", " ");
  if (measure.since) return `${aggregate} of the time from ${measure.since} to ${measure.column ?? "now"}`;
  return `${aggregate} of ${measure.column ?? "records"}`;
}

function measureInWords(measure: Measure): string {
  const condition = measure.filters?.length
    ? ` where ${measure.filters.map(filterInWords).join(" and ")}`
    : "";
  const divisor = measure.over ? ` divided by ${measureInWords(measure.over)}` : "";
  return `${numberInWords(measure)}${condition}${divisor}`;
}

function filterInWords(filter: Filter): string {
  if (filter.any_of?.length) return filter.any_of.map(filterInWords).join(" or ");
  const operator = OPERATORS[filter.op ?? "eq"];
  const value = filter.param ? `the filter “${filter.param}”` : (filter.values ?? []).join(", ");
  return `${filter.column} ${operator}${value ? ` ${value}` : ""}`;
}

function havingInWords(condition: Having): string {
  return `${condition.by.replace(/_/g, " ")} ${OPERATORS[condition.op ?? "gt"]} ${condition.values.join(" and ")}`;
}

export interface Line {
  term: string;
  text: string;
}

/** What a dataset asks, as a list of terms. */
export function describeDataset(dataset: Dataset): Line[] {
  if (dataset.kind !== "metric") return describeOther(dataset);
  const lines: Line[] = [];
  if (dataset.measures?.length)
    lines.push({ term: "Measures", text: dataset.measures.map(measureInWords).join(", ") });
  if (dataset.dimensions?.length) {
    const dimensions = dataset.dimensions.map((item) =>
      item.grain ? `${item.column} by ${item.grain}` : item.column,
    );
    lines.push({ term: dataset.measures?.length ? "Split by" : "Columns", text: dimensions.join(", ") });
  }
  if (dataset.table) lines.push({ term: "Table", text: dataset.table });
  if (dataset.filters?.length)
    lines.push({ term: "Where", text: dataset.filters.map(filterInWords).join("; ") });
  if (dataset.having?.length)
    lines.push({ term: "Having", text: dataset.having.map(havingInWords).join("; ") });
  if (dataset.compare)
    lines.push({ term: "Compared with", text: `the ${dataset.compare.replace("_", " ")}` });
  if (dataset.limit) lines.push({ term: "At most", text: `${dataset.limit} rows` });
  return lines;
}

function describeOther(dataset: Exclude<Dataset, { kind: "metric" }>): Line[] {
  switch (dataset.kind) {
    case "request":
      return [{ term: "Read from", text: dataset.path }];
    case "transform":
      return [{ term: "Made from", text: dataset.inputs.join(", ") }];
    case "insights":
      return [
        { term: "Looks at", text: dataset.metrics.join(", ").replace(/_/g, " ") },
        { term: "Rule", text: "changes ranked by robust z-score (median and MAD of the months before)" },
      ];
    default:
      return [];
  }
}

/** "East, West", "3 chosen". */
export function valueInWords(value: ParamValue): string {
  if (Array.isArray(value))
    return value.length <= 3 ? value.join(", ") : `${value.slice(0, 2).join(", ")} +${value.length - 2}`;
  return String(value ?? "");
}

/** The query text that a dataset carries in itself, if any. */
export function queryText(dataset: Dataset): string | null {
  return "sql" in dataset ? dataset.sql : null;
}

/** The name people know a param by. */
export function paramLabel(param: Param): string {
  return param.label || param.id;
}
