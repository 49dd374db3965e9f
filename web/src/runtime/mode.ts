/** Light or dark: the reader's choice, the dashboard's wish, the system's setting, in that order where allowed. */
import { useMemo, useSyncExternalStore } from "react";
import type { ResolvedTheme } from "@/components/contract";
import { accentColour, type Brand, brandTokens, type Mode, primaryColour, seriesColours } from "@/lib/brand";
import type { Theme } from "@/spec/types";

export type ModeChoice = "system" | Mode;

const KEY = "sophia-mode";
const listeners = new Set<() => void>();
const dark = window.matchMedia("(prefers-color-scheme: dark)");
let choice: ModeChoice = readChoice();
let wish: Theme["mode"];

function readChoice(): ModeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function resolve(): Mode {
  const wanted = choice !== "system" ? choice : (wish ?? "system");
  return wanted === "system" ? (dark.matches ? "dark" : "light") : wanted;
}

function apply(): void {
  const mode = resolve();
  if (document.documentElement.dataset.mode !== mode) document.documentElement.dataset.mode = mode;
  for (const listener of listeners) listener();
}

dark.addEventListener("change", apply);

/** Set the mode on the page before anything is drawn. */
export function startMode(): void {
  apply();
}

/** Remember what this reader wants. */
export function chooseMode(next: ModeChoice): void {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  apply();
}

/** Say which mode the open dashboard asks for; undefined when none is open. */
export function wishMode(next: Theme["mode"]): void {
  if (wish === next) return;
  wish = next;
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The mode in force. */
export function useMode(): Mode {
  return useSyncExternalStore(subscribe, resolve);
}

/** The reader's choice, for the switch. */
export function useModeChoice(): ModeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

let applied: string[] = [];

/** Put a brand's tokens on the page, in place of the ones put there before. */
export function applyBrand(brand: Brand): void {
  const root = document.documentElement.style;
  const tokens = brandTokens(brand);
  for (const name of applied) if (!(name in tokens)) root.removeProperty(name);
  for (const [name, value] of Object.entries(tokens)) root.setProperty(name, value);
  applied = Object.keys(tokens);
}

/** The colours that components draw with. */
export function useResolvedTheme(brand: Brand): ResolvedTheme {
  const mode = useMode();
  const { primary, accent, palette } = brand;
  return useMemo(() => {
    const parts = { primary: primary ?? null, accent: accent ?? null, palette: palette ?? null };
    return {
      mode,
      palette: seriesColours(parts, mode),
      primary: primaryColour(parts, mode),
      accent: accentColour(parts, mode),
    };
  }, [mode, primary, accent, palette]);
}
