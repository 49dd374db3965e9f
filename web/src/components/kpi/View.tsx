/** Draws a kpi component: the number, its change with arrow, sign and word, its course and its target. */
import { useMemo } from "react";
import { formatDelta, formatPeriod, formatValue } from "@/lib/format";
import type { DatasetReply, Format, Kpi, Scalar } from "@/spec/types";
import { Icon } from "@/ui/Icon";
import type { ComponentViewProps } from "../contract";
import styles from "./kpi.module.css";
import { Sparkline } from "./Sparkline";

const PLAIN: Format = { style: "number" };

function first(reply: DatasetReply, column: string | null | undefined): Scalar | undefined {
  const index = reply.columns.findIndex((item) => item.name === column);
  return index < 0 ? undefined : (reply.data[index]?.[0] ?? null);
}

export default function KpiView(props: ComponentViewProps<Kpi>) {
  const { component, results, onPoint, height } = props;
  const reply = results[component.dataset];
  if (!reply) return null;
  const format = component.format ?? PLAIN;
  const value = first(reply, component.value);
  const short = height > 0 && height < 72;
  return (
    <div className={`${styles.kpi} ${short ? styles.short : ""}`}>
      <div className={styles.words}>
        <Value
          component={component}
          value={value}
          format={format}
          onPress={() =>
            onPoint({
              dataset: component.dataset,
              values: {},
              ...(component.title ? { label: component.title } : {}),
            })
          }
        />
        <Change
          component={component}
          value={value}
          previous={first(reply, component.previous)}
          format={format}
        />
        {component.target == null ? null : (
          <Target value={value} target={component.target} format={format} good={component.good} />
        )}
      </div>
      <Course {...props} format={format} />
    </div>
  );
}

interface ValueProps {
  component: Kpi;
  value: Scalar | undefined;
  format: Format;
  onPress: () => void;
}

/** The number itself: choosing it shows the rows behind it, hovering it the exact value and what it means. */
function Value({ component, value, format, onPress }: ValueProps) {
  const text = formatValue(value, format, { unit: false });
  const unit = format.style === "number" ? format.unit : null;
  const exact = formatValue(value, format, { full: true });
  return (
    <div className={styles.line}>
      <button
        type="button"
        className={styles.press}
        title={component.definition ? `${exact}\n${component.definition}` : exact}
        onClick={onPress}
      >
        <span className={styles.value}>{text}</span>
        {unit ? <span className={styles.unit}>{unit}</span> : null}
      </button>
    </div>
  );
}

interface ChangeProps {
  component: Kpi;
  value: Scalar | undefined;
  previous: Scalar | undefined;
  format: Format;
}

const ARROWS = { up: "arrowUp", down: "arrowDown", flat: "arrowRight" } as const;

function toneOf(direction: "up" | "down" | "flat", good: Kpi["good"]): "good" | "bad" | "neutral" {
  if (direction === "flat" || good === "neutral") return "neutral";
  return direction === (good ?? "up") ? "good" : "bad";
}

const VERDICTS = { good: "better", bad: "worse", neutral: "" } as const;

function Change({ component, value, previous, format }: ChangeProps) {
  const label = component.comparison_label || component.subtitle || "";
  if (!component.previous) {
    return component.subtitle ? <p className={styles.label}>{component.subtitle}</p> : null;
  }
  const delta = formatDelta(value, previous, format);
  if (!delta) return <p className={styles.label}>{`No earlier value ${label}`.trim()}</p>;
  const tone = toneOf(delta.direction, component.good);
  const verdict = delta.direction === "flat" ? "unchanged" : VERDICTS[tone];
  return (
    <p className={styles.change} title={`Before: ${formatValue(previous, format, { full: true })}`}>
      <span className={`${styles.delta} ${styles[tone]}`}>
        <Icon name={ARROWS[delta.direction]} size={12} />
        <span aria-hidden="true">{delta.text}</span>
        <span className="visually-hidden">{[delta.words, VERDICTS[tone]].filter(Boolean).join(", ")}</span>
      </span>
      <span className={styles.verdict} aria-hidden="true">
        {verdict}
      </span>
      {label ? <span className={styles.label}>{label}</span> : null}
    </p>
  );
}

function Target({
  value,
  target,
  format,
  good,
}: {
  value: Scalar | undefined;
  target: number;
  format: Format;
  good: Kpi["good"];
}) {
  if (typeof value !== "number") return null;
  const reached = good === "down" ? value <= target : value >= target;
  const share = target === 0 ? null : value / target;
  const text = formatValue(target, format);
  const percent = formatValue(share, { style: "percent", decimals: 0 });
  const words =
    good === "down"
      ? reached
        ? `within the limit of ${text}`
        : `over the limit of ${text}`
      : `${percent} of target ${text}`;
  return (
    <div className={styles.target}>
      <meter
        className={styles.meter}
        min={0}
        max={1}
        value={Math.max(0, Math.min(1, share ?? 0))}
        aria-label={words}
        data-reached={reached}
      />
      <span className={styles.label}>{words}</span>
    </div>
  );
}

function Course({ component, results, width, height, format }: ComponentViewProps<Kpi> & { format: Format }) {
  const spec = component.sparkline;
  const reply = spec ? results[spec.dataset] : undefined;
  const course = useMemo(() => {
    if (!spec || !reply) return null;
    const times = reply.data[reply.columns.findIndex((column) => column.name === spec.x)] ?? [];
    const raw = reply.data[reply.columns.findIndex((column) => column.name === spec.y)] ?? [];
    const order = times.map((_, at) => at).sort((a, b) => String(times[a]).localeCompare(String(times[b])));
    const values = order.map((at) => (typeof raw[at] === "number" ? (raw[at] as number) : null));
    const last = times[order[order.length - 1] ?? -1];
    return {
      values,
      last: last ?? null,
      open: reply.partial?.column === spec.x && reply.partial.value === last,
    };
  }, [spec, reply]);
  const wide = width === 0 || width >= 190;
  if (!course || !wide || (height > 0 && height < 40)) return null;
  const known = course.values.filter((value) => value !== null);
  if (known.length < 3) return null;
  const words =
    `Last ${course.values.length} periods: from ${formatValue(known[0], format)} to ${formatValue(known[known.length - 1], format)}` +
    `, lowest ${formatValue(Math.min(...known), format)}, highest ${formatValue(Math.max(...known), format)}` +
    `${course.open ? `; ${formatPeriod(course.last, "month")} is not over yet` : ""}.`;
  const size = {
    width: Math.max(64, Math.min(120, Math.round((width || 240) * 0.36))),
    height: Math.max(28, Math.min(48, (height || 80) - 24)),
  };
  return <Sparkline values={course.values} {...size} open={course.open} words={words} />;
}
