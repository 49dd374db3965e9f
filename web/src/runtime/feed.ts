/**
 * The feed: one place that knows each dataset's answer for the current param values.
 *
 * What is watched is asked for in one request per change; only datasets whose question changed are asked again, values
 * seen before come from memory, superseded requests are cancelled, and old data stays until the new has come.
 */
import { ApiError } from "@/api/client";
import type { DataRequest } from "@/api/dashboards";
import type { DataReply } from "@/api/types";
import type { DatasetReply, ParamValues } from "@/spec/types";
import type { Graph } from "./graph";

export interface Answer {
  /** The newest result with data (ok or stale), possibly of older values while `loading`. */
  readonly good?: DatasetReply;
  /** Set when the newest attempt failed. */
  readonly failure?: {
    code: string;
    message: string;
    id?: string | null;
    remedy?: string | null;
    forbidden: boolean;
  };
  readonly loading: boolean;
  /** Whether `good` answers the current param values. */
  readonly current: boolean;
}

export type Loader = (request: DataRequest, signal: AbortSignal) => Promise<DataReply>;

interface Entry {
  answer: Answer;
  signature: string | null;
  wanted: string | null;
  request: Flight | null;
}

interface Flight {
  controller: AbortController;
  datasets: Set<string>;
}

const WAITING: Answer = { loading: true, current: false };
const MEMORY = 200;

export class Feed {
  private readonly entries = new Map<string, Entry>();
  private readonly seen = new Map<string, DatasetReply>();
  private readonly listeners = new Set<() => void>();
  private watched: readonly string[] = [];
  private scheduled = false;
  private revision = 0;
  /** When the newest answer arrived, ms since epoch. */
  updatedAt = 0;

  constructor(
    private readonly graph: Graph,
    private readonly load: Loader,
    private values: ParamValues = {},
  ) {}

  /** Take results that came with the page; they answer the current values. */
  prime(reply: DataReply): void {
    for (const [id, dataset] of Object.entries(reply.datasets)) this.settle(id, this.sign(id), dataset);
    this.updatedAt = Date.now();
  }

  /** What is known about `id`; the same object until it changes. */
  answer(id: string): Answer {
    return this.entries.get(id)?.answer ?? WAITING;
  }

  /** Grows with every change, for subscribers. */
  get version(): number {
    return this.revision;
  }

  get busy(): boolean {
    return this.watched.some((id) => this.answer(id).loading);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Say which datasets are on the screen. */
  watch(ids: readonly string[]): void {
    this.watched = ids;
    this.schedule();
  }

  /** Say what the params are. */
  setValues(values: ParamValues): void {
    this.values = values;
    this.schedule();
  }

  /** Ask again for `ids` (all watched ones by default); `fresh` goes past the server's cache. */
  refresh(ids: readonly string[] = this.watched, fresh = false): Promise<void> {
    return this.fetch([...ids], fresh);
  }

  /** Cancel every request; what is known stays readable. */
  stop(): void {
    for (const entry of this.entries.values()) {
      entry.request?.controller.abort();
      if (entry.request) entry.wanted = null;
      entry.request = null;
    }
  }

  private sign(id: string): string {
    return this.graph.signature(id, this.values);
  }

  private entry(id: string): Entry {
    let entry = this.entries.get(id);
    if (!entry) {
      entry = { answer: WAITING, signature: null, wanted: null, request: null };
      this.entries.set(id, entry);
    }
    return entry;
  }

  /** Gather the changes of one tick into one request. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.update();
    });
  }

  private update(): void {
    const missing: string[] = [];
    let changed = false;
    for (const id of this.watched) {
      const entry = this.entry(id);
      const signature = this.sign(id);
      if (entry.wanted === signature || (entry.wanted === null && entry.signature === signature)) continue;
      const known = this.seen.get(`${id} ${signature}`);
      if (known) {
        this.settle(id, signature, known);
        changed = true;
      } else {
        missing.push(id);
      }
    }
    if (missing.length > 0) void this.fetch(missing, false);
    else if (changed) this.tell();
  }

  private async fetch(ids: string[], fresh: boolean): Promise<void> {
    if (ids.length === 0) return;
    const flight: Flight = { controller: new AbortController(), datasets: new Set(ids) };
    for (const id of ids) {
      const entry = this.entry(id);
      this.supersede(id, entry);
      const signature = this.sign(id);
      entry.request = flight;
      entry.wanted = signature;
      entry.answer = { ...entry.answer, loading: true, current: entry.signature === signature };
    }
    this.tell();
    try {
      const request: DataRequest = { values: this.values, datasets: ids, ...(fresh ? { fresh } : {}) };
      const reply = await this.load(request, flight.controller.signal);
      this.receive(ids, flight, reply);
    } catch (error) {
      if (!flight.controller.signal.aborted) this.fail(ids, flight, error);
    }
    this.tell();
  }

  /** A dataset leaves its request; a request that nobody waits for is cancelled. */
  private supersede(id: string, entry: Entry): void {
    const flight = entry.request;
    entry.request = null;
    if (!flight) return;
    flight.datasets.delete(id);
    if (flight.datasets.size === 0) flight.controller.abort();
  }

  private receive(ids: string[], flight: Flight, reply: DataReply): void {
    for (const id of ids) {
      const entry = this.entry(id);
      if (entry.request !== flight) continue;
      const dataset = reply.datasets[id];
      if (dataset) this.settle(id, entry.wanted as string, dataset);
      else
        this.failOne(id, {
          code: "missing",
          message: "The server sent no answer for this dataset.",
          forbidden: false,
        });
    }
    this.updatedAt = Date.now();
  }

  private settle(id: string, signature: string, dataset: DatasetReply): void {
    const entry = this.entry(id);
    this.supersede(id, entry);
    if (dataset.status === "ok" || dataset.status === "stale") {
      entry.answer = {
        good: dataset,
        loading: false,
        current: true,
        ...(dataset.error ? { failure: { ...dataset.error, forbidden: false } } : {}),
      };
      entry.signature = signature;
      entry.wanted = signature;
      this.remember(`${id} ${signature}`, dataset);
    } else {
      const error = dataset.error ?? { code: dataset.status, message: "This data could not be read." };
      entry.wanted = signature;
      this.failOne(id, { ...error, forbidden: dataset.status === "forbidden" });
    }
  }

  private fail(ids: string[], flight: Flight, error: unknown): void {
    const known = error instanceof ApiError ? error : null;
    for (const id of ids) {
      if (this.entry(id).request !== flight) continue;
      this.failOne(id, {
        code: known?.code ?? "failed",
        message: known?.message ?? "The data could not be read.",
        id: known?.reference ?? null,
        remedy: known?.remedy ?? null,
        forbidden: known?.status === 403,
      });
    }
  }

  private failOne(id: string, failure: NonNullable<Answer["failure"]>): void {
    const entry = this.entry(id);
    entry.request = null;
    const keep = entry.answer.good && !failure.forbidden ? { good: entry.answer.good } : {};
    entry.answer = { ...keep, failure, loading: false, current: entry.signature === entry.wanted };
  }

  private remember(key: string, dataset: DatasetReply): void {
    this.seen.delete(key);
    this.seen.set(key, dataset);
    const oldest = this.seen.keys().next().value;
    if (this.seen.size > MEMORY && oldest !== undefined) this.seen.delete(oldest);
  }

  private tell(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }
}
