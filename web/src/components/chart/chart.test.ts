import { describe, expect, it } from "vitest";
import { setLocale } from "@/lib/format";
import { days, makeReply, months } from "../example";
import { readDimension } from "./dimension";
import { spread } from "./EndLabels";
import { layOut } from "./geometry";
import { planLegend } from "./Legend";
import { linearScale } from "./scale";
import { coloursOf, type PlotSeries, readSeries } from "./series";
import { stackSeries } from "./stack";
import { fitText, textWidth, wrapText } from "./text";
import { formatTicks } from "./tick";
import { grainOf, parseDate, timeTicks } from "./time";

setLocale("en-US");
const dates = (texts: string[]) => texts.map((text) => parseDate(text) as Date);
const palette = ["#1", "#2", "#3", "#grey"];

describe("time", () => {
  it.each([
    [["2024-01-01", "2025-01-01"], "year"],
    [["2025-01-01", "2025-04-01", "2025-10-01"], "quarter"],
    [["2025-01-01", "2025-02-01"], "month"],
    [["2025-11-03", "2025-11-10"], "week"],
    [["2025-11-03", "2025-11-04"], "day"],
    [["2025-11-03T07:00:00", "2025-11-03T08:00:00"], "hour"],
  ])("recognizes the period of %j", (texts, grain) => {
    expect(grainOf(dates(texts))).toBe(grain);
  });

  it("names the year where it changes, and only there", () => {
    const ticks = timeTicks(dates(months(12)), "month", (index) => index * 90);
    expect(ticks.map((tick) => tick.label).slice(0, 3)).toEqual(["Dec 2025", "Jan 2026", "Feb"]);
  });

  it("takes wider steps of the calendar when labels have no room", () => {
    const ticks = timeTicks(dates(days(90)), "day", (index) => index * 5);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "18 Aug",
      "31 Aug",
      "14 Sep",
      "28 Sep",
      "12 Oct",
      "26 Oct",
      "9 Nov",
    ]);
  });

  it("reads no date where there is none", () => {
    expect(parseDate("Q3")).toBeNull();
    expect(parseDate("2025-13-45")).toBeNull();
    expect(readDimension(makeReply(["year:integer"], [[2024], [2025]]), "year").dates).toBeNull();
  });
});

describe("dimension", () => {
  it("puts periods in order and finds the unfinished one", () => {
    const reply = makeReply(["m:date"], [["2026-03-01"], ["2026-01-01"], ["2026-02-01"]], {
      partial: { column: "m", value: "2026-03-01" },
    });
    const dimension = readDimension(reply, "m");
    expect(dimension.values).toEqual(["2026-01-01", "2026-02-01", "2026-03-01"]);
    expect(dimension.partial).toBe(2);
  });

  it("keeps categories as they came and names what has no name", () => {
    const dimension = readDimension(makeReply(["c"], [["b"], [null], ["a"]]), "c");
    expect(dimension.values.map((_, index) => dimension.name(index))).toEqual(["b", "(none)", "a"]);
  });
});

describe("series", () => {
  it("gives the same name the same colour, whatever the order", () => {
    expect(coloursOf(["B", "A"], palette)).toEqual(["#2", "#1"]);
    expect(coloursOf(["A", "B"], palette)).toEqual(["#1", "#2"]);
    expect(coloursOf(["Other"], palette)).toEqual(["#grey"]);
  });

  it("gives names that are all statuses the colours of their meaning", () => {
    const status = ["var(--status-bad)", "var(--status-warn)", "var(--status-good)"];
    expect(coloursOf(["Red", "Amber", "Green"], ["#1", "#2", "#grey"])).toEqual(status);
    expect(coloursOf(["Lost", "Churned"], ["#1", "#2", "#grey"])).toEqual(["#2", "#1"]);
  });

  it("adds up what is folded", () => {
    const rows = Array.from({ length: 12 }, (_, at) => ["x", `S${at}`, 12 - at]);
    const reply = makeReply(["x", "s", "v:number"], rows);
    const found = readSeries(reply, readDimension(reply, "x"), {
      y: [{ column: "v" }],
      series: "s",
      palette,
      mark: "bar",
      fold: true,
    });
    expect(found).toHaveLength(8);
    expect(found[7]).toMatchObject({ label: "5 others", values: [5 + 4 + 3 + 2 + 1] });
    expect(found.reduce((sum, one) => sum + (one.values[0] ?? 0), 0)).toBe(78);
  });
});

