import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("heat_map", () => {
  it("puts weekdays in their own order", () => {
    renderExample(View, exampleOf(examples, "weekdays and hours"));
    const names = [...document.querySelectorAll("text.category")].map((node) => node.textContent);
    expect(names).toEqual(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
  });

  it("says where most and least is", () => {
    renderExample(View, exampleOf(examples, "weekdays and hours"));
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toMatch(
      /highest \d+ at \w+day, 1[12]; lowest \d+ at \w+day, 18/,
    );
  });

  it("walks through cells in both directions and chooses one", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "cohorts, with gaps"));
    const chart = screen.getByRole("graphics-document");
    fireEvent.keyDown(chart, { key: "End" });
    fireEvent.keyDown(chart, { key: "ArrowDown" });
    fireEvent.keyDown(chart, { key: "ArrowDown" });
    expect(document.querySelector("[aria-live]")?.textContent).toBe("May 2026 · 7: –.");
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({
      dataset: "d",
      values: { age: 7, cohort: "2026-05-01" },
      label: "7 · May 2026",
    });
  });
});
