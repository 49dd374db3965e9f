import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DataRequest } from "@/api/dashboards";
import { usePlace } from "@/runtime/place";
import type { Component, Dashboard, DatasetReply } from "@/spec/types";
import { Board } from "./Board";

const layout = { x: 0, y: 0, w: 3, h: 2 };
const SPEC: Dashboard = {
  id: "d",
  slug: "sales",
  title: "Sales",
  params: [{ id: "region", type: "select", label: "Region", visible: false }],
  datasets: [
    { kind: "metric", id: "won", connection: "crm", filters: [{ column: "t.region", param: "region" }] },
    { kind: "metric", id: "staff", connection: "crm" },
  ],
  pages: [
    {
      id: "main",
      title: "Main",
      components: [
        { kind: "kpi", id: "k1", title: "Won", dataset: "won", value: "n", layout },
        { kind: "kpi", id: "k2", title: "Staff", dataset: "staff", value: "n", layout: { ...layout, x: 3 } },
        {
          kind: "button",
          id: "east",
          title: "Only East",
          action: { kind: "set_param", param: "region", value: "East" },
          layout: { ...layout, x: 6 },
        },
      ],
    },
  ],
};

const sent: DataRequest[] = [];
let broken = new Set<string>();
const realFetch = globalThis.fetch;

function answer(id: string, request: DataRequest): DatasetReply {
  const value = id === "staff" ? 12 : request.values.region === "East" ? 40 : 100;
  const failed = broken.has(id);
  return {
    status: failed ? "error" : "ok",
    columns: [{ name: "n", type: "integer" }],
    data: failed ? [[]] : [[value]],
    rows: failed ? 0 : 1,
    truncated: false,
    as_of: null,
    ms: 1,
    demo: false,
    cached: false,
    connection: "crm",
    partial: null,
    error: failed ? { code: "source_unreachable", message: "The CRM does not answer.", id: "err_1" } : null,
  };
}

beforeEach(() => {
  sent.length = 0;
  broken = new Set();
  window.history.replaceState(null, "", "/d/sales");
  globalThis.fetch = async (_address, init) => {
    const request = JSON.parse(String(init?.body)) as DataRequest;
    sent.push(request);
    const datasets = Object.fromEntries((request.datasets ?? []).map((id) => [id, answer(id, request)]));
    return new Response(JSON.stringify({ version: 1, datasets }), {
      headers: { "content-type": "application/json" },
    });
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

function Opened({ spec }: { spec: Dashboard }) {
  const control = usePlace(spec);
  return (
    <QueryClientProvider client={client}>
      <Board dashboard="sales" spec={spec} brand={{}} control={control} />
    </QueryClientProvider>
  );
}

const client = new QueryClient();
const open = () => render(<Opened spec={SPEC} />);

const frame = (name: string) => within(screen.getByRole("region", { name }));

describe("an open dashboard", () => {
  it("asks once for everything on the screen", async () => {
    open();
    await waitFor(() => expect(frame("Staff").getByText("12")).toBeTruthy());
    expect(frame("Won").getByText("100")).toBeTruthy();
    expect(sent.map((request) => request.datasets)).toEqual([["won", "staff"]]);
  });

  it("asks again only for what a choice reaches, shows it as a chip and in the address, and takes it back", async () => {
    open();
    await waitFor(() => expect(frame("Won").getByText("100")).toBeTruthy());
    fireEvent.click(await screen.findByRole("button", { name: "Only East" }));
    await waitFor(() => expect(frame("Won").getByText("40")).toBeTruthy());
    expect(sent.at(-1)?.datasets).toEqual(["won"]);
    expect(window.location.search).toBe("?p.region=%22East%22");
    fireEvent.click(screen.getByRole("button", { name: "Remove filter Region: East" }));
    await waitFor(() => expect(frame("Won").getByText("100")).toBeTruthy());
    expect(sent).toHaveLength(2);
  });

  it("opens with the choices of a shared link", async () => {
    window.history.replaceState(null, "", "/d/sales?p.region=%22East%22");
    open();
    await waitFor(() => expect(frame("Won").getByText("40")).toBeTruthy());
    expect(sent).toHaveLength(1);
  });

  it("draws a component anew when its kind is changed", async () => {
    const opened = open();
    await waitFor(() => expect(frame("Won").getByText("100")).toBeTruthy());
    const main = SPEC.pages[0] as Dashboard["pages"][number];
    const table: Component = { kind: "table", id: "k1", title: "Won", dataset: "won", columns: [], layout };
    const others = (main.components ?? []).filter((component) => component.id !== "k1");
    opened.rerender(<Opened spec={{ ...SPEC, pages: [{ ...main, components: [table, ...others] }] }} />);
    await waitFor(() => expect(frame("Won").getByRole("table")).toBeTruthy());
  });

  it("keeps a failure inside its component and recovers on demand", async () => {
    broken.add("won");
    open();
    await waitFor(() => expect(frame("Won").getByText(/The CRM does not answer/)).toBeTruthy());
    expect(frame("Staff").getByText("12")).toBeTruthy();
    broken.clear();
    fireEvent.click(frame("Won").getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(frame("Won").getByText("100")).toBeTruthy());
    expect(sent.at(-1)).toMatchObject({ datasets: ["won"], fresh: true });
  });
});
