import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("combo", () => {
  it("draws bars and a line over one axis", () => {
    renderExample(View, exampleOf(examples, "one axis"));
    expect(document.querySelectorAll("path.line")).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Bookings" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Plan" })).toBeTruthy();
  });

  it("says which line belongs to the right axis, whose ticks are in its own format", () => {
    renderExample(View, exampleOf(examples, "second axis, with a gap"));
    expect(screen.getByRole("button", { name: "Win rate (right)" })).toBeTruthy();
    expect(screen.getAllByText(/^\d+%$/).length).toBeGreaterThan(1);
    fireEvent.keyDown(screen.getByRole("graphics-document"), { key: "ArrowRight" });
    expect(screen.getByRole("tooltip").textContent).toMatch(/Bookings\$\d+K.*Win rate \(right\)21\.0%/);
  });
});
