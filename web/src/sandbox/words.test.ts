import { expect, it } from "vitest";
import { fromFrame } from "./words";

it("reads the two words of a frame and cuts what is long", () => {
  expect(fromFrame({ type: "drawn", more: 1 })).toEqual({ type: "drawn" });
  expect(fromFrame({ type: "failed", message: "x".repeat(5000) })).toEqual({
    type: "failed",
    message: "x".repeat(300),
  });
});

it.each([
  null,
  undefined,
  "drawn",
  7,
  [],
  {},
  { type: "failed" },
  { type: "failed", message: {} },
  { type: "run" },
])("ignores %j", (word) => expect(fromFrame(word)).toBeUndefined());
