import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allKinds } from "./kinds";

/** The kinds of the spec's own component models, read from the generated file. */
function kindsOfSpec(): string[] {
  const text = readFileSync(`${process.cwd()}/src/spec/schema.ts`, "utf8");
  const page = /export interface Page \{[\s\S]*?\n\}/.exec(text)?.[0] ?? "";
  const names = page.match(/\b[A-Z]\w+(?=\s*(\||\n\s*\)|\)))/g) ?? [];
  return names.map(
    (name) => new RegExp(`export interface ${name} \\{[\\s\\S]*?kind: "(\\w+)"`).exec(text)?.[1] ?? name,
  );
}

describe("the component kinds", () => {
  it("are the same in the spec and in the web", () => {
    expect(kindsOfSpec().length).toBeGreaterThan(20);
    expect(
      allKinds()
        .map((item) => item.kind)
        .sort(),
    ).toEqual(kindsOfSpec().sort());
  });
});
