import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeReply } from "../example";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import View from "./View";

const chart = () => screen.getByRole("graphics-document");

describe("bar", () => {
  it("writes each value on its bar and says the extremes", () => {
    renderExample(View, exampleOf(examples, "few categories"));
    for (const text of ["$4.1M", "$830K", "Lead", "Closed"]) expect(screen.getByText(text)).toBeTruthy();
    expect(chart().getAttribute("aria-label")).toContain(
      "Highest Lead with $4.1M, lowest Closed with $830K.",
    );
  });

  it("lays the bars down when names are long, cut with the whole name behind", () => {
    renderExample(View, exampleOf(examples, "long names lie down"), { width: 420 });
    const title = [...document.querySelectorAll("text.category title")].map((node) => node.textContent);
    expect(title).toContain(
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    );
    expect(screen.getByText("$5.2M")).toBeTruthy();
  });

  it("draws below zero, and nothing for what is missing", () => {
    renderExample(View, exampleOf(examples, "below zero"));
    expect(screen.getByText("−19.0%")).toBeTruthy();
    expect(screen.getByText("Iberia")).toBeTruthy();
    expect(document.querySelectorAll("svg g > path")).toHaveLength(4);
  });

  it("hatches the unfinished month and draws the target", () => {
    renderExample(View, exampleOf(examples, "months, unfinished, target"));
    expect(document.querySelectorAll("path.barOpen")).toHaveLength(1);
    expect(screen.getByText("Target $900K")).toBeTruthy();
  });

  it("keeps the place of a month without rows", () => {
    const example = exampleOf(examples, "months, unfinished, target");
    const d = makeReply(
      ["month:date", "amount:number"],
      [
        ["2026-01-01", 1],
        ["2026-02-01", 2],
        ["2026-04-01", 4],
      ],
    );
    renderExample(View, { ...example, results: { d } });
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    expect(screen.getByRole("tooltip").textContent).toContain("Mar 2026Amount–");
  });

  it("goes to one bar of a group with the arrow keys", () => {
    const { onPoint } = renderExample(View, exampleOf(examples, "grouped"));
    fireEvent.keyDown(chart(), { key: "ArrowRight" });
    fireEvent.keyDown(chart(), { key: "ArrowDown" });
    fireEvent.keyDown(chart(), { key: "ArrowDown" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain("Q1: Actual $930K");
    fireEvent.keyDown(chart(), { key: "Enter" });
    expect(onPoint).toHaveBeenCalledWith({ dataset: "d", values: { stage: "Q1" }, label: "Q1" });
  });

  it("keeps every one of many rows reachable", () => {
    renderExample(View, exampleOf(examples, "many, scrolls"));
    expect(document.querySelectorAll("text.category")).toHaveLength(42);
    fireEvent.keyDown(chart(), { key: "End" });
    expect(document.querySelector("[aria-live]")?.textContent).toContain("42 of 42");
  });
});
