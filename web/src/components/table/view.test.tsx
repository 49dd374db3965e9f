import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../chart/data";
import { exampleOf, renderExample } from "../renderExample";
import { shownColumns } from "./columns";
import examples from "./examples";
import { numberTest } from "./match";
import View, { asText } from "./View";

const rows = () => screen.getAllByRole("row").slice(1);
const cells = (row: HTMLElement | undefined) =>
  within(row as HTMLElement)
    .getAllByRole("cell")
    .map((cell) => cell.textContent);

describe("table", () => {
  it("writes every cell in its column's format", () => {
    renderExample(View, exampleOf(examples, "columns from the result, missing values"));
    expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual([
      "Deal name",
      "Amount",
      "Stage",
      "Close date",
      "Deal id",
    ]);
    expect(cells(rows()[0])).toEqual(["Renewal", "120,000", "Proposal", "1 Dec 2026", "10231"]);
    expect(cells(rows()[2])).toEqual(["–", "−4,500", "–", "9 Jan 2027", "10233"]);
  });

  it("sorts by a header, and by a second one with Shift", () => {
    renderExample(View, exampleOf(examples, "formats and visuals"));
    fireEvent.click(screen.getByRole("button", { name: /^Status/ }));
    expect(screen.getByRole("columnheader", { name: /Status/ }).getAttribute("aria-sort")).toBe("ascending");
    expect(cells(rows()[0])[1]).toBe("Active");
    fireEvent.click(screen.getByRole("button", { name: /^ARR/ }), { shiftKey: true });
    const shown = rows()
      .slice(0, 10)
      .map((row) => Number((cells(row)[3] ?? "").replace(/[$,]/g, "")));
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
  });

  it("finds rows and says how many", () => {
    renderExample(View, exampleOf(examples, "formats and visuals"));
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "lindqvist" } });
    expect(screen.getByText("15 rows of 60 rows")).toBeTruthy();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "nobody at all" } });
    expect(screen.getByText("No row matches.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show all rows" }));
    expect(rows()).toHaveLength(25);
  });

  it("filters a number by what is typed above it", () => {
    renderExample(View, exampleOf(examples, "formats and visuals"));
    fireEvent.click(screen.getByRole("button", { name: "Filter columns" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Filter Health" }), { target: { value: ">= 90" } });
    const body = rows().slice(1);
    expect(body.length).toBeGreaterThan(0);
    for (const row of body) expect(Number(/\d+/.exec(cells(row)[4] ?? "")?.[0])).toBeGreaterThanOrEqual(90);
  });

  it("turns pages", () => {
    renderExample(View, exampleOf(examples, "formats and visuals"));
    expect(screen.getByText("1–25 of 60 rows")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Next page" }));
    expect(cells(rows()[0])[0]).toBe("Account 026");
  });

  it("walks with the arrow keys and drills with Enter", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "formats and visuals"));
    fireEvent.keyDown(rows()[0] as HTMLElement, { key: "ArrowDown" });
    expect(document.activeElement?.getAttribute("data-row")).toBe("1");
    fireEvent.keyDown(document.activeElement as HTMLElement, { key: "Enter" });
    expect(onPoint.mock.calls[0]?.[0]).toMatchObject({
      dataset: "d",
      label: "Account 002",
      values: { account: "Account 002" },
    });
  });

  it("says a health score with a word", () => {
    renderExample(View, exampleOf(examples, "formats and visuals"));
    expect(screen.getAllByText(/^(healthy|at risk|critical)$/).length).toBe(25);
  });

  it("copies exact values as tab-separated text", () => {
    const example = exampleOf(examples, "columns from the result, missing values");
    const reply = example.results.d;
    if (!reply) throw new Error("no result");
    expect(asText(shownColumns([], reply), rowsOf(reply)).split("\n")[1]).toBe(
      "Renewal\t120000\tProposal\t1 Dec 2026\t10231",
    );
  });

  it.each([
    ["> 100", 101, true],
    ["<=5", 6, false],
    ["10..20", 15, true],
    ["=1k", 1_000, true],
    [">10%", 0.2, true],
  ])("understands %s", (text, value, expected) => {
    expect(numberTest(text)?.(value)).toBe(expected);
  });
});
