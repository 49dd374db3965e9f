import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("titles the components that lie in it", () => {
  renderExample(View, exampleOf(examples, "titled group"), { children: <p>Inside</p> });
  expect(screen.getByRole("heading", { name: "Customer health" })).toBeTruthy();
  expect(screen.getByText("Inside")).toBeTruthy();
});
