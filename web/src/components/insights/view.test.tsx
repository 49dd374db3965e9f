import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("insights", () => {
  it("tells what moved, by how much, where and when", () => {
    renderExample(View, exampleOf(examples, "good, bad and neutral"));
    const card = within(screen.getByRole("button", { name: /Churn rose/ }));
    for (const text of ["+75.0%", "churned customers", "Small business", "Oct 2026"])
      expect(card.getByText(text)).toBeTruthy();
  });

  it("says good and bad in words", () => {
    renderExample(View, exampleOf(examples, "good, bad and neutral"));
    expect(screen.getAllByRole("img", { name: "bad news" })).toHaveLength(1);
    expect(screen.getAllByRole("img", { name: "good news" })).toHaveLength(2);
  });

  it("leads to what is behind it", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "good, bad and neutral"));
    fireEvent.click(screen.getByRole("button", { name: /Win rate/ }));
    expect(onPoint.mock.calls[0]?.[0]).toMatchObject({
      values: { metric: "win_rate", segment: "Enterprise" },
    });
  });
});
