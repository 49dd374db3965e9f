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

const PLACES: Record<string, string> = { d: "/", c: "/connections", s: "/settings" };

export interface KeyActions {
  onPalette: () => void;
  onHelp: () => void;
}

export function useKeys(actions: KeyActions): void {
  const letters = useLetterKeys();
  const [, go] = useLocation();
  const latest = useRef(actions);
  latest.current = actions;
  const prefix = useRef(0);
  useEffect(() => {
    const onLetter = (event: KeyboardEvent): boolean => {
      if (event.key === "?") latest.current.onHelp();
      else if (event.key === "/") {
        const field = document.querySelector<HTMLElement>("[data-ask]");
        if (field) field.focus();
        else latest.current.onPalette();
      } else if (event.key === "g") prefix.current = event.timeStamp;
      else if (event.key in PLACES && event.timeStamp - prefix.current < 1500)
        go(PLACES[event.key] as string);
      else return false;
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.onPalette();
      } else if (letters && !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target)) {
        if (onLetter(event)) event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [letters, go]);
}
