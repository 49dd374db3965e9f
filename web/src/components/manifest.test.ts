import { describe, expect, it } from "vitest";
import type { ComponentKind } from "@/spec/types";
import type { Example, Manifest } from "./contract";

const manifests = import.meta.glob<Manifest>("./*/manifest.ts", { eager: true, import: "default" });
const examples = import.meta.glob<Example[]>("./*/examples.ts", { eager: true, import: "default" });
const folder = (path: string) => path.split("/")[1] ?? "";

/** The compiler refuses this list when a kind of the spec is missing or unknown. */
const KINDS: Record<ComponentKind, true> = {
  area: true,
  bar: true,
  bullet: true,
  button: true,
  chat_panel: true,
  combo: true,
  container: true,
  custom: true,
  filter: true,
  funnel: true,
  heat_map: true,
  insights: true,
  kpi: true,
  line: true,
  pie: true,
  queue_panel: true,
  scatter: true,
  stacked_bar: true,
  table: true,
  tabs: true,
  text: true,
  upload_panel: true,
  waterfall: true,
};

describe("component folders", () => {
  it("are one per kind of the spec, named like it", () => {
    const found = Object.entries(manifests).map(([path, manifest]) => [folder(path), manifest.kind]);
    expect(found.map(([, kind]) => kind).sort()).toEqual(Object.keys(KINDS).sort());
    for (const [name, kind] of found) expect(name).toBe(kind);
  });

  it.each(Object.entries(examples))(
    "%s shows its own kind, each example under a name of its own",
    (path, list) => {
      expect(list.length).toBeGreaterThan(0);
      expect(new Set(list.map((example) => example.name)).size).toBe(list.length);
      for (const example of list) expect(example.component.kind).toBe(folder(path));
    },
  );

  it("all have examples", () => {
    expect(Object.keys(examples).map(folder).sort()).toEqual(Object.keys(KINDS).sort());
  });
});
