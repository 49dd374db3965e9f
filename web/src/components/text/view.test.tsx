import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

describe("text", () => {
  it("renders headings, emphasis, lists and tables", () => {
    renderExample(View, exampleOf(examples, "headings, lists, a table"));
    expect(screen.getByRole("heading", { name: "How to read this page" })).toBeTruthy();
    expect(screen.getByText("signed").tagName).toBe("STRONG");
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(screen.getByRole("cell", { name: "61%" }).getAttribute("data-align")).toBe("right");
    expect(screen.getByRole("link", { name: "definition" }).getAttribute("rel")).toBe("noopener noreferrer");
  });

  it("lets no HTML, script link or image through", () => {
    const { container } = renderExample(View, exampleOf(examples, "raw HTML stays text"));
    expect(container.querySelector("b, img, [onclick]")).toBeNull();
    expect(container.textContent).toContain('<b onclick="alert(1)">');
    expect(screen.queryByRole("link", { name: "bad link" })).toBeNull();
    expect(screen.getByRole("link", { name: "chart" })).toBeTruthy();
    expect(screen.getByText("code <x>")).toBeTruthy();
  });
});
