/** Draws a line component: one line per `y`, or per value of the column `series`. */
import { useMemo } from "react";
import type { DatasetReply, Line } from "@/spec/types";
import { CartesianChart, ChartBox, readDimension, readSeries, usePick } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function LineView(props: ComponentViewProps<Line>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Lines {...props} reply={reply} /> : null;
}

function Lines({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Line> & { reply: DatasetReply }) {
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.x);
    const { y, series } = component;
    return {
      dimension,
      series: readSeries(reply, dimension, { y, series, palette: theme.palette, mark: "line" }),
    };
  }, [reply, component, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <CartesianChart
          {...plot}
          {...size}
          label={component.title || "Line chart"}
          references={component.references}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
