import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/client";
import type { DataRequest } from "@/api/dashboards";
import type { DataReply } from "@/api/types";
import type { Dashboard, DatasetReply } from "@/spec/types";
import { Feed } from "./feed";
import { buildGraph } from "./graph";

const SPEC: Dashboard = {
  id: "d",
  slug: "d",
  title: "D",
  params: [{ id: "region", type: "select", label: "Region" }],
  datasets: [
    { kind: "metric", id: "sales", connection: "c", filters: [{ column: "t.region", param: "region" }] },
    { kind: "metric", id: "staff", connection: "c" },
  ],
  pages: [{ id: "p", title: "P", components: [] }],
};

function answerOf(value: number, status: DatasetReply["status"] = "ok"): DatasetReply {
  const error = status === "error" ? { code: "broken", message: "It broke." } : null;
  return {
    status,
    columns: [{ name: "n", type: "BIGINT" }],
    data: [[value]],
    rows: 1,
    truncated: false,
    as_of: null,
    ms: 1,
    demo: false,
    cached: false,
    connection: "c",
    partial: null,
    error,
  };
}

interface Sent extends DataRequest {
  signal: AbortSignal;
  reply: (datasets: DataReply["datasets"]) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

function open(values = {}) {
  const sent: Sent[] = [];
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve));
  const feed = new Feed(
    buildGraph(SPEC),
    (request, signal) =>
      new Promise((resolve, reject) => {
        sent.push({
          ...request,
          signal,
          reply: (datasets) => {
            resolve({ version: 1, datasets });
            return settle();
          },
          fail: (error) => {
            reject(error);
            return settle();
          },
        });
      }),
    values,
  );
  return { feed, sent, settle };
}

describe("the feed", () => {
  it("asks for everything on the screen in one request", async () => {
    const { feed, sent, settle } = open();
    feed.watch(["sales"]);
    feed.watch(["sales", "staff"]);
    await settle();
    expect(sent.map((request) => request.datasets)).toEqual([["sales", "staff"]]);
    await sent[0]?.reply({ sales: answerOf(1), staff: answerOf(2) });
    expect(feed.answer("sales").good?.data).toEqual([[1]]);
    expect(feed.busy).toBe(false);
  });

  it("needs no request for what came with the page", async () => {
    const { feed, sent, settle } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1), staff: answerOf(2) } });
    feed.watch(["sales", "staff"]);
    await settle();
    expect(sent).toHaveLength(0);
  });

  it("asks again only for what a param reaches and keeps the old numbers meanwhile", async () => {
    const { feed, sent, settle } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1), staff: answerOf(2) } });
    feed.watch(["sales", "staff"]);
    feed.setValues({ region: "East" });
    await settle();
    expect(sent[0]?.datasets).toEqual(["sales"]);
    expect(feed.answer("sales")).toMatchObject({ loading: true, current: false, good: answerOf(1) });
    expect(feed.answer("staff").loading).toBe(false);
  });

  it("cancels what is superseded and ignores its late answer", async () => {
    const { feed, sent, settle } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1) } });
    feed.watch(["sales"]);
    feed.setValues({ region: "East" });
    await settle();
    feed.setValues({ region: "West" });
    await settle();
    expect(sent[0]?.signal.aborted).toBe(true);
    await sent[1]?.reply({ sales: answerOf(3) });
    await sent[0]?.reply({ sales: answerOf(2) });
    expect(feed.answer("sales").good?.data).toEqual([[3]]);
  });

  it("answers values seen before from memory", async () => {
    const { feed, sent, settle } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1) } });
    feed.watch(["sales"]);
    feed.setValues({ region: "East" });
    await settle();
    await sent[0]?.reply({ sales: answerOf(2) });
    feed.setValues({});
    await settle();
    expect(sent).toHaveLength(1);
    expect(feed.answer("sales")).toMatchObject({ loading: false, current: true, good: answerOf(1) });
  });

  it("keeps the last good value beside an error and recovers on retry", async () => {
    const { feed, sent, settle } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1) } });
    feed.watch(["sales"]);
    void feed.refresh(["sales"], true);
    expect(sent[0]?.fresh).toBe(true);
    await sent[0]?.reply({ sales: answerOf(0, "error") });
    expect(feed.answer("sales")).toMatchObject({ good: answerOf(1), failure: { message: "It broke." } });
    void feed.refresh(["sales"]);
    await settle();
    await sent[1]?.reply({ sales: answerOf(5) });
    expect(feed.answer("sales").failure).toBeUndefined();
  });

  it("forgets what a viewer may no longer see", async () => {
    const { feed, sent } = open();
    feed.prime({ version: 1, datasets: { sales: answerOf(1) } });
    void feed.refresh(["sales"]);
    await sent[0]?.reply({ sales: answerOf(0, "forbidden") });
    expect(feed.answer("sales").good).toBeUndefined();
    expect(feed.answer("sales").failure?.forbidden).toBe(true);
  });

  it("tells an unreachable server from a wrong answer, dataset by dataset", async () => {
    const { feed, sent, settle } = open();
    feed.watch(["sales", "staff"]);
    await settle();
    await sent[0]?.fail(new ApiError(0, { code: "unreachable", message: "No answer." }));
    expect(feed.answer("staff").failure?.code).toBe("unreachable");
    void feed.refresh(["sales"]);
    await sent[1]?.reply({});
    expect(feed.answer("sales").failure?.code).toBe("missing");
  });
});
