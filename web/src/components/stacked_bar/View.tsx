/** Draws a stacked bar component: parts piled up per category or period. */
import { useMemo } from "react";
import type { DatasetReply, StackedBar } from "@/spec/types";
import {
  CartesianChart,
  ChartBox,
  HorizontalBarChart,
  needsRows,
  readDimension,
  readSeries,
  usePick,
} from "../chart";
import type { ComponentViewProps } from "../contract";

export default function StackedBarView(props: ComponentViewProps<StackedBar>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Stacks {...props} reply={reply} /> : null;
}

function Stacks(props: ComponentViewProps<StackedBar> & { reply: DatasetReply }) {
  const { component, reply, onPoint, width, height, theme } = props;
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.x, true);
    const { y, series } = component;
    const options = { y, series, palette: theme.palette, mark: "bar" as const, fold: true };
    return { dimension, series: readSeries(reply, dimension, options) };
  }, [reply, component, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => {
        const lying = component.horizontal || needsRows(plot.dimension, size.width);
        const Chart = lying ? HorizontalBarChart : CartesianChart;
        return (
          <Chart
            {...plot}
            {...size}
            label={component.title || "Stacked bar chart"}
            stacking={component.normalized ? "normalized" : "stacked"}
            onPick={onPick}
          />
        );
      }}
    </ChartBox>
  );
}
