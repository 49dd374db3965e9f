/** Draws an area component: filled lines, piled up when `stacked`, as shares when `normalized`. */
import { useMemo } from "react";
import type { Area, DatasetReply } from "@/spec/types";
import { CartesianChart, ChartBox, readDimension, readSeries, usePick } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function AreaView(props: ComponentViewProps<Area>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Areas {...props} reply={reply} /> : null;
}

function Areas({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Area> & { reply: DatasetReply }) {
  const stacked = component.stacked ?? true;
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.x);
    const { y, series } = component;
    const options = { y, series, palette: theme.palette, mark: "area" as const, fold: stacked };
    return { dimension, series: readSeries(reply, dimension, options) };
  }, [reply, component, theme.palette, stacked]);
  const onPick = usePick(component.dataset, onPoint);
  const piled = stacked && plot.series.length > 1 ? "stacked" : "none";
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <CartesianChart
          {...plot}
          {...size}
          label={component.title || "Area chart"}
          stacking={component.normalized ? "normalized" : piled}
          references={component.references}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
