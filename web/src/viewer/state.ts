/** Which of the frame's states a component is in, decided from the answers of its datasets. */
import type { Answer } from "@/runtime/feed";
import { isEmptyValue } from "@/runtime/urlParams";
import type { Component, DatasetReply, ParamValues } from "@/spec/types";

export type FrameState =
  | { name: "ready" }
  | { name: "loading" }
  | { name: "empty"; filtered: boolean }
  | { name: "forbidden"; message: string }
  | { name: "error"; message: string; remedy: string | null; id: string | null; capped: boolean };

const CAPPED = /query_stopped|too_large|over_cap|overloaded|limit/;

/** Whether anything a person chose narrows the datasets down. */
function isFiltered(params: readonly string[], values: ParamValues): boolean {
  return params.some((param) => !isEmptyValue(values[param]));
}

/** The state of a component whose datasets answered `answers`; `params` are the ones that reach them. */
export function frameState(
  answers: readonly Answer[],
  params: readonly string[],
  values: ParamValues,
): FrameState {
  const refused = answers.find((answer) => answer.failure?.forbidden);
  if (refused?.failure) return { name: "forbidden", message: refused.failure.message };
  const broken = answers.find(
    (answer) => answer.failure && !(answer.good && answer.current) && !answer.loading,
  );
  if (broken?.failure) {
    const { message, remedy, id, code } = broken.failure;
    return { name: "error", message, remedy: remedy ?? null, id: id ?? null, capped: CAPPED.test(code) };
  }
  if (answers.some((answer) => !answer.good)) return { name: "loading" };
  const main = answers[0];
  if (main?.good && main.good.rows === 0) return { name: "empty", filtered: isFiltered(params, values) };
  return { name: "ready" };
}

export interface FrameNotes {
  refreshing: boolean;
  /** Shown although the newest attempt failed. */
  failed: string | null;
  stale: boolean;
  asOf: string | null;
  truncated: DatasetReply | null;
  partial: DatasetReply["partial"];
  demo: boolean;
}

/** What stands beside data that is drawn. */
export function frameNotes(answers: readonly Answer[]): FrameNotes {
  const good = answers.flatMap((answer) => (answer.good ? [answer.good] : []));
  return {
    refreshing: answers.some((answer) => answer.loading && answer.good !== undefined),
    failed: answers.find((answer) => answer.failure && answer.good)?.failure?.message ?? null,
    stale: good.some((reply) => reply.status === "stale"),
    asOf:
      good
        .map((reply) => reply.as_of)
        .filter((text): text is string => text !== null)
        .sort()[0] ?? null,
    truncated: good.find((reply) => reply.truncated) ?? null,
    partial: good.find((reply) => reply.partial)?.partial ?? null,
    demo: good.some((reply) => reply.demo),
  };
}

const OVER_TIME = new Set<Component["kind"]>(["line", "area", "bar", "stacked_bar", "combo"]);

/** Whether an unfinished last period is worth a word: only where periods are drawn side by side. */
export function showsPeriods(component: Component): boolean {
  return OVER_TIME.has(component.kind);
}
