import { describe, expect, it } from "vitest";
import type { ChangeReply } from "@/api/types";
import type { Component } from "@/spec/types";
import { advance, conclude, IDLE } from "./useAsk";

const madeBy = { model: "", note: "", repairs: 0 };
const layout = { x: 0, y: 0, w: 4, h: 4 };
const component: Component = { kind: "text", id: "t", layout };

describe("the progress of a question", () => {
  it("gathers what was understood, asked and placed", () => {
    const queried = { dataset: "d", connection: "c", rows: 3, ms: 2, status: "ok" };
    let state = advance(IDLE, {
      name: "understood",
      data: { understood: ["a"], assumptions: ["b"], not_understood: [], made_by: madeBy },
    });
    state = advance(state, { name: "queried", data: queried });
    state = advance(state, { name: "placed", data: { component, datasets: {} } });
    expect(state).toMatchObject({
      understood: ["a"],
      assumptions: ["b"],
      madeBy,
      queried: [queried],
      placed: [component],
    });
  });

  it("places a component once, the last word counting", () => {
    const moved: Component = { ...component, title: "later" };
    const state = [component, moved].reduce(
      (before, item) => advance(before, { name: "placed", data: { component: item, datasets: {} } }),
      IDLE,
    );
    expect(state.placed).toEqual([moved]);
  });

  it("ends with the reply's own words", () => {
    const reply = { understood: ["x"], assumptions: [], not_understood: [] } as unknown as ChangeReply;
    expect(conclude(IDLE, reply)).toMatchObject({ phase: "done", understood: ["x"] });
  });
});
