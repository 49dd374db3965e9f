import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { stepSpans } from "../chart/WaterfallChart";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("waterfall", () => {
  it("signs the steps and leaves totals as they are", () => {
    renderExample(View, exampleOf(examples, "opening to closing"));
    for (const text of ["$11.9M", "+$640K", "−$384K", "$12.3M"]) expect(screen.getByText(text)).toBeTruthy();
  });

  it("tells what each step reaches", () => {
    renderExample(View, exampleOf(examples, "opening to closing"));
    const chart = screen.getByRole("graphics-document");
    fireEvent.keyDown(chart, { key: "ArrowRight" });
    fireEvent.keyDown(chart, { key: "ArrowRight" });
    expect(document.querySelector("[aria-live]")?.textContent).toBe(
      "New business: +$640K, reaching $12.5M. 2 of 6.",
    );
    expect(chart.getAttribute("aria-label")).toContain(
      "Largest rise New business +$640K, largest fall Churn −$384K.",
    );
  });

  it("hangs each step where the one before ended; totals start over from zero", () => {
    const spans = stepSpans([100, -30, 20, 90], (index) => index === 0 || index === 3);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 100],
      [100, 70],
      [70, 90],
      [0, 90],
    ]);
  });
});
