/** Asking in words: one question at a time, its progress event by event, and the proposal it ends in. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import { type AskEvent, ask } from "@/api/stream";
import type { AskEvents, ChangeReply, MadeBy, NotUnderstood } from "@/api/types";
import type { Component, DatasetReply } from "@/spec/types";

export interface AskState {
  phase: "idle" | "working" | "done" | "failed";
  sentence: string;
  understood: string[];
  assumptions: string[];
  notUnderstood: NotUnderstood[];
  madeBy: MadeBy | null;
  queried: AskEvents["queried"][];
  placed: Component[];
  datasets: Record<string, DatasetReply>;
  reply: ChangeReply | null;
  failure: { message: string; remedy: string | null } | null;
}

export const IDLE: AskState = {
  phase: "idle",
  sentence: "",
  understood: [],
  assumptions: [],
  notUnderstood: [],
  madeBy: null,
  queried: [],
  placed: [],
  datasets: {},
  reply: null,
  failure: null,
};

/** The state after `event`. */
export function advance(state: AskState, event: AskEvent): AskState {
  switch (event.name) {
    case "understood":
      return {
        ...state,
        understood: event.data.understood,
        assumptions: event.data.assumptions,
        notUnderstood: event.data.not_understood,
        madeBy: event.data.made_by,
      };
    case "queried":
      return { ...state, queried: [...state.queried, event.data] };
    case "placed":
      return {
        ...state,
        placed: [...state.placed.filter((item) => item.id !== event.data.component.id), event.data.component],
        datasets: { ...state.datasets, ...event.data.datasets },
      };
    default:
      return state;
  }
}

/** The state when everything is known. */
export function conclude(state: AskState, reply: ChangeReply): AskState {
  return {
    ...state,
    phase: "done",
    reply,
    understood: reply.understood,
    assumptions: reply.assumptions,
    notUnderstood: reply.not_understood,
    madeBy: reply.made_by,
  };
}

export interface Asked {
  reply: ChangeReply;
  datasets: Record<string, DatasetReply>;
}

export interface AskControl {
  state: AskState;
  /** Resolves with the reply and the data that came on the way; null when it failed or was superseded. */
  start: (path: string, body: Record<string, unknown>, sentence: string) => Promise<Asked | null>;
  cancel: () => void;
}

export function useAsk(): AskControl {
  const [state, setState] = useState<AskState>(IDLE);
  const running = useRef<AbortController | null>(null);
  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setState(IDLE);
  }, []);
  const start = useCallback(async (path: string, body: Record<string, unknown>, sentence: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ ...IDLE, phase: "working", sentence });
    const datasets: Record<string, DatasetReply> = {};
    const onEvent = (event: AskEvent) => {
      if (event.name === "placed") Object.assign(datasets, event.data.datasets);
      ifCurrent((before) => advance(before, event));
    };
    const ifCurrent = (change: (before: AskState) => AskState) => {
      if (running.current === controller) setState(change);
    };
    try {
      const reply = await ask(path, body, onEvent, controller.signal);
      ifCurrent((before) => conclude(before, reply));
      return running.current === controller ? { reply, datasets } : null;
    } catch (error) {
      const known = error instanceof ApiError ? error : null;
      const failure = {
        message: known?.message ?? "The question could not be answered.",
        remedy: known?.remedy ?? null,
      };
      ifCurrent((before) => ({ ...before, phase: "failed", failure }));
      return null;
    }
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  return { state, start, cancel };
}
