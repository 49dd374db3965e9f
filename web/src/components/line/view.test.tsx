import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeReply } from "../example";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

const chart = () => screen.getByRole("graphics-document");

describe("line", () => {
  it("says its trend, its extremes and what is not over", () => {
    renderExample(View, exampleOf(examples, "one line, unfinished month, target"));
    const words = chart().getAttribute("aria-label") ?? "";
    expect(words).toContain("Recurring revenue. 24 periods.");
    expect(words).toMatch(/Up \d+\.\d%, from \$6\.\d+M in Dec 2024 to \$1\d\.\dM in Oct 2026/);
    expect(words).toMatch(/highest .* in Oct 2026/);
    expect(words).toContain("Nov 2026 is not over yet.");
  });

  it("draws the unfinished month apart and names it", () => {
    renderExample(View, exampleOf(examples, "one line, unfinished month, target"));
    expect(screen.getByText("so far")).toBeTruthy();
    expect(document.querySelectorAll("path.lineOpen")).toHaveLength(1);
    expect(screen.getByText("Plan $11M")).toBeTruthy();
  });

  it("names few lines at their ends instead of in a legend", () => {
    renderExample(View, exampleOf(examples, "named at their ends"));
    expect(screen.queryByRole("list", { name: "Series" })).toBeNull();
    for (const name of ["Enterprise", "Mid-market", "Small business", "Public sector"]) {
      expect(document.querySelector(".endLabel") && screen.getByText(name)).toBeTruthy();
    }
  });

  it("walks through the months by arrow keys, tells their values and drills with Enter", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "very large numbers"));
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain("Apr 2026: $1T. 1 of 8.");
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain(
      "May 2026: $1.11T, up 11.0% on Apr 2026",
    );
    expect(screen.getByRole("tooltip").textContent).toContain("May 2026");
    fireEvent.keyDown(chart(), { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({
      dataset: "d",
      values: { month: "2026-05-01" },
      label: "May 2026",
    });
    fireEvent.keyDown(chart(), { key: "Escape" });
    expect(screen.queryByRole("tooltip")).toBeNull();
  });

  it("shows the values under the pointer and drills into the nearest line", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "named at their ends"));
    const end = document.querySelectorAll<SVGPathElement>("path.line")[0]?.getAttribute("d") ?? "";
    const [x, y] = end.slice(1).split(/[,C]/).map(Number);
    fireEvent.pointerMove(chart(), { clientX: x, clientY: y });
    expect(screen.getByRole("tooltip").textContent).toContain("Dec 2025");
    fireEvent.pointerUp(chart(), { clientX: x, clientY: y, button: 0, pointerType: "mouse" });
    expect(onPoint).toHaveBeenCalledWith({
      dataset: "d",
      values: { month: "2025-12-01", segment: "Enterprise" },
      label: "Dec 2025 · Enterprise",
    });
  });

  it("leaves a gap where values are missing", () => {
    renderExample(View, exampleOf(examples, "gap, below zero, daily"));
    const path = document.querySelector("path.line")?.getAttribute("d") ?? "";
    expect(path.match(/M/g)).toHaveLength(2);
    expect(screen.getByText("−40")).toBeTruthy();
  });

  it("hides a line when its name in the legend is chosen", () => {
    renderExample(View, exampleOf(examples, "many lines"));
    expect(document.querySelectorAll("path.line")).toHaveLength(11);
    fireEvent.click(screen.getByRole("button", { name: "North" }));
    expect(document.querySelectorAll("path.line")).toHaveLength(10);
  });

  it("draws a lone value as a dot", () => {
    renderExample(View, exampleOf(examples, "a single point"));
    expect(document.querySelectorAll("circle")).toHaveLength(1);
    expect(chart().getAttribute("aria-label")).toContain("$410K in Oct 2026");
  });

  it("shows a name as the text that it is", () => {
    const bad = '<img src=x onerror="alert(1)">';
    const example = exampleOf(examples, "named at their ends");
    const d = makeReply(
      ["month:date", "segment", "arr:number"],
      [
        ["2026-01-01", bad, 1],
        ["2026-02-01", bad, 2],
        ["2026-02-01", "B", 2],
      ],
    );
    renderExample(View, { ...example, results: { d } });
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByRole("tooltip").textContent).toContain(bad);
  });
});
