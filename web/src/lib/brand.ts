/** A company's colours made safe: from two brand colours to every token that depends on them, in light and dark. */
import type { Theme } from "@/spec/types";
import { distance, isHex, mix, readable, textOn } from "./colour";

export type Mode = "light" | "dark";

/** The same values as in ui/tokens.css; brand.test.ts compares them. */
export const SERIES: Record<Mode, readonly string[]> = {
  light: ["#2b5fd9", "#d0611a", "#0d8a72", "#8a4dbd", "#9a7500", "#1f87b8", "#bf3f79", "#667080"],
  dark: ["#6d98f7", "#f59a5b", "#3fc1a3", "#bd92ec", "#dcb74a", "#63bfe6", "#f088b6", "#9ca6b6"],
};
export const SURFACE: Record<Mode, string> = { light: "#ffffff", dark: "#13161c" };
const GROUND: Record<Mode, string> = { light: "#f1f3f6", dark: "#1c2029" };
const PRIMARY: Record<Mode, string> = { light: "#2b5fd9", dark: "#5b8cf7" };
const ACCENT: Record<Mode, string> = { light: "#b4540a", dark: "#f2a154" };
const ALIKE = 90;

export type Brand = Pick<Theme, "primary" | "accent" | "palette">;

/** The series colours for `mode`: the brand's own first, then house colours that do not look like them. */
export function seriesColours(brand: Brand, mode: Mode): string[] {
  const own = (brand.palette?.length ? brand.palette : [brand.primary, brand.accent]).filter(isHex);
  const chosen = own.map((colour) => readable(colour, SURFACE[mode], 3));
  for (const colour of SERIES[mode]) {
    if (chosen.every((other) => distance(other, colour) > ALIKE)) chosen.push(colour);
  }
  return chosen.slice(0, Math.max(8, own.length));
}

/** A component's own colours before the usual ones; null leaves the usual colour in its place. */
export function repainted(palette: string[], own: (string | null)[], mode: Mode): string[] {
  const chosen = own.map((colour, at) =>
    isHex(colour) ? readable(colour, SURFACE[mode], 3) : (palette[at % palette.length] ?? "gray"),
  );
  const rest = palette.filter((colour) => chosen.every((other) => distance(other, colour) > ALIKE));
  return [...chosen, ...rest];
}

export function primaryColour(brand: Brand, mode: Mode): string {
  return isHex(brand.primary) ? readable(brand.primary, SURFACE[mode], 3) : PRIMARY[mode];
}

export function accentColour(brand: Brand, mode: Mode): string {
  return isHex(brand.accent) ? readable(brand.accent, SURFACE[mode], 3) : ACCENT[mode];
}

function tokensFor(brand: Brand, mode: Mode): Record<string, string> {
  const surface = SURFACE[mode];
  const tokens: Record<string, string> = {};
  if (isHex(brand.primary)) {
    const fill = primaryColour(brand, mode);
    const text = readable(brand.primary, GROUND[mode], 4.6);
    Object.assign(tokens, {
      "--primary": fill,
      "--primary-hover": mix(fill, mode === "light" ? "#000000" : "#ffffff", 0.86),
      "--on-primary": textOn(fill),
      "--primary-text": text,
      "--primary-soft": mix(fill, surface, mode === "light" ? 0.08 : 0.16),
      "--primary-line": mix(fill, surface, mode === "light" ? 0.32 : 0.4),
      "--focus": text,
    });
  }
  if (isHex(brand.accent)) tokens["--accent"] = readable(brand.accent, GROUND[mode], 4.6);
  if (isHex(brand.primary) || isHex(brand.accent) || brand.palette?.length) {
    seriesColours(brand, mode).forEach((colour, index) => {
      tokens[`--series-${index + 1}`] = colour;
    });
  }
  return tokens;
}

/** CSS variable → light-dark() value, for what the brand changes; empty without a brand. */
export function brandTokens(brand: Brand): Record<string, string> {
  const light = tokensFor(brand, "light");
  const dark = tokensFor(brand, "dark");
  return Object.fromEntries(
    Object.entries(light).map(([name, value]) => [name, `light-dark(${value}, ${dark[name] ?? value})`]),
  );
}
