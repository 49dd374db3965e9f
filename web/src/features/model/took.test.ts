import { expect, it } from "vitest";
import { dollars, took } from "./took";

it("says what a call took, and what is not known", () => {
  const use = { milliseconds: 1200, input_tokens: 700, output_tokens: 30, cost: 0.00123 };
  expect(took(use)).toContain("700 tokens in, 30 out");
  expect(took(use)).toContain("0.0012 USD");
  expect(took({ ...use, input_tokens: null, cost: null })).toContain("tokens unknown · cost unknown");
});

it("never calls an unknown cost nothing", () => {
  expect([dollars(null), dollars(0), dollars(12.345)]).toEqual(["cost unknown", "0 USD", "12.35 USD"]);
});
