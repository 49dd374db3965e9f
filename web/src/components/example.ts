/** Making the results that examples show: columnar, deterministic, invented. */
import type { DatasetReply, ResultColumn, Scalar } from "@/spec/types";

export interface ReplyExtras {
  partial?: DatasetReply["partial"];
  truncated?: boolean;
  status?: DatasetReply["status"];
}

/** A reply from column names with types ("month:date") and rows. */
export function makeReply(columns: string[], rows: Scalar[][], extras: ReplyExtras = {}): DatasetReply {
  const named = columns.map((text): ResultColumn => {
    const [name = "", type = "text"] = text.split(":");
    return { name, type };
  });
  return {
    status: extras.status ?? "ok",
    columns: named,
    data: named.map((_, index) => rows.map((row) => row[index] ?? null)),
    rows: rows.length,
    truncated: extras.truncated ?? false,
    as_of: "2026-11-15T08:00:00",
    ms: 4,
    demo: true,
    cached: false,
    connection: "example",
    partial: extras.partial ?? null,
    error: null,
  };
}

/** The first days of `count` months up to November 2026. */
export function months(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const month = 10 - (count - 1 - at);
    const year = 2026 + Math.floor(month / 12);
    return `${year}-${String((((month % 12) + 12) % 12) + 1).padStart(2, "0")}-01`;
  });
}

/** `count` days up to 15 November 2026. */
export function days(count: number): string[] {
  const end = Date.UTC(2026, 10, 15);
  return Array.from({ length: count }, (_, at) =>
    new Date(end - (count - 1 - at) * 86_400_000).toISOString().slice(0, 10),
  );
}

/** Numbers between 0 and 1, the same every time for the same `seed`. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A course that grows by `growth` per step with `noise` around it. */
export function course(count: number, start: number, growth: number, noise: number, seed = 1): number[] {
  const next = chance(seed);
  return Array.from({ length: count }, (_, at) =>
    Math.round(start * (1 + growth) ** at * (1 + (next() - 0.5) * noise)),
  );
}

export const LONG_NAMES = [
  "Enterprise customers in regulated industries (banking, insurance, health)",
  "Mid-market companies with more than one subsidiary",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "Public sector and universities",
  "Small business, self-serve",
];
export const WORLD_NAMES = [
  "שירותי ענן",
  "المبيعات المباشرة",
  "東京支店",
  "Équipe Été ☀️",
  "👩‍👩‍👧‍👦 Family plan",
];
