/** Lines, areas and upright bars over one dimension: what the kinds line, area, bar, stacked_bar and combo draw. */
import { useId, useMemo } from "react";
import type { Reference } from "@/spec/types";
import { BottomAxis, References, ValueGrid } from "./Axes";
import { BarLabels } from "./BarLabels";
import { BarMarks, barRect, Hatch } from "./BarMarks";
import { ChartSurface } from "./ChartSurface";
import { locateOn, spotOn } from "./cartesianSpots";
import styles from "./chart.module.css";
import type { Dimension } from "./dimension";
import { EndLabels, endLabelRoom } from "./EndLabels";
import { type Geometry, hasBarLabels, layOut, type Stacking } from "./geometry";
import { Highlight } from "./Highlight";
import { Legend, type LegendItem, planLegend, useLegend } from "./Legend";
import { dotAt, LineMarks } from "./LineMarks";
import type { PlotSeries } from "./series";
import type { Active, Pick } from "./spot";
import { summarize } from "./summary";

export interface CartesianChartProps {
  label: string;
  dimension: Dimension;
  series: PlotSeries[];
  stacking?: Stacking;
  references?: Reference[] | undefined;
  width: number;
  height: number;
  onPick?: ((pick: Pick) => void) | undefined;
}

const DIRECT = 5;

function directly(props: CartesianChartProps): boolean {
  const { series, width, dimension } = props;
  const lines = series.every((one) => one.mark === "line" && one.axis === "left");
  return lines && series.length > 1 && series.length <= DIRECT && width >= 380 && dimension.dates !== null;
}

function legendItems(series: PlotSeries[]): LegendItem[] {
  return series.map(({ id, label, colour, mark }) => ({ id, label, colour, line: mark === "line" }));
}

export function CartesianChart(props: CartesianChartProps) {
  const { dimension, series, width, height, stacking = "none", references } = props;
  const hatch = useId();
  const ids = useMemo(() => series.map((one) => one.id), [series]);
  const legend = useLegend(ids);
  const direct = directly(props);
  const plan = planLegend(legendItems(series), width, legend.open ? 99 : height > 260 ? 2 : 1);
  const withLegend = series.length > 1 && !direct && height >= 130;
  const shown = useMemo(() => series.filter((one) => !legend.hidden.has(one.id)), [series, legend.hidden]);
  const drawHeight = Math.max(60, height - (withLegend ? plan.height + 4 : 0));
  const geometry = useMemo(
    () =>
      layOut({
        dimension,
        series: shown,
        stacking,
        references,
        width,
        height: drawHeight,
        endRoom: direct ? endLabelRoom(shown, width) : 0,
      }),
    [dimension, shown, stacking, references, width, drawHeight, direct],
  );
  const marks = useMemo(
    () => (
      <Marks {...{ dimension, shown, geometry, references, hatch, direct }} stacked={stacking !== "none"} />
    ),
    [dimension, shown, geometry, references, hatch, direct, stacking],
  );
  return (
    <ChartSurface
      label={props.label}
      summary={summarize(dimension, series)}
      width={width}
      height={drawHeight}
      columns={dimension.values.length}
      rows={shown.length}
      locate={(x, y) => locateOn(geometry, shown, x, y)}
      spotAt={(active) => spotOn({ geometry, series: shown, dimension, stacking }, active)}
      onPick={props.onPick}
      overlay={(active: Active) => <Highlight {...{ active, geometry, series: shown }} />}
      legend={withLegend ? <Legend plan={plan} state={legend} /> : null}
    >
      {marks}
    </ChartSurface>
  );
}

interface MarksProps {
  dimension: Dimension;
  shown: PlotSeries[];
  geometry: Geometry;
  references: Reference[] | undefined;
  hatch: string;
  direct: boolean;
  stacked: boolean;
}

function Marks({ dimension, shown, geometry, references, hatch, direct, stacked }: MarksProps) {
  const lines = shown.filter((one) => one.mark !== "bar");
  return (
    <>
      <defs>
        <Hatch id={hatch} />
      </defs>
      <ValueGrid geometry={geometry} />
      <BarMarks series={shown} geometry={geometry} partial={dimension.partial} hatch={hatch} />
      <LineMarks
        series={lines}
        all={shown}
        geometry={geometry}
        partial={dimension.partial}
        stacked={stacked}
      />
      {hasBarLabels({ dimension, series: shown, references }) ? (
        <BarLabels series={shown} geometry={geometry} />
      ) : null}
      {references?.length ? <References geometry={geometry} references={references} /> : null}
      <BottomAxis ticks={geometry.ticks} y={geometry.bottom} />
      {dimension.partial >= 0 ? <SoFar geometry={geometry} index={dimension.partial} series={shown} /> : null}
      {direct ? <EndLabels series={shown} geometry={geometry} /> : null}
    </>
  );
}

/** Names the unfinished period where it ends. */
function SoFar({ geometry, index, series }: { geometry: Geometry; index: number; series: PlotSeries[] }) {
  const tops = series.flatMap((one, at) => {
    const span = geometry.spans?.[at];
    if (one.mark === "bar") return barRect(geometry, series, at, index)?.y ?? [];
    return dotAt(one, geometry, index, one.mark === "area" ? span : undefined)?.y ?? [];
  });
  const y = Math.max(8, Math.min(geometry.bottom, ...tops) - 9);
  return (
    <text
      x={Math.min(geometry.x(index) + 14, geometry.width)}
      y={y}
      textAnchor="end"
      className={styles.soFar}
    >
      so far
    </text>
  );
}
