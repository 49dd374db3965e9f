import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("area", () => {
  it("piles the parts up and gives their total", () => {
    renderExample(View, exampleOf(examples, "piled up"));
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "ArrowRight" });
    const tooltip = screen.getByRole("tooltip").textContent ?? "";
    expect(tooltip).toMatch(/^Dec 2025/);
    expect(tooltip).toContain("Compute");
    expect(tooltip).toMatch(/Total\$\d/);
  });

  it("writes shares as percent up to a hundred", () => {
    renderExample(View, exampleOf(examples, "as shares"));
    expect(screen.getByText("100%")).toBeTruthy();
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "End" });
    expect(screen.getByRole("tooltip").textContent).toMatch(/Nov 2026, so far.*· \d+(\.\d)?%/);
  });

  it("puts what comes after the seventh part together", () => {
    renderExample(View, exampleOf(examples, "many parts"));
    expect(document.querySelectorAll("path.areaStacked")).toHaveLength(8);
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain("8 series");
  });

  it("names the unit once, above the axis", () => {
    renderExample(View, exampleOf(examples, "one area"));
    expect(screen.getAllByText("users")).toHaveLength(1);
  });
});
