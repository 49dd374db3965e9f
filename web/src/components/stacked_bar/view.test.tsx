import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("stacked_bar", () => {
  it("gives each part and the total of a pile", () => {
    renderExample(View, exampleOf(examples, "months"));
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "ArrowRight" });
    const tooltip = screen.getByRole("tooltip").textContent ?? "";
    for (const name of ["Platform", "Insights", "Support", "Services", "Total"])
      expect(tooltip).toContain(name);
  });

  it("piles negative parts downwards", () => {
    renderExample(View, exampleOf(examples, "several measures, with negative ones"));
    expect(screen.getByText("−$200K")).toBeTruthy();
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "ArrowRight" });
    expect(screen.getByRole("tooltip").textContent).toContain("Total$230K");
  });

  it("sums a lying pile at its end", () => {
    renderExample(View, exampleOf(examples, "lying down"));
    expect(screen.getByText("36")).toBeTruthy();
  });

  it("chooses a part with its series", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "lying down"));
    const chart = screen.getByRole("graphics-document");
    fireEvent.keyDown(chart, { key: "ArrowDown" });
    fireEvent.keyDown(chart, { key: "ArrowRight" });
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({
      dataset: "d",
      values: { team: "Platform and infrastructure", state: "To do" },
      label: "Platform and infrastructure · To do",
    });
  });
});