const plain = (values: (number | null)[]): PlotSeries => ({
  id: "s",
  label: "S",
  format: { style: "number" },
  colour: "#1",
  values,
  mark: "bar",
  axis: "left",
  point: {},
});

describe("stacks", () => {
  it("pile positive parts up and negative ones down", () => {
    const spans = stackSeries([plain([3]), plain([-2]), plain([4]), plain([null])], false);
    expect(spans.map(([span]) => [span?.from, span?.to])).toEqual([
      [0, 3],
      [0, -2],
      [3, 7],
      [7, 7],
    ]);
  });

  it("are shares of the sum of sizes when normalized", () => {
    expect(
      stackSeries([plain([3, 0]), plain([1, 0])], true).map((one) => one.map((span) => span.to)),
    ).toEqual([
      [0.75, 0],
      [1, 0],
    ]);
  });
});

describe("scales", () => {
  it("end on readable numbers", () => {
    expect(linearScale([0, 973], [0, 100]).domain).toEqual([0, 1000]);
    expect(linearScale([0, 5_000], [0, 100], { format: { style: "duration" } }).ticks).toEqual([
      0, 1800, 3600, 5400,
    ]);
  });

  it("write all ticks alike", () => {
    expect(formatTicks([0, 5_000, 10_000], { style: "number" })).toEqual(["0", "5K", "10K"]);
    expect(formatTicks([-0.5, 0, 0.5], { style: "percent" })).toEqual(["−50%", "0%", "50%"]);
    expect(formatTicks([0, 0.5, 1], { style: "number" })).toEqual(["0.0", "0.5", "1.0"]);
  });
});

describe("text", () => {
  it("is cut at the width, never inside an emoji", () => {
    const cut = fitText("Enterprise customers", 60);
    expect(cut.endsWith("…")).toBe(true);
    expect(textWidth(cut)).toBeLessThanOrEqual(60);
    expect(fitText("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 120)).toMatch(/^(👩‍👩‍👧‍👦)*…$/u);
  });

  it("breaks into two lines at a space", () => {
    expect(wrapText("Closed won", 50)).toEqual(["Closed", "won"]);
  });
});

describe("labels", () => {
  it("at the ends of lines keep their distance and stay inside", () => {
    const placed = spread([100, 101, 99, 20], 10, 104);
    const sorted = [...placed].sort((a, b) => a - b);
    for (let at = 1; at < sorted.length; at++)
      expect((sorted[at] as number) - (sorted[at - 1] as number)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...placed)).toBeLessThanOrEqual(104);
  });

  it("of a legend that do not fit are counted", () => {
    const items = Array.from({ length: 20 }, (_, at) => ({
      id: `${at}`,
      label: `Series ${at}`,
      colour: "#1",
    }));
    const plan = planLegend(items, 300, 1);
    expect(plan.shown.length + plan.rest).toBe(20);
    expect(plan.rest).toBeGreaterThan(0);
  });
});

describe("layout", () => {
  it("holds in 260 × 120", () => {
    const reply = makeReply(
      ["m:date"],
      months(24).map((month) => [month]),
    );
    const dimension = readDimension(reply, "m");
    const series = [plain(months(24).map((_, at) => at * 1_000_000))];
    const geometry = layOut({ dimension, series, stacking: "none", width: 260, height: 120 });
    expect(geometry.bottom - geometry.top).toBeGreaterThan(60);
    expect(geometry.x(23)).toBeLessThanOrEqual(260);
    expect(geometry.ticks.length).toBeGreaterThan(1);
    const ticks = geometry.leftAxis.scale.ticks.map(geometry.leftAxis.scale);
    for (let at = 1; at < ticks.length; at++)
      expect((ticks[at - 1] as number) - (ticks[at] as number)).toBeGreaterThanOrEqual(12);
  });
});
