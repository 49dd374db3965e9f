/** Draws a combo component: bars and lines along one axis, the lines on a second one only when asked. */
import { useMemo } from "react";
import type { Combo, DatasetReply } from "@/spec/types";
import { CartesianChart, ChartBox, readDimension, readSeries, usePick } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function ComboView(props: ComponentViewProps<Combo>) {
  const reply = props.results[props.component.dataset];
  return reply ? <BarsAndLines {...props} reply={reply} /> : null;
}

function BarsAndLines(props: ComponentViewProps<Combo> & { reply: DatasetReply }) {
  const { component, reply, onPoint, width, height, theme } = props;
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.x, true);
    const bars = readSeries(reply, dimension, { y: component.bars, palette: theme.palette, mark: "bar" });
    const rest = [...theme.palette.slice(bars.length), ...theme.palette.slice(0, bars.length)];
    const lines = readSeries(reply, dimension, {
      y: component.lines,
      palette: rest,
      mark: "line",
      axis: component.second_axis ? "right" : "left",
    });
    const sided = component.second_axis
      ? lines.map((one) => ({ ...one, label: `${one.label} (right)` }))
      : lines;
    return { dimension, series: [...bars, ...sided] };
  }, [reply, component, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <CartesianChart {...plot} {...size} label={component.title || "Bars and lines"} onPick={onPick} />
      )}
    </ChartBox>
  );
}
