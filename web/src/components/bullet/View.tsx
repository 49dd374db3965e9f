/** Draws a bullet component: a bar per row against its own or the common target. */
import { useMemo } from "react";
import type { Bullet, DatasetReply } from "@/spec/types";
import { BulletChart, type BulletRow, ChartBox, NUMBER, nameOf, rowsOf, toNumber, usePick } from "../chart";
import type { ComponentViewProps } from "../contract";

export default function BulletView(props: ComponentViewProps<Bullet>) {
  const reply = props.results[props.component.dataset];
  return reply ? <Bullets {...props} reply={reply} /> : null;
}

function bulletsOf(component: Bullet, reply: DatasetReply): BulletRow[] {
  return rowsOf(reply).map((row) => {
    const label = component.label ? nameOf(row[component.label]) : "";
    const target = component.target ? toNumber(row[component.target]) : (component.target_value ?? null);
    const pick = {
      values: component.label ? { [component.label]: row[component.label] ?? null } : {},
      label,
    };
    return { label, value: toNumber(row[component.value.column]), target, pick };
  });
}

function Bullets({
  component,
  reply,
  onPoint,
  width,
  height,
  theme,
}: ComponentViewProps<Bullet> & { reply: DatasetReply }) {
  const rows = useMemo(() => bulletsOf(component, reply), [component, reply]);
  const onPick = usePick(component.dataset, onPoint);
  return (
    <ChartBox width={width} height={height}>
      {(size) => (
        <BulletChart
          rows={rows}
          {...size}
          label={component.title || "Bullet chart"}
          format={component.value.format ?? NUMBER}
          bands={component.bands ?? []}
          colour={theme.palette[0] ?? "gray"}
          onPick={onPick}
        />
      )}
    </ChartBox>
  );
}
