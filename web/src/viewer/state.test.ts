import { describe, expect, it } from "vitest";
import type { Answer } from "@/runtime/feed";
import type { DatasetReply } from "@/spec/types";
import { frameNotes, frameState } from "./state";

const reply = (rows: number, more: Partial<DatasetReply> = {}): DatasetReply => ({
  status: "ok",
  columns: [],
  data: [],
  rows,
  truncated: false,
  as_of: "2026-03-01T00:00:00Z",
  ms: 1,
  demo: false,
  cached: false,
  connection: "c",
  partial: null,
  error: null,
  ...more,
});
const good = (rows: number, more: Partial<DatasetReply> = {}): Answer => ({
  good: reply(rows, more),
  loading: false,
  current: true,
});
const failure = { code: "query_failed", message: "It broke.", forbidden: false };

describe("a frame", () => {
  it("draws old data while new data is on its way", () => {
    const answer: Answer = { ...good(3), loading: true, current: false };
    expect(frameState([answer], [], {}).name).toBe("ready");
    expect(frameNotes([answer]).refreshing).toBe(true);
  });

  it("keeps the last good value when a refresh fails, and says so", () => {
    const answer: Answer = { ...good(3), failure };
    expect(frameState([answer], [], {}).name).toBe("ready");
    expect(frameNotes([answer]).failed).toBe("It broke.");
  });

  it("never shows other filters' numbers under an error", () => {
    const answer: Answer = { good: reply(3), failure, loading: false, current: false };
    expect(frameState([answer], [], {}).name).toBe("error");
  });

  it("tells empty by filter from empty at the source", () => {
    expect(frameState([good(0)], ["region"], { region: ["East"] })).toEqual({
      name: "empty",
      filtered: true,
    });
    expect(frameState([good(0)], ["region"], { region: [], other: 1 })).toEqual({
      name: "empty",
      filtered: false,
    });
  });

  it("puts forbidden before everything", () => {
    const refused: Answer = { failure: { ...failure, forbidden: true }, loading: false, current: true };
    expect(frameState([good(1), refused], [], {}).name).toBe("forbidden");
  });

  it("knows a limit from a fault", () => {
    const stopped: Answer = {
      failure: { ...failure, code: "query_stopped" },
      loading: false,
      current: false,
    };
    expect(frameState([stopped], [], {})).toMatchObject({ name: "error", capped: true });
  });

  it("waits while nothing has come", () => {
    expect(frameState([{ loading: true, current: false }], [], {}).name).toBe("loading");
    expect(frameState([], [], {}).name).toBe("ready");
  });
});
