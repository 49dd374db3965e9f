/** The states that every component with data can be in, as feeds that stay in them. */
import type { DataReply } from "@/api/types";
import type { Example } from "@/components/contract";
import { Feed } from "@/runtime/feed";
import { buildGraph } from "@/runtime/graph";
import type { Component, Dashboard, DatasetReply } from "@/spec/types";

export const STATES = [
  "loading",
  "refreshing",
  "stale",
  "empty",
  "error",
  "error with last value",
  "forbidden",
  "truncated",
  "partial",
  "over cap",
] as const;
export type StateName = (typeof STATES)[number] | "ready";

const NEVER = () => new Promise<DataReply>(() => undefined);

function failed(
  status: DatasetReply["status"],
  code: string,
  message: string,
  base: DatasetReply,
): DatasetReply {
  return {
    ...base,
    status,
    data: base.columns.map(() => []),
    rows: 0,
    error: { code, message, id: "err_7Q2K" },
  };
}

function emptied(reply: DatasetReply): DatasetReply {
  return { ...reply, data: reply.columns.map(() => []), rows: 0 };
}

const CHANGED: Partial<Record<StateName, (reply: DatasetReply) => DatasetReply>> = {
  stale: (reply) => ({ ...reply, status: "stale", as_of: "2026-11-14T21:10:00" }),
  empty: emptied,
  error: (reply) => failed("error", "source_unreachable", "The connection snowflake does not answer.", reply),
  forbidden: (reply) =>
    failed("forbidden", "forbidden", "Your role does not include the finance tables.", reply),
  truncated: (reply) => ({ ...reply, truncated: true }),
  partial: (reply) => {
    const column = reply.columns.findIndex((item) => item.type === "date");
    const last = reply.data[column]?.at(-1);
    return column < 0 || last == null
      ? reply
      : { ...reply, partial: { column: reply.columns[column]?.name ?? "", value: last } };
  },
  "over cap": (reply) =>
    failed("error", "query_stopped", "This query ran longer than 10 seconds and was stopped.", reply),
  "error with last value": (reply) => ({
    ...reply,
    status: "stale",
    as_of: "2026-11-14T21:10:00",
    error: { code: "source_unreachable", message: "The connection snowflake does not answer." },
  }),
};

/** A dashboard of one component. */
export function dashboardOf(component: Component, example: Example): Dashboard {
  return {
    spec_version: 1,
    id: "gallery",
    slug: "gallery",
    title: "Gallery",
    params: example.param ? [example.param] : [],
    datasets: Object.keys(example.results).map((id) => ({
      id,
      kind: "sql",
      connection: "example",
      sql: "select 1",
    })),
    pages: [{ id: "page", title: "Page", components: [component] }],
  };
}

/** A feed that shows `example` in `state` and stays there. */
export function feedOf(spec: Dashboard, example: Example, state: StateName): Feed {
  const feed = new Feed(buildGraph(spec), NEVER, example.params ?? {});
  if (state === "loading") return feed;
  const change = CHANGED[state] ?? ((reply: DatasetReply) => reply);
  const datasets: Record<string, DatasetReply> = {};
  for (const [id, reply] of Object.entries(example.results)) if (reply) datasets[id] = change(reply);
  feed.prime({ version: 1, datasets });
  if (state === "refreshing") void feed.refresh(Object.keys(datasets));
  return feed;
}
