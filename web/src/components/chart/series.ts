/** What is drawn along a dimension: one list of numbers per line, bar or area, with its colour. */
import { toneOf } from "@/lib/tone";
import type { DatasetReply, Format, Scalar, Series } from "@/spec/types";
import { columnOf, NUMBER, nameOf, rowsOf, titleOf, toNumber } from "./data";
import type { Dimension } from "./dimension";

export interface PlotSeries {
  id: string;
  label: string;
  format: Format;
  colour: string;
  values: (number | null)[];
  mark: "line" | "area" | "bar";
  axis: "left" | "right";
  /** What identifies the series in a drill: the series column and its value. */
  point: Record<string, Scalar>;
  /** Drawn thin and grey: one of too many. */
  muted?: boolean;
}

export interface SeriesOptions {
  y: Series[];
  series?: string | null | undefined;
  palette: string[];
  mark: PlotSeries["mark"];
  axis?: PlotSeries["axis"];
  /** Add up what comes after the eighth series. */
  fold?: boolean;
}

const MOST = 8;
const REST = /^(other|others|\(none\)|unknown|none|n\/a)$/i;

const STATUS = { good: "var(--status-good)", warn: "var(--status-warn)", bad: "var(--status-bad)" };

/** Green, amber and red where every label is a status of another meaning, else hues. */
export function coloursOf(labels: string[], palette: string[]): string[] {
  const tones = labels.map(toneOf);
  const plain = tones.every((tone) => tone in STATUS) && new Set(tones).size === tones.length;
  if (tones.length < 2 || !plain) return huesOf(labels, palette);
  return tones.map((tone) => STATUS[tone as keyof typeof STATUS]);
}

/** The same name gets the same hue wherever the same set of names is drawn. */
export function huesOf(labels: string[], palette: string[]): string[] {
  const grey = palette[palette.length - 1] ?? "gray";
  const hues = palette.length > 1 ? palette.slice(0, -1) : palette;
  const named = [...new Set(labels)].filter((label) => !REST.test(label)).sort((a, b) => a.localeCompare(b));
  const room = named.length > hues.length ? palette : hues;
  return labels.map((label) => {
    const at = named.indexOf(label);
    return at < 0 ? grey : (room[at % room.length] as string);
  });
}

function total(values: (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
}

function fromColumns(reply: DatasetReply, dimension: Dimension, options: SeriesOptions): PlotSeries[] {
  const keys = columnOf(reply, dimension.column);
  return options.y.map((series, at) => {
    const values: (number | null)[] = dimension.values.map(() => null);
    columnOf(reply, series.column).forEach((value, row) => {
      const index = dimension.indexOf.get(keys[row] ?? null);
      if (index !== undefined) values[index] = addTo(values[index], toNumber(value));
    });
    return {
      id: series.column,
      label: series.label || titleOf(series.column),
      format: series.format ?? NUMBER,
      colour: options.palette[at % options.palette.length] ?? "gray",
      values,
      mark: options.mark,
      axis: options.axis ?? "left",
      point: {},
    };
  });
}

function addTo(known: number | null | undefined, value: number | null): number | null {
  if (value === null) return known ?? null;
  return (known ?? 0) + value;
}

function fromNames(
  reply: DatasetReply,
  dimension: Dimension,
  options: SeriesOptions,
  by: string,
): PlotSeries[] {
  const measure = options.y[0] as Series;
  const found = new Map<Scalar, (number | null)[]>();
  for (const row of rowsOf(reply)) {
    const name = row[by] ?? null;
    let values = found.get(name);
    if (!values) {
      values = dimension.values.map(() => null);
      found.set(name, values);
    }
    const index = dimension.indexOf.get(row[dimension.column] ?? null);
    if (index !== undefined) values[index] = addTo(values[index], toNumber(row[measure.column]));
  }
  const names = [...found.keys()];
  const colours = coloursOf(names.map(nameOf), options.palette);
  return names.map((name, at) => ({
    id: nameOf(name),
    label: nameOf(name),
    format: measure.format ?? NUMBER,
    colour: colours[at] as string,
    values: found.get(name) ?? [],
    mark: options.mark,
    axis: options.axis ?? "left",
    point: { [by]: name },
  }));
}

function foldRest(series: PlotSeries[], palette: string[]): PlotSeries[] {
  const ranked = [...series].sort((a, b) => total(b.values) - total(a.values));
  const kept = ranked.slice(0, MOST - 1);
  const rest = ranked.slice(MOST - 1);
  const colours = coloursOf(
    kept.map((one) => one.label),
    palette,
  );
  const values = (rest[0] as PlotSeries).values.map((_, at) =>
    rest.reduce<number | null>((sum, one) => addTo(sum, one.values[at] ?? null), null),
  );
  return [
    ...kept.map((one, at) => ({ ...one, colour: colours[at] as string })),
    {
      ...(rest[0] as PlotSeries),
      id: "rest",
      label: `${rest.length} others`,
      colour: palette[palette.length - 1] ?? "gray",
      values,
      point: {},
    },
  ];
}

function muteRest(series: PlotSeries[], palette: string[]): PlotSeries[] {
  const ranked = [...series].sort((a, b) => total(b.values) - total(a.values));
  const shown = new Set(ranked.slice(0, MOST - 1));
  const colours = coloursOf(
    [...shown].map((one) => one.label),
    palette,
  );
  const grey = palette[palette.length - 1] ?? "gray";
  return ranked.map((one, at) =>
    shown.has(one) ? { ...one, colour: colours[at] as string } : { ...one, colour: grey, muted: true },
  );
}

/** The series of a chart along `dimension`: one per `y`, or one per value of the column `series`. */
export function readSeries(reply: DatasetReply, dimension: Dimension, options: SeriesOptions): PlotSeries[] {
  const found = options.series
    ? fromNames(reply, dimension, options, options.series)
    : fromColumns(reply, dimension, options);
  if (found.length <= MOST) return found;
  return options.fold ? foldRest(found, options.palette) : muteRest(found, options.palette);
}
