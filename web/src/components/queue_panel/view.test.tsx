import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

it("shows the waiting items but takes no decision that it cannot keep", () => {
  const { onPoint } = renderExample(View, exampleOf(examples, "waiting items"));
  expect(screen.getByText("4 items waiting")).toBeTruthy();
  expect(screen.getByText("12 Nov 2026")).toBeTruthy();
  for (const button of screen.getAllByRole<HTMLButtonElement>("button", { name: "Accept" }))
    expect(button.disabled).toBe(true);
  expect(screen.getByRole("note").textContent).toContain("Decisions need the curation service");
  fireEvent.click(screen.getByRole("button", { name: "Pricing objections in Q3 calls" }));
  expect(onPoint.mock.calls[0]?.[0]).toMatchObject({ label: "Pricing objections in Q3 calls" });
});
