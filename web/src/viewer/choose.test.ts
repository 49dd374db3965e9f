import { describe, expect, it } from "vitest";
import type { Param } from "@/spec/types";
import { chosenValue } from "./choose";

const point = { dataset: "d", values: { region: "East" } };
const click = { kind: "set_param", param: "r", from_column: "region" } as const;
const one: Param = { id: "r", type: "select", label: "Region" };
const many: Param = { ...one, type: "multi_select" };

describe("choosing a mark", () => {
  it("sets the param to the mark's value, as the param's type wants it", () => {
    expect(chosenValue(click, one, point, null)).toBe("East");
    expect(chosenValue(click, many, point, ["West"])).toEqual(["East"]);
  });

  it("again takes the choice back", () => {
    expect(chosenValue(click, one, point, "East")).toBeNull();
    expect(chosenValue(click, many, point, ["East"])).toBeNull();
  });

  it("takes the action's own value where no column is named", () => {
    expect(chosenValue({ kind: "set_param", param: "r", value: 3 }, one, null, null)).toBe(3);
  });
});
