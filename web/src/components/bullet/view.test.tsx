import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("bullet", () => {
  it("writes value and share of the target", () => {
    renderExample(View, exampleOf(examples, "people and quotas"));
    for (const text of ["A. Okafor", "$1.24M", "124%"]) expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain(
      "2 of 4 targets reached.",
    );
  });

  it("says a single value against its target", () => {
    renderExample(View, exampleOf(examples, "one value, ranges"));
    expect(screen.getByRole("graphics-document").getAttribute("aria-label")).toContain(
      "72 of 80, 90% of the target.",
    );
  });

  it("draws no bar without a value and no mark without a target", () => {
    renderExample(View, exampleOf(examples, "targets of very different size, no target, long names"));
    expect(document.querySelectorAll("line.target")).toHaveLength(3);
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "End" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain("Certified partners: –, target 5.");
  });
});
