/** Draws a heat map component: columns `x`, rows `y`, shaded by `value`. */
import { useMemo } from "react";
import type { DatasetReply, HeatMap } from "@/spec/types";
import {
  ChartBox,
  columnOf,
  type Dimension,
  HeatMapChart,
  NUMBER,
  readDimension,
  titleOf,
  toNumber,
  usePick,
} from "../chart";
import type { ComponentViewProps } from "../contract";

const ORDERS = [
  ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
  [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
  ],
];

/** Position of a value in a known order: a number, a weekday, a month; −1 when it has none. */
function rank(value: unknown): number {
  if (typeof value === "number") return value;
  const text = String(value ?? "").toLowerCase();
  if (/^\d+$/.test(text)) return Number(text);
  for (const order of ORDERS) {
    const at = order.findIndex((name) => text === name || (text.length === 3 && name.startsWith(text)));
    if (at >= 0) return at;
  }
  return -1;
}

/** Weekdays, months and numbers in their own order; everything else as it came. */
export function ordered(dimension: Dimension): Dimension {
  if (dimension.dates) return dimension;
  const ranks = dimension.values.map(rank);
  if (ranks.some((one) => one < 0)) return dimension;
  const order = dimension.values
    .map((_, index) => index)
    .sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
  const values = order.map((index) => dimension.values[index] ?? null);
  return {
    ...dimension,
    values,
    indexOf: new Map(values.map((value, index) => [value, index])),
    name: (index) => dimension.name(order[index] ?? 0),
  };
}

function cellsOf(component: HeatMap, reply: DatasetReply) {
  const x = ordered(readDimension(reply, component.x, true));
  const y = ordered(readDimension(reply, component.y));
  const cells = y.values.map(() => x.values.map((): number | null => null));
  const xs = columnOf(reply, component.x);
  const ys = columnOf(reply, component.y);
  columnOf(reply, component.value.column).forEach((value, at) => {
    const line = cells[y.indexOf.get(ys[at] ?? null) ?? -1];
    const column = x.indexOf.get(xs[at] ?? null);
    if (line && column !== undefined) line[column] = toNumber(value);
  });
  return { x, y, cells };
}

export default function HeatMapView(props: ComponentViewProps<HeatMap>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Cells {...props} reply={reply} /> : null;
}

function Cells({
  component,
  reply,
  onPoint,
  width,
  height,
}: ComponentViewProps<HeatMap> & { reply: DatasetReply }) {
  const plot = useMemo(() => cellsOf(component, reply), [component, reply]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <HeatMapChart
          {...plot}
          {...size}
          label={component.title || "Heat map"}
          format={component.value.format ?? NUMBER}
          valueLabel={component.value.label || titleOf(component.value.column)}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
