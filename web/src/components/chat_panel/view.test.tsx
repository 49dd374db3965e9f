import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("says what is missing and takes no question it cannot answer", () => {
  renderExample(View, exampleOf(examples, "not connected"));
  expect(screen.getByRole("note").textContent).toContain("Answers in words need the chat service");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Question" }).disabled).toBe(true);
  expect(screen.getByText("Which accounts are at risk, and why?")).toBeTruthy();
  expect(screen.getByText("snowflake")).toBeTruthy();
});
