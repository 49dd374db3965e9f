/** A stand-in for the server while it does not exist; not shipped. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

const months = Array.from({ length: 18 }, (_, i) => new Date(Date.UTC(2025, 4 + i, 1)).toISOString().slice(0, 10));
const wave = (i: number, base: number, amp: number) => Math.round(base + i * amp * 0.35 + Math.sin(i / 1.7) * amp);
const money = { style: "currency", currency: "USD" };
const L = (x: number, y: number, w: number, h: number, phone: number) => ({ x, y, w, h, phone });
const ok = (columns: [string, string][], data: unknown[][], more = {}) => ({
  status: "ok", columns: columns.map(([name, type]) => ({ name, type })), data, rows: data[0]?.length ?? 0,
  truncated: false, as_of: new Date(Date.now() - 120000).toISOString(), ms: 4.2, demo: true, cached: false, connection: "snowflake", partial: null, error: null, ...more,
});
const metric = (id: string, params = false) => ({ kind: "metric", id, connection: "snowflake", measures: [{ name: "revenue", metric: "revenue" }], filters: params ? [{ column: "accounts.region", op: "in", param: "region" }] : [], window_param: params ? "when" : null, window: { kind: "last", unit: "month", count: 18 } });
const kpi = (id: string, title: string, x: number, _v: number, _p: number, format: object, good = "up") => ({ kind: "kpi", id, title, dataset: `d_${id}`, value: "v", previous: "p", format, good, comparison_label: "previous month", layout: L(x, 0, 3, 2, x), sparkline: { dataset: "months", x: "month", y: "revenue" } });
const spec = {
  spec_version: 1, id: "dash_ceo", slug: "ceo-dashboard", title: "Executive overview", description: "Strategic intelligence, client health and revenue for the leadership team.", type: "ceo",
  theme: { mode: "system", mode_toggle: true },
  refresh_interval: 60,
  params: [
    { id: "when", type: "date_range", label: "Period" },
    { id: "region", type: "multi_select", label: "Region", column: "accounts.region", connection: "snowflake" },
    { id: "stage", type: "select", label: "Stage", visible: false },
  ],
  datasets: [metric("months", true), metric("regions"), metric("reps", true), metric("deals", true), metric("health"), metric("bad"), metric("none", true), metric("secret"), ...["mrr", "nrr", "win", "churn"].map((i) => metric(`d_${i}`, true))],
  pages: [
    { id: "overview", title: "Overview", components: [
      kpi("mrr", "Monthly recurring revenue", 0, 0, 0, money), kpi("nrr", "Net revenue retention", 3, 0, 0, { style: "percent" }), kpi("win", "Win rate", 6, 0, 0, { style: "percent" }), kpi("churn", "Logo churn", 9, 0, 0, { style: "percent" }, "down"),
      { kind: "line", id: "trend", title: "Revenue by month", subtitle: "Booked, last 18 months", dataset: "months", x: "month", y: [{ column: "revenue", label: "Revenue", format: money }, { column: "target", label: "Target", format: money }], layout: L(0, 2, 8, 4, 4), note: { text: "I took revenue as booked amount, by close date.", alternatives: ["Use recognised revenue instead", "Use the created date"] }, definition: "Sum of amount of won deals by close month." },
      { kind: "bar", id: "regions", title: "Revenue by region", dataset: "regions", x: "region", y: [{ column: "revenue", label: "Revenue", format: money }], horizontal: true, layout: L(8, 2, 4, 4, 5), click: { kind: "set_param", param: "stage", from_column: "region" } },
      { kind: "stacked_bar", id: "mix", title: "Pipeline by stage", dataset: "months", x: "month", y: [{ column: "revenue", label: "New", format: money }, { column: "target", label: "Expansion", format: money }], layout: L(0, 6, 6, 4, 6) },
      { kind: "pie", id: "share", title: "Share by region", dataset: "regions", label: "region", value: { column: "revenue", label: "Revenue", format: money }, layout: L(6, 6, 3, 4, 7) },
      { kind: "bar", id: "broken", title: "Cost by service", dataset: "bad", x: "region", y: [{ column: "revenue" }], layout: L(9, 6, 3, 4, 8) },
      { kind: "table", id: "deals", title: "Top deals", dataset: "deals", columns: [{ column: "deal", label: "Deal" }, { column: "owner", label: "Owner" }, { column: "stage", label: "Stage", visual: "badge" }, { column: "amount", label: "Amount", format: money, visual: "bar" }, { column: "health", label: "Health", format: { style: "score" }, visual: "health" }, { column: "close", label: "Closes", format: { style: "date" } }], layout: L(0, 10, 8, 5, 9) },
      { kind: "line", id: "nothing", title: "Support tickets", dataset: "none", x: "month", y: [{ column: "revenue" }], layout: L(8, 10, 4, 3, 10) },
      { kind: "line", id: "secret", title: "Payroll", dataset: "secret", x: "month", y: [{ column: "revenue" }], layout: L(8, 13, 4, 2, 11) },
    ] },
    { id: "clients", title: "Clients", components: [
      { kind: "text", id: "t", markdown: "## Clients\nNotes **here** about the accounts.", layout: L(0, 0, 8, 1, 0) },
      { kind: "filter", id: "f", param: "region", layout: L(8, 0, 2, 1, 1) },
      { kind: "button", id: "b", title: "Refresh all", action: { kind: "refresh" }, layout: L(10, 0, 2, 1, 2) },
      { kind: "tabs", id: "tb", tabs: [{ id: "a", label: "By month" }, { id: "b", label: "By region" }], layout: L(0, 1, 6, 6, 3) },
      { kind: "line", id: "ta", title: "Revenue", dataset: "months", x: "month", y: [{ column: "revenue", label: "Revenue", format: money }], parent: "tb", slot: "a", layout: L(0, 0, 12, 4, 0) },
      { kind: "bar", id: "tc", title: "Regions", dataset: "regions", x: "region", y: [{ column: "revenue", label: "Revenue", format: money }], parent: "tb", slot: "b", layout: L(0, 0, 12, 4, 0) },
      { kind: "container", id: "co", title: "Health", layout: L(6, 1, 6, 6, 4) },
      { kind: "kpi", id: "c1", title: "MRR", dataset: "d_mrr", value: "v", format: money, parent: "co", layout: L(0, 0, 6, 2, 0) },
      { kind: "kpi", id: "c2", title: "NRR", dataset: "d_nrr", value: "v", format: { style: "percent" }, parent: "co", layout: L(6, 0, 6, 2, 1) },
      { kind: "pie", id: "c3", title: "Share", dataset: "regions", label: "region", value: { column: "revenue", format: money }, parent: "co", layout: L(0, 2, 12, 3, 2) },
      { kind: "chat_panel", id: "ch", title: "Ask about clients", suggestions: ["Which clients are at risk?"], availability: { state: "not_connected", missing: "A language model." }, layout: L(0, 7, 6, 4, 9) },
      { kind: "upload_panel", id: "up", title: "Documents", accepts: [".pdf"], availability: { state: "not_connected", missing: "The document pipeline." }, layout: L(6, 7, 6, 4, 10) },
    ] },
  ],
};
const regions = ["North America", "DACH", "Nordics", "UK & Ireland", "Benelux", "APAC"];
function dataset(id: string, values: Record<string, unknown>) {
  const scale = Array.isArray(values.region) && values.region.length ? 0.4 : 1;
  const kp: Record<string, [number, number]> = { d_mrr: [1284300 * scale, 1241200 * scale], d_nrr: [1.083, 1.091], d_win: [0.274, 0.251], d_churn: [0.013, 0.016] };
  if (kp[id]) return ok([["v", "number"], ["p", "number"]], [[kp[id][0]], [kp[id][1]]]);
  if (id === "months") return ok([["month", "date"], ["revenue", "number"], ["target", "number"]], [months, months.map((_, i) => wave(i, 820000, 90000) * scale), months.map((_, i) => (800000 + i * 31000) * scale)], { partial: { column: "month", value: months.at(-1) } });
  if (id === "regions") return ok([["region", "text"], ["revenue", "number"]], [regions, [5210000, 3120000, 1980000, 1420000, 890000, 610000]], { status: "stale" });
  if (id === "deals") { const n = 60; const a = Array.from({ length: n }, (_, i) => i); return ok([["deal", "text"], ["owner", "text"], ["stage", "text"], ["amount", "number"], ["health", "number"], ["close", "date"]], [a.map((i) => `Northwind ${i + 1}`), a.map((i) => ["Ava Lindqvist", "Jon Okafor", "Mei Tanaka"][i % 3]), a.map((i) => ["Negotiation", "Proposal", "Won"][i % 3]), a.map((i) => 420000 - i * 5300), a.map((i) => 95 - (i * 7) % 60), a.map((i) => months[i % 18])], { truncated: true }); }
  if (id === "bad") return { ...ok([], []), status: "error", error: { code: "source_unreachable", message: "Cost Explorer did not answer within 10 s.", id: "err_7f3a", remedy: "Check the connection." } };
  if (id === "secret") return { ...ok([], []), status: "forbidden", error: { code: "forbidden", message: "Payroll is restricted.", id: "err_1" } };
  if (id === "none") return ok([["month", "date"], ["revenue", "number"]], [[], []]);
  return ok([["month", "date"], ["revenue", "number"]], [months, months.map((_, i) => wave(i, 400, 50))]);
}
const session = { viewer: { id: "u", name: "Demo builder", role: "admin", demo: true }, workspace: { name: "Northwind", primary: null, accent: null }, mode: "demo", setup_needed: false, version: "0.1.0" };
const names: [string, string, string][] = [["ceo-dashboard", "Executive overview", "Executive dashboard with strategic intelligence, client health monitoring, and AI-powered insights"], ["knowledge-dashboard", "Knowledge", "Knowledge management dashboard with document upload, AI curation, and discovery queue"], ["project-dashboard", "Project intelligence", "Portfolio overview, OKR tracking, and team performance"], ["sales-performance-dashboard", "Sales performance", "Top deals, revenue trends by month, and individual sales rep performance."], ["migration-metrics-dashboard", "Migration metrics", "Cost savings, performance, user satisfaction and velocity"]];
const connections = ["snowflake", "gong", "hubspot", "linear"].map((name, i) => ({ name, source: name, title: name.charAt(0).toUpperCase() + name.slice(1), demo: i > 0, tables: 4 + i, rows: 128400 * (i + 1), as_of: new Date(Date.now() - 3600e3 * i).toISOString(), status: i === 2 ? "error" : "ok", error: i === 2 ? { message: "The token has expired.", remedy: "Enter a new one." } : null, refresh_interval: 300 }));
const reply = (version = 3, s: unknown = spec) => ({ dashboard_id: "dash_ceo", slug: "ceo-dashboard", url: "/d/ceo-dashboard", version, spec: s });

async function answer(req: IncomingMessage, res: ServerResponse, body: Record<string, unknown>): Promise<boolean> {
  const url = new URL(req.url ?? "/", "http://x");
  const json = (value: unknown, status = 200) => { res.statusCode = status; res.setHeader("content-type", "application/json"); res.end(JSON.stringify(value)); return true; };
  const path = url.pathname;
  if (path === "/api/session") return json(session);
  if (path === "/api/dashboards") return json({ dashboards: names.map(([slug, title, description], i) => ({ id: `dash_${i}`, slug, title, description, type: "x", url: "", version: 1, updated_at: new Date(Date.now() - i * 5e6).toISOString(), components: 9 + i, connections: ["snowflake", "gong", "openai"].slice(0, 1 + (i % 3)), demo: true })) });
  if (path === "/api/connections" && req.method === "GET") return json({ connections });
  if (path === "/api/sources") return json({ sources: [{ kind: "files", title: "Files", description: "", config_schema: {}, accepts: [".csv", ".parquet", ".sqlite", ".duckdb"] }, { kind: "postgres", title: "PostgreSQL", description: "Tables and views of a Postgres database, read live.", config_schema: { properties: { host: { type: "string", title: "Host", description: "Name or address" }, port: { type: "integer", default: 5432 }, database: { type: "string" }, password: { type: "string", format: "password" }, tls: { type: "boolean", default: true, description: "Encrypt the connection" } }, required: ["host", "database"] } }] });
  if (path.startsWith("/api/connections/")) return json({ connection: connections[0], suggestions: ["Revenue by month for the last two years", "Top 10 customers by pipeline", "Win rate by region this quarter"], catalog: { connection: "snowflake", tables: [{ name: "deals", label: "Deals", rows: 12840, time_column: "closed_at", columns: [{ name: "amount", type: "number", role: "money", label: "Amount", minimum: "100", maximum: "420000" }, { name: "closed_at", type: "date", role: "date" }, { name: "stage", type: "text", role: "status", values: ["Won", "Lost", "Proposal", "Negotiation", "New"] }] }, { name: "accounts", rows: 820, columns: [{ name: "region", type: "text", role: "category", values: regions }] }], joins: [{ from_table: "deals", from_column: "account_id", to_table: "accounts", to_column: "id" }] } });
  if (path.endsWith("/data")) { await new Promise((r) => setTimeout(r, 60)); return json({ version: 3, datasets: Object.fromEntries((body.datasets as string[]).map((id) => [id, dataset(id, (body.values ?? {}) as Record<string, unknown>)])) }); }
  if (path.endsWith("/rows")) return json(dataset("deals", {}));
  if (path.includes("/options/")) return json({ values: regions.map((value, i) => ({ value, count: 900 - i * 120 })), truncated: false });
  if (path.endsWith("/versions")) return json({ versions: [3, 2, 1].map((version) => ({ version, created_at: new Date(Date.now() - (3 - version) * 9e7).toISOString(), author: "Demo builder", message: ["Add customer acquisition cost by month", "Use our brand colours", "Executive dashboard"][3 - version], changes: ["Added line “Customer acquisition cost”", "Moved “Revenue by region” down"] })) });
  if (path.startsWith("/api/dashboards/")) return path.includes("missing") ? json({ error: { code: "not_found", message: "No such dashboard." } }, 404) : json(reply());
  if (path === "/modify-dashboard" || path === "/generate-dashboard") {
    res.setHeader("content-type", "text/event-stream");
    const event = (name: string, data: unknown) => res.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
    const understood = { understood: ["customer acquisition cost", "by month", "last 12 months"], assumptions: ["Cost is sales and marketing spend divided by new customers."], not_understood: [{ words: "for the board", reason: "is no table, column or metric I know.", alternatives: ["Make a page called Board", "Filter to accounts tagged board"] }] };
    const added = { kind: "area", id: "cac", title: "Customer acquisition cost", dataset: "cac", x: "month", y: [{ column: "revenue", label: "CAC", format: money }], layout: L(0, 15, 12, 4, 12) };
    await pause(500); event("understood", understood); await pause(500);
    event("queried", { dataset: "cac", connection: "snowflake", rows: 18, ms: 7, status: "ok" }); await pause(400);
    event("placed", { component: added, datasets: { cac: dataset("cac", {}) } }); await pause(400);
    const next = structuredClone(spec) as typeof spec; (next.pages[0]?.components as unknown[]).push(added); next.datasets.push(metric("cac"));
    event("done", { ...reply(3, next), ...understood, evidence: [], changes: ["Added area “Customer acquisition cost” at the bottom", "Removed nothing"].slice(0, 1), component_ids: ["cac"], preview: true });
    res.end(); return true;
  }
  return false;
}

export function mock(): Plugin {
  return {
    name: "mock",
    configurePreviewServer(server) { install(server); },
    configureServer(server) { install(server); },
  };
}

function install(server: { middlewares: import("vite").Connect.Server }): void {
      server.middlewares.use((req, res, next) => {
        const chunks: Buffer[] = [];
        if (!/^\/(api|modify|generate|add-comp)/.test(req.url ?? "")) return next();
        req.on("data", (c) => chunks.push(c)).on("end", () => { let body = {}; try { body = JSON.parse(Buffer.concat(chunks).toString() || "{}"); } catch {} void answer(req, res, body).then((done) => done || next()); });
      });
}
