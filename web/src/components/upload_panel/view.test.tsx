import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("says what it will accept, what is missing, and what works today", async () => {
  const { onAction } = renderExample(View, exampleOf(examples, "not connected"));
  expect(screen.getByText("PDF")).toBeTruthy();
  expect(screen.getByRole("note").textContent).toContain("document pipeline");
  await userEvent.click(screen.getByRole("button", { name: "Upload a table" }));
  expect(onAction).toHaveBeenCalledWith({ kind: "open_link", url: "/connections" });
});
