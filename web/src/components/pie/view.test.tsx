import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("pie", () => {
  it("lists each part with value and share, and the total in the middle", () => {
    renderExample(View, exampleOf(examples, "ring with total"));
    for (const text of ["Enterprise", "$4.2M", "50%", "$8.32M"]) expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain(
      "Largest Enterprise 50.5%, smallest Starter 3.8%.",
    );
  });

  it("puts the smallest parts together", () => {
    renderExample(View, exampleOf(examples, "many parts are put together"));
    expect(screen.getByText("8 others")).toBeTruthy();
  });

  it("says what a pie cannot show", () => {
    renderExample(View, exampleOf(examples, "a negative value"));
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain(
      "1 negative value left out.",
    );
  });

  it("drills into a part, also one without a name", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "full, long and missing names"));
    const chart = screen.getByRole("graphics-document");
    fireEvent.keyDown(chart, { key: "End" });
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({ dataset: "d", values: { plan: null }, label: "(none)" });
  });
});
