/** What the frame of a custom component is told: its datasets row by row, and the theme as CSS properties. */
import type { Datasets } from "@/sandbox/data";
import type { DatasetReply, Scalar } from "@/spec/types";
import type { ResolvedTheme } from "../contract";

const TOKENS = [
  "--text",
  "--text-muted",
  "--line",
  "--surface",
  "--surface-sunken",
  "--good",
  "--bad",
  "--warn",
];

/** The declared datasets that have a result; nothing else leaves the page. */
export function datasetsOf(
  names: readonly string[],
  results: Record<string, DatasetReply | undefined>,
): Datasets {
  const found: Datasets = {};
  for (const name of names) {
    const result = results[name];
    if (!result) continue;
    const columns = result.columns.map(({ name, type }) => ({ name, type }));
    const rows = Array.from({ length: result.rows }, (_, row) => {
      const values: Record<string, Scalar> = {};
      columns.forEach((column, index) => {
        values[column.name] = result.data[index]?.[row] ?? null;
      });
      return values;
    });
    found[name] = { columns, rows };
  }
  return found;
}

/** Colours by the names they have in the design tokens. */
export function styleOf(theme: ResolvedTheme): Record<string, string> {
  const root = getComputedStyle(document.documentElement);
  const tokens = TOKENS.map((name) => [name, root.getPropertyValue(name)] as const);
  return {
    "color-scheme": theme.mode,
    ...Object.fromEntries(tokens.filter(([, value]) => value)),
    "--primary": theme.primary,
    "--accent": theme.accent,
    ...Object.fromEntries(theme.palette.map((colour, index) => [`--series-${index + 1}`, colour])),
  };
}
