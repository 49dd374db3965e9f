import { describe, expect, it } from "vitest";
import { readBoot } from "./boot";

function page(json: string): Document {
  const made = document.implementation.createHTMLDocument();
  const script = made.createElement("script");
  script.id = "sophia-boot";
  script.type = "application/json";
  script.textContent = json;
  made.body.append(script);
  return made;
}

const at = (pathname: string, search = "") => ({ pathname, search }) as Location;

describe("boot data", () => {
  it("is known by the name in the address", () => {
    const boot = readBoot(page('{"dashboard": {"slug": "overview"}}'), at("/d/ceo%2Ddashboard", "?p.x=1"));
    expect(boot).toEqual({ dashboard: { slug: "overview" }, key: "ceo-dashboard", search: "?p.x=1" });
  });

  it("is empty when it is missing or broken", () => {
    expect(readBoot(document.implementation.createHTMLDocument(), at("/"))).toEqual({});
    expect(readBoot(page("{"), at("/"))).toEqual({});
  });
});
