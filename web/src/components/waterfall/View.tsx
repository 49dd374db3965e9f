/** Draws a waterfall component: signed steps, and totals that stand on zero. */
import { useMemo } from "react";
import type { DatasetReply, Waterfall } from "@/spec/types";
import { ChartBox, nameOf, readDimension, readSeries, usePick, WaterfallChart } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function WaterfallView(props: ComponentViewProps<Waterfall>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Steps {...props} reply={reply} /> : null;
}

function Steps({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Waterfall> & { reply: DatasetReply }) {
  const plot = useMemo(() => {
    const dimension = readDimension(reply, component.label);
    const [series] = readSeries(reply, dimension, {
      y: [component.value],
      palette: theme.palette,
      mark: "bar",
    });
    const totals = new Set(component.totals ?? []);
    return { dimension, series, isTotal: (index: number) => totals.has(nameOf(dimension.values[index])) };
  }, [reply, component, theme.palette]);
  const onPick = usePick(component.dataset, onPoint);
  const [total = "gray", down = total, up = total] = theme.palette;
  const { series } = plot;
  if (!series) return null;
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <WaterfallChart
          {...plot}
          {...size}
          series={series}
          label={component.title || "Waterfall"}
          colours={{ total, up, down }}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
