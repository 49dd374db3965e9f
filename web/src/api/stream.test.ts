import { describe, expect, it } from "vitest";
import { eventReader } from "./stream";

function read(...chunks: string[]): [string, string][] {
  const events: [string, string][] = [];
  const feed = eventReader((name, data) => events.push([name, data]));
  for (const chunk of chunks) feed(chunk);
  return events;
}

describe("an event stream", () => {
  it("is read across any cut", () => {
    const text = 'event: understood\ndata: {"a":1}\n\nevent: done\ndata: {"b":2}\n\n';
    for (let cut = 0; cut <= text.length; cut++) {
      expect(read(text.slice(0, cut), text.slice(cut))).toEqual([
        ["understood", '{"a":1}'],
        ["done", '{"b":2}'],
      ]);
    }
  });

  it("joins data lines and leaves comments and unfinished events out", () => {
    expect(read(": hello\n\nevent: x\r\ndata: 1\r\ndata: 2\r\n\r\nevent: y\ndata: 3")).toEqual([
      ["x", "1\n2"],
    ]);
  });
});
