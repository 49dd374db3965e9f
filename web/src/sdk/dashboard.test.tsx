import { render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeReply } from "@/components/example";
import { setLocale } from "@/lib/format";
import { collectSpec } from "./collect";
import { BarChart, Dashboard, DataTable, Kpi, Page } from "./index";

const head = { id: "sales", slug: "sales", title: "Sales", datasets: [], params: [] };
const datasets = ["total", "stages"].map((id) => ({
  id,
  kind: "sql" as const,
  connection: "crm",
  sql: "select 1",
}));
const replies = {
  total: makeReply(["amount:number", "before:number"], [[1_250_000, 1_000_000]]),
  stages: makeReply(
    ["stage", "amount:number"],
    [
      ["Lead", 400],
      ["Won", 150],
    ],
  ),
};

describe("collecting a spec from elements", () => {
  it("takes pages and components with their fields, in order", () => {
    const spec = collectSpec(
      head,
      <>
        <Page id="main" title="Main">
          <Kpi id="a" dataset="total" value="amount" layout={{ w: 3, h: 2 }} />
          <BarChart id="b" dataset="stages" x="stage" y={[{ column: "amount", format: {} }]} horizontal />
        </Page>
        <Page id="more" title="More" />
      </>,
    );
    expect(spec.pages.map((page) => page.id)).toEqual(["main", "more"]);
    expect(spec.pages[0]?.components).toEqual([
      {
        kind: "kpi",
        id: "a",
        dataset: "total",
        value: "amount",
        layout: { x: 0, y: 0, w: 3, h: 2, phone: 0 },
      },
      {
        kind: "bar",
        id: "b",
        dataset: "stages",
        x: "stage",
        y: [{ column: "amount", format: { style: "number" } }],
        horizontal: true,
        layout: { x: 0, y: 0, w: 12, h: 4, phone: 0 },
      },
    ]);
  });

  it("refuses what is no component, and says where it belongs", () => {
    const inside = (
      <Page id="main" title="Main">
        <div />
      </Page>
    );
    expect(() => collectSpec(head, inside)).toThrow(/holds the components of @sophia\/react/);
    expect(() => collectSpec(head, <div />)).toThrow(/<Page> elements only/);
  });
});

describe("an ejected dashboard", () => {
  beforeEach(() => setLocale("en-US"));
  afterEach(() => vi.unstubAllGlobals());

  it("asks the named server once and draws the same numbers", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      asked.push(`${init.method} ${address} ${String(init.body)}`);
      return new Response(JSON.stringify({ version: 1, datasets: replies }), { status: 200 });
    });
    render(
      <Dashboard {...head} datasets={datasets} server="https://sophia.example/">
        <Page id="main" title="Main">
          <Kpi
            id="a"
            title="Pipeline"
            dataset="total"
            value="amount"
            previous="before"
            format={{ style: "currency", currency: "USD" }}
          />
          <DataTable id="t" title="Stages" dataset="stages" />
        </Page>
      </Dashboard>,
    );
    expect(await screen.findByText("$1.25M")).toBeTruthy();
    expect(screen.getByText("+25.0%")).toBeTruthy();
    const table = within(await screen.findByRole("table", { name: "Stages" }));
    expect(table.getByRole("cell", { name: "400" })).toBeTruthy();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(
      /^POST https:\/\/sophia\.example\/api\/dashboards\/sales\/data .*"total".*"stages"/,
    );
  });
});
