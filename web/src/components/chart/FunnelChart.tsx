/** How many get through each step: bars by size, with the share that went on between them. */
import { useMemo } from "react";
import { formatValue } from "@/lib/format";
import type { Format } from "@/spec/types";
import { ChartSurface } from "./ChartSurface";
import styles from "./chart.module.css";
import { SHARE } from "./data";
import type { Active, Pick, Spot } from "./spot";
import { fitText, widest } from "./text";

export interface Step {
  label: string;
  value: number | null;
  pick?: Pick | undefined;
}

export interface FunnelChartProps {
  label: string;
  steps: Step[];
  format: Format;
  colour: string;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

interface StepPlace {
  y: number;
  height: number;
  size: number;
  value: string;
  name: string;
  /** Share of the step before that arrived here. */
  passed: string | null;
}

interface FunnelGeometry {
  left: number;
  room: number;
  shareRoom: number;
  places: StepPlace[];
}

function ratio(value: number | null | undefined, base: number | null | undefined): number | null {
  return value == null || !base ? null : value / base;
}

function layOutFunnel({ steps, format, width, height }: FunnelChartProps): FunnelGeometry {
  const step = Math.min(72, height / Math.max(1, steps.length));
  const top = Math.max(0, (height - step * steps.length) / 2);
  const bar = Math.min(36, Math.max(12, step * 0.58));
  const most = Math.max(1, ...steps.map((one) => one.value ?? 0));
  const values = steps.map((one) => formatValue(one.value, format));
  const labels = steps.map((one) => one.label);
  const nameRoom = Math.min(widest(labels, 12) + 4, width * 0.36);
  const valueRoom = widest(values, 12) + 8;
  const left = nameRoom + 12;
  const shareRoom = 52;
  const room = Math.max(40, width - left - valueRoom - shareRoom);
  const places = steps.map((one, at): StepPlace => {
    const passed = at === 0 ? null : ratio(one.value, steps[at - 1]?.value);
    return {
      y: top + at * step + (step - bar) / 2,
      height: bar,
      size: (Math.max(0, one.value ?? 0) / most) * room,
      value: values[at] ?? "",
      name: fitText(one.label, nameRoom, 12),
      passed: passed === null ? null : formatValue(passed, { style: "percent", decimals: 0 }),
    };
  });
  return { left, room, shareRoom, places };
}

function summary({ steps, format }: FunnelChartProps): string {
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (!first || !last) return "No steps.";
  const through = formatValue(ratio(last.value, first.value), SHARE);
  let worst = 1;
  steps.forEach((step, at) => {
    if (at === 0) return;
    const now = ratio(step.value, steps[at - 1]?.value) ?? 1;
    const least = ratio(steps[worst]?.value, steps[worst - 1]?.value) ?? 1;
    if (now < least) worst = at;
  });
  const loss = steps[worst]
    ? ` Fewest go on from ${steps[worst - 1]?.label} to ${steps[worst]?.label}: ${formatValue(ratio(steps[worst]?.value, steps[worst - 1]?.value), SHARE)}.`
    : "";
  return `${steps.length} steps from ${formatValue(first.value, format)} ${first.label} to ${formatValue(last.value, format)} ${last.label}: ${through} get through.${loss}`;
}

export function FunnelChart(props: FunnelChartProps) {
  const { steps, format, width, height } = props;
  const geometry = useMemo(() => layOutFunnel(props), [props]);
  const spotAt = ({ column }: Active): Spot | null => {
    const step = steps[column];
    const place = geometry.places[column];
    if (!step || !place) return null;
    const value = formatValue(step.value, format, { full: true });
    const before = steps[column - 1];
    const ofFirst = formatValue(ratio(step.value, steps[0]?.value), SHARE);
    const passed = before ? formatValue(ratio(step.value, before.value), SHARE) : null;
    return {
      x: geometry.left + place.size,
      y: place.y + place.height / 2,
      title: step.label,
      rows: [
        { label: "Count", value, strong: true },
        ...(before && passed ? [{ label: `of ${before.label}`, value: passed }] : []),
        ...(column > 1 ? [{ label: `of ${steps[0]?.label}`, value: ofFirst }] : []),
      ],
      words: `${step.label}: ${value}${passed ? `, ${passed} of ${before?.label}` : ""}. ${column + 1} of ${steps.length}.`,
      pick: step.pick,
    };
  };
  return (
    <ChartSurface
      label={props.label}
      summary={summary(props)}
      {...{ width, height, spotAt }}
      columns={steps.length}
      rows={1}
      upright
      locate={(_, y) => nearest(geometry, y)}
      onPick={props.onPick}
      overlay={({ column }) => <Chosen place={geometry.places[column]} width={width} />}
    >
      {geometry.places[0] && steps.length > 1 ? (
        <text
          x={width}
          y={geometry.places[0].y + geometry.places[0].height / 2}
          dy="0.35em"
          textAnchor="end"
          className={styles.unit}
        >
          went on
        </text>
      ) : null}
      {geometry.places.map((place, at) => (
        <StepMark
          key={steps[at]?.label}
          {...{ place, geometry, width }}
          next={geometry.places[at + 1]}
          colour={props.colour}
          title={steps[at]?.label ?? ""}
        />
      ))}
    </ChartSurface>
  );
}

function nearest({ places }: FunnelGeometry, y: number): Active | null {
  const column = places.findIndex((place) => y >= place.y - 12 && y <= place.y + place.height + 12);
  return column < 0 ? null : { column, row: 0 };
}

function Chosen({ place, width }: { place: StepPlace | undefined; width: number }) {
  if (!place) return null;
  return (
    <rect
      x={0}
      y={place.y - 4}
      width={width}
      height={place.height + 8}
      rx={4}
      className={styles.wash}
      pointerEvents="none"
    />
  );
}

interface StepMarkProps {
  place: StepPlace;
  next: StepPlace | undefined;
  geometry: FunnelGeometry;
  width: number;
  colour: string;
  title: string;
}

function StepMark({ place, next, geometry, width, colour, title }: StepMarkProps) {
  const { left } = geometry;
  const middle = place.y + place.height / 2;
  const bottom = place.y + place.height;
  return (
    <g>
      {next ? (
        <path
          d={`M${left},${bottom}H${left + place.size}L${left + next.size},${next.y}H${left}Z`}
          fill={colour}
          className={styles.flow}
        />
      ) : null}
      <rect x={left} y={place.y} width={Math.max(1, place.size)} height={place.height} rx={3} fill={colour} />
      <text x={0} y={middle} dy="0.35em" className={styles.category}>
        {place.name === title ? null : <title>{title}</title>}
        {place.name}
      </text>
      <text
        x={left + place.size + 8}
        y={middle}
        dy="0.35em"
        className={styles.value}
        style={{ fontSize: 12 }}
      >
        {place.value}
      </text>
      {place.passed ? (
        <text x={width} y={middle} dy="0.35em" textAnchor="end" className={styles.quiet}>
          {place.passed}
        </text>
      ) : null}
    </g>
  );
}
