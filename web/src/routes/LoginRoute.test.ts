import { describe, expect, it } from "vitest";
import { nextAddress } from "./LoginRoute";

const next = (address: string) =>
  nextAddress({ pathname: "/login", search: `?next=${encodeURIComponent(address)}` });

describe("after logging in", () => {
  it("one is where one wanted to be", () => {
    expect(next("/d/sales?p.region=%22East%22")).toBe("/d/sales?p.region=%22East%22");
    expect(nextAddress({ pathname: "/d/sales", search: "?page=two" })).toBe("/d/sales?page=two");
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])(
    "one is never sent to %s",
    (address) => expect(next(address)).toBe("/"),
  );
});
