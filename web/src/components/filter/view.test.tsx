import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("filter", () => {
  it("shows the chosen value of its param", () => {
    renderExample(View, exampleOf(examples, "one of"));
    expect(screen.getByRole("button").textContent).toContain("North");
  });

  it("sets the param to what is typed", async () => {
    const { setParam } = renderExample(View, exampleOf(examples, "search"));
    fireEvent.change(screen.getByRole("searchbox", { name: "Search accounts" }), {
      target: { value: "acme" },
    });
    await waitFor(() => expect(setParam).toHaveBeenCalledWith("words", "acme"));
  });

  it("says when its param does not exist", () => {
    const { param: _, ...example } = exampleOf(examples, "search");
    renderExample(View, example);
    expect(screen.getByText("This filter's param “words” does not exist.")).toBeTruthy();
  });
});
