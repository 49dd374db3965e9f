/** Recently opened dashboards of this browser, newest first. */

const KEY = "sophia-recent";
const KEPT = 12;

export function recentSlugs(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((item): item is string => typeof item === "string") : [];
  } catch {
    return [];
  }
}

export function noteOpened(slug: string): void {
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify([slug, ...recentSlugs().filter((item) => item !== slug)].slice(0, KEPT)),
    );
  } catch {
    // Without storage the cards keep the server's order.
  }
}
