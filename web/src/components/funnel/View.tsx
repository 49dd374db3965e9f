/** Draws a funnel component: one step per row, in the result's order. */
import { useMemo } from "react";
import type { DatasetReply, Funnel } from "@/spec/types";
import { ChartBox, FunnelChart, NUMBER, nameOf, rowsOf, type Step, toNumber, usePick } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function FunnelView(props: ComponentViewProps<Funnel>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Steps {...props} reply={reply} /> : null;
}

function stepsOf(component: Funnel, reply: DatasetReply): Step[] {
  return rowsOf(reply).map((row) => {
    const label = nameOf(row[component.stage]);
    const pick = { values: { [component.stage]: row[component.stage] ?? null }, label };
    return { label, value: toNumber(row[component.value.column]), pick };
  });
}

function Steps({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Funnel> & { reply: DatasetReply }) {
  const steps = useMemo(() => stepsOf(component, reply), [component, reply]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <FunnelChart
          steps={steps}
          {...size}
          label={component.title || "Funnel"}
          format={component.value.format ?? NUMBER}
          colour={theme.palette[0] ?? "gray"}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
