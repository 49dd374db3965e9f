import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("kpi", () => {
  it("writes the number short, the exact one behind it, with its definition", () => {
    renderExample(View, exampleOf(examples, "better than before"));
    const value = screen.getByRole("button", { name: /\$12\.3M/ });
    expect(value.getAttribute("title")).toBe(
      "$12,345,678.00\nRecurring revenue of active contracts, times twelve.",
    );
  });

  it("says a change with arrow, sign and word", () => {
    renderExample(View, exampleOf(examples, "better than before"));
    expect(screen.getByText("+4.0%")).toBeTruthy();
    expect(screen.getByText("up 4.0%, better")).toBeTruthy();
    expect(screen.getByText("than last month")).toBeTruthy();
  });

  it("judges by the direction of good, not by the sign", () => {
    const { container } = renderExample(View, exampleOf(examples, "worse: less is better"));
    expect(screen.getByText("up 55.6%, worse")).toBeTruthy();
    expect(container.querySelector(".delta")?.className).toContain("bad");
  });

  it("names percentage points as such", () => {
    renderExample(View, exampleOf(examples, "percentage points"));
    expect(screen.getByText("+1.3 pts")).toBeTruthy();
  });

  it("shows how much of the target is reached", () => {
    renderExample(View, exampleOf(examples, "with a target"));
    expect(screen.getByText("72% of target $2M")).toBeTruthy();
  });

  it("tells the course of the small line", () => {
    renderExample(View, exampleOf(examples, "better than before"));
    expect(screen.getByRole("img").getAttribute("aria-label")).toMatch(
      /Last 12 periods: from \$9\.\d+M to .*Nov 2026 is not over yet/,
    );
  });

  it("is – and not 0 without a value, and says that there is nothing to compare with", () => {
    renderExample(View, exampleOf(examples, "no value"));
    expect(screen.getByText("–")).toBeTruthy();
    expect(screen.getByText("No earlier value than last month")).toBeTruthy();
  });

  it("shows what is behind the number when it is chosen", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "better than before"));
    fireEvent.click(screen.getByRole("button"));
    expect(onPoint).toHaveBeenCalledWith({ dataset: "now", values: {}, label: "Annual recurring revenue" });
  });
});
