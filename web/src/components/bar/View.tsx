/** Draws a bar component: upright while the names fit, lying down when they do not or when asked. */
import { useMemo } from "react";
import type { Bar, DatasetReply } from "@/spec/types";
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

export default function BarView(props: ComponentViewProps<Bar>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Bars {...props} reply={reply} /> : null;
}

function Bars({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Bar> & { reply: DatasetReply }) {
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.x, true);
    const { y, series } = component;
    return {
      dimension,
      series: readSeries(reply, dimension, { y, series, palette: theme.palette, mark: "bar" }),
    };
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
            label={component.title || "Bar chart"}
            references={component.references}
            onPick={onPick}
          />
        );
      }}
    </ChartBox>
  );
}
