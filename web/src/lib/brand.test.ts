import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brandTokens, repainted, SERIES, SURFACE, seriesColours } from "./brand";
import { contrast, readable, textOn } from "./colour";

const HARD = ["#ffff00", "#ffffff", "#000000", "#7f7f7f", "#ff0000", "#0b1f3a", "#c6ff00"];

describe("a brand", () => {
  it.each(HARD)("of %s stays readable in light and dark", (colour) => {
    const tokens = brandTokens({ primary: colour, accent: colour });
    const [light, dark] = (tokens["--primary-text"] as string).slice(11, -1).split(", ") as [string, string];
    expect(contrast(light, "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark, SURFACE.dark)).toBeGreaterThanOrEqual(4.5);
    for (const fill of [light, dark]) expect(contrast(textOn(fill), fill)).toBeGreaterThanOrEqual(4.5);
    for (const mode of ["light", "dark"] as const) {
      for (const series of seriesColours({ primary: colour }, mode)) {
        expect(contrast(series, SURFACE[mode])).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it("changes nothing when there is none", () => {
    expect(brandTokens({ primary: null, accent: undefined })).toEqual({});
  });

  it("leads the series without repeating a colour that looks the same", () => {
    const series = seriesColours({ primary: "#2b5fd9", accent: "#d0611a" }, "light");
    expect(series.slice(0, 2)).toEqual(["#2b5fd9", "#d0611a"]);
    expect(new Set(series).size).toBe(series.length);
  });
});

describe("the house colours", () => {
  it("are the tokens of the style sheet", () => {
    const css = readFileSync(`${process.cwd()}/src/ui/tokens.css`, "utf8");
    SERIES.light.forEach((light, index) => {
      expect(css).toContain(`--series-${index + 1}: light-dark(${light}, ${SERIES.dark[index]})`);
    });
  });

  it("reach 3:1 on their surface", () => {
    for (const mode of ["light", "dark"] as const) {
      for (const colour of SERIES[mode]) expect(contrast(colour, SURFACE[mode])).toBeGreaterThanOrEqual(3);
    }
  });

  it("are moved no further than needed", () => {
    expect(readable("#0b7a55", "#ffffff", 4.5)).toBe("#0b7a55");
  });
});

describe("a component's own colours", () => {
  it("go before the usual ones, and null leaves the usual one in its place", () => {
    const usual = seriesColours({ primary: null, accent: null, palette: null }, "light");
    const own = repainted(usual, [null, "#15803d"], "light");
    expect(own.slice(0, 2)).toEqual([usual[0], "#15803d"]);
    expect(new Set(own).size).toBe(own.length);
  });
});
