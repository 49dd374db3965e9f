/** Tables: formats and visuals, many rows, odd values. */
import type { Scalar, Table } from "@/spec/types";
import type { Example } from "../contract";
import { chance, LONG_NAMES, makeReply, WORLD_NAMES } from "../example";

const base: Table = {
  kind: "table",
  id: "table",
  title: "Accounts",
  dataset: "d",
  columns: [
    { column: "account", label: "Account" },
    { column: "status", label: "Status", visual: "badge" },
    { column: "owner", label: "Owner" },
    { column: "arr", label: "ARR", format: { style: "currency", currency: "USD" }, visual: "bar" },
    { column: "health", label: "Health", format: { style: "score" }, visual: "health" },
    { column: "growth", label: "Growth", format: { style: "percent" } },
    { column: "renewal", label: "Renewal", format: { style: "date" } },
  ],
  layout: { x: 0, y: 0, w: 12, h: 6 },
};
const COLUMNS = [
  "account",
  "status",
  "owner",
  "arr:number",
  "health:integer",
  "growth:number",
  "renewal:date",
];
const STATUS = ["Active", "At risk", "Churned", "Onboarding"];
const OWNERS = ["A. Okafor", "B. Lindqvist", "C. Moreau", "D. Tanaka"];

function accounts(count: number, seed: number): Scalar[][] {
  const next = chance(seed);
  return Array.from({ length: count }, (_, at) => [
    `Account ${String(at + 1).padStart(3, "0")}`,
    STATUS[Math.floor(next() ** 2 * 4)] ?? null,
    OWNERS[at % 4] ?? null,
    Math.round(next() ** 3 * 900_000) + 12_000,
    Math.round(next() * 100),
    next() * 0.8 - 0.2,
    `2027-${String((at % 12) + 1).padStart(2, "0")}-15`,
  ]);
}

const examples: Example<"table">[] = [
  { name: "formats and visuals", component: base, results: { d: makeReply(COLUMNS, accounts(60, 91)) } },
  {
    name: "a thousand rows on one page",
    component: { ...base, title: "All accounts", page_size: 500 },
    results: { d: makeReply(COLUMNS, accounts(1_000, 92)) },
  },
  {
    name: "columns from the result, missing values",
    component: { ...base, title: "Deals", columns: [], layout: { x: 0, y: 0, w: 6, h: 4 } },
    results: {
      d: makeReply(
        ["deal_name", "amount:number", "stage", "close_date:date", "deal_id:integer"],
        [
          ["Renewal", 120_000, "Proposal", "2026-12-01", 10231],
          ["Pilot", null, "Lead", null, 10232],
          [null, -4_500, null, "2027-01-09", 10233],
        ],
      ),
    },
  },
  {
    name: "long and foreign names",
    component: { ...base, title: "By name", columns: [], layout: { x: 0, y: 0, w: 6, h: 4 } },
    results: {
      d: makeReply(
        ["name", "value:number"],
        [...LONG_NAMES, ...WORLD_NAMES].map((name, at) => [name, 10 ** at]),
      ),
    },
  },
];

export default examples;
