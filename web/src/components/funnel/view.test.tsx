import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("funnel", () => {
  it("writes how many are at each step and the share that went on", () => {
    renderExample(View, exampleOf(examples, "five steps"));
    for (const text of ["Visited", "48.2K", "841", "60%", "went on"])
      expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain(
      "1.7% get through. Fewest go on from Visited to Signed up: 18.9%.",
    );
  });

  it("compares with the step before and with the first", () => {
    renderExample(View, exampleOf(examples, "five steps"));
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "End" });
    const tooltip = screen.getByRole("tooltip").textContent ?? "";
    expect(tooltip).toContain("of Trial38.1%");
    expect(tooltip).toContain("of Visited1.7%");
  });

  it("writes – for a step without value", () => {
    renderExample(View, exampleOf(examples, "long names, a step without value"));
    expect(screen.getByText("–")).toBeTruthy();
  });
});
