/** Shortcuts of the whole app; the single-letter ones can be turned off (WCAG 2.1.4). */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useLocation } from "wouter";

const KEY = "sophia-letter-keys";
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** Turn single-letter shortcuts on or off for this browser. */
export function setLetterKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // Without storage the setting cannot be kept; the keys stay on.
  }
  for (const listener of listeners) listener();
}

export function useLetterKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null
  );
}

const PREFIX_MS = 1500;
const PLACES: Record<string, string> = { d: "/", c: "/connections", s: "/settings" };

export interface KeyActions {
  onPalette: () => void;
  onHelp: () => void;
}

function focusAsk(actions: KeyActions): void {
  const field = document.querySelector<HTMLElement>("[data-ask]");
  if (field) field.focus();
  else actions.onPalette();
}

function isPlainLetter(event: KeyboardEvent): boolean {
  return !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target);
}

/** Whether `event` is a letter with a meaning; acts on it. `prefix` holds when "g" was pressed. */
function actOnLetter(
  event: KeyboardEvent,
  prefix: { current: number },
  actions: KeyActions,
  go: (path: string) => void,
) {
  const place = event.timeStamp - prefix.current < PREFIX_MS ? PLACES[event.key] : undefined;
  if (place) go(place);
  else if (event.key === "?") actions.onHelp();
  else if (event.key === "/") focusAsk(actions);
  else if (event.key === "g") prefix.current = event.timeStamp;
  else return false;
  return true;
}

export function useKeys(actions: KeyActions): void {
  const letters = useLetterKeys();
  const [, go] = useLocation();
  const latest = useRef(actions);
  latest.current = actions;
  const prefix = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const palette = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      if (palette) latest.current.onPalette();
      const used =
        palette || (letters && isPlainLetter(event) && actOnLetter(event, prefix, latest.current, go));
      if (used) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [letters, go]);
}
