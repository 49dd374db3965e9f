/** Draws a pie component: at most seven slices, the smallest put together. */
import { useMemo } from "react";
import type { DatasetReply, Pie } from "@/spec/types";
import {
  ChartBox,
  coloursOf,
  NUMBER,
  nameOf,
  PieChart,
  rowsOf,
  type Slice,
  toNumber,
  usePick,
} from "../chart";
import type { ComponentViewProps } from "../contract";

const MOST = 7;

export default function PieView(props: ComponentViewProps<Pie>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Slices {...props} reply={reply} /> : null;
}

/** The slices of `reply`, largest first, and how many values cannot be a share because they are negative. */
export function slicesOf(
  component: Pie,
  reply: DatasetReply,
  palette: string[],
): { slices: Slice[]; leftOut: number } {
  const rows = rowsOf(reply).map((row) => ({
    label: nameOf(row[component.label]),
    value: toNumber(row[component.value.column]) ?? 0,
    pick: {
      values: { [component.label]: row[component.label] ?? null },
      label: nameOf(row[component.label]),
    },
  }));
  const drawn = rows.filter((row) => row.value > 0).sort((a, b) => b.value - a.value);
  const kept = drawn.length > MOST ? drawn.slice(0, MOST - 1) : drawn;
  const rest = drawn.slice(kept.length);
  const colours = coloursOf(
    kept.map((row) => row.label),
    palette,
  );
  const slices: Slice[] = kept.map((row, at) => ({ ...row, colour: colours[at] as string }));
  if (rest.length > 0) {
    const value = rest.reduce((sum, row) => sum + row.value, 0);
    slices.push({ label: `${rest.length} others`, value, colour: palette[palette.length - 1] ?? "gray" });
  }
  return { slices, leftOut: rows.filter((row) => row.value < 0).length };
}

function Slices({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Pie> & { reply: DatasetReply }) {
  const found = useMemo(() => slicesOf(component, reply, theme.palette), [component, reply, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <PieChart
          {...found}
          {...size}
          label={component.title || "Pie chart"}
          format={component.value.format ?? NUMBER}
          donut={component.donut ?? true}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
