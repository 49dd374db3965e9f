/** Toasts: short news with at most one action; read out politely. */

export interface Toast {
  id: number;
  text: string;
  tone: "info" | "good" | "bad";
  action?: { label: string; run: () => void };
}

let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const LIFE_MS = 6_000;

function set(value: readonly Toast[]): void {
  toasts = value;
  for (const listener of listeners) listener();
}

export function toast(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): void {
  const added: Toast = {
    id: next++,
    text,
    tone: options.tone ?? "info",
    ...(options.action ? { action: options.action } : {}),
  };
  set([...toasts.slice(-2), added]);
  setTimeout(() => dismissToast(added.id), added.action || added.tone === "bad" ? LIFE_MS * 2 : LIFE_MS);
}

export function dismissToast(id: number): void {
  set(toasts.filter((item) => item.id !== id));
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}
