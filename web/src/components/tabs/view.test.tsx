import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("tabs", () => {
  it("shows what is in the open tab and opens another by arrow key", () => {
    const { onSlot } = renderExample(View, exampleOf(examples, "three tabs"), {
      slot: "parts",
      children: <p>Inside</p>,
    });
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe("By segment");
    expect(screen.getByRole("tabpanel", { name: "By segment" }).textContent).toBe("Inside");
    fireEvent.keyDown(screen.getByRole("tab", { selected: true }), { key: "ArrowRight" });
    expect(onSlot).toHaveBeenCalledWith("rows");
  });

  it("opens the first tab when the named one is gone", () => {
    renderExample(View, exampleOf(examples, "three tabs"), { slot: "gone" });
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe("Trend");
  });
});
