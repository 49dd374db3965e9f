import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("scatter", () => {
  it("names both axes and says how they relate", () => {
    renderExample(View, exampleOf(examples, "named dots"));
    expect(screen.getByText("↑ ARR")).toBeTruthy();
    expect(screen.getByText("Health score →")).toBeTruthy();
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toMatch(
      /60 dots\. ARR moderately rises with Health score \(r = 0\.\d\d\)/,
    );
  });

  it("leaves out rows without both numbers", () => {
    renderExample(View, exampleOf(examples, "below zero, missing values"));
    expect(document.querySelectorAll("circle")).toHaveLength(4);
  });

  it("draws thousands of dots on a canvas, still walkable", () => {
    renderExample(View, exampleOf(examples, "five thousand"));
    expect(document.querySelectorAll("circle")).toHaveLength(0);
    expect(document.querySelectorAll("canvas")).toHaveLength(1);
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "End" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain("5000 of 5000");
  });

  it("identifies the chosen dot by what is no number", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "below zero, missing values"));
    const chart = screen.getByRole("graphics-document");
    fireEvent.keyDown(chart, { key: "Home" });
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({ dataset: "d", values: { account: "A" }, label: "A" });
  });
});
