import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("keeps the place of the component and says what is missing", () => {
  renderExample(View, exampleOf(examples, "waiting for its sandbox"));
  expect(screen.getByText("“TerritoryMap” cannot run yet")).toBeTruthy();
  expect(screen.getByText(/The sandbox for custom components/)).toBeTruthy();
});
