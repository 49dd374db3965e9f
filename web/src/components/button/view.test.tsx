import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("runs its action", async () => {
  const { onAction } = renderExample(View, exampleOf(examples, "refresh"));
  await userEvent.click(screen.getByRole("button", { name: "Refresh now" }));
  expect(onAction).toHaveBeenCalledWith({ kind: "refresh" });
});

it("is called by its action when it has no title", () => {
  renderExample(View, exampleOf(examples, "open_link"));
  expect(screen.getByRole("button", { name: "Open" })).toBeTruthy();
});
