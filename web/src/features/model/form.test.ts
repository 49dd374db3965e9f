import { describe, expect, it } from "vitest";
import type { ModelReply } from "@/api/types";
import { bodyOf, formOf } from "./form";

const reply: ModelReply = {
  provider: "bedrock",
  name: "m",
  base_url: "",
  region: "eu-central-1",
  key_set: true,
  send_values: false,
  seconds: 10,
  daily_tokens: 500,
  prices: [
    { model: "m", input: 1, output: 2 },
    { model: "other", input: 3, output: 4 },
  ],
  origin: "workspace",
  installed: true,
};

describe("the model's form", () => {
  it("sends back what it was given, and no key unless one is typed", () => {
    const { key_set: _, origin: __, installed: ___, prices, ...same } = reply;
    const body = bodyOf(formOf(reply), reply);
    expect(body).toMatchObject(same);
    expect([...body.prices].sort((a, b) => a.input - b.input)).toEqual(prices);
    expect("key" in body).toBe(false);
    expect(bodyOf({ ...formOf(reply), key: "k" }, reply).key).toBe("k");
  });

  it("leaves a price unknown when it is not given whole", () => {
    expect(bodyOf({ ...formOf(reply), outputPrice: "" }, reply).prices).toEqual([
      { model: "other", input: 3, output: 4 },
    ]);
  });

  it("sends no address and no region to nobody", () => {
    const body = bodyOf({ ...formOf(reply), provider: "", baseUrl: "http://x" }, reply);
    expect(body).toMatchObject({ provider: null, base_url: "", region: "" });
  });
});
