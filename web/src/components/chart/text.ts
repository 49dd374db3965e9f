/** How wide text is, and text cut to a width. */

const FAMILY = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const widths = new Map<string, number>();
let set = 0;
let context: CanvasRenderingContext2D | null | undefined;

function canvas(): CanvasRenderingContext2D | null {
  if (context === undefined) {
    context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  }
  return context;
}

/** Width in CSS px of `text` at `size` px in the interface font. */
export function textWidth(text: string, size = 11): number {
  const key = `${size}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const ruler = canvas();
  if (ruler && set !== size) {
    ruler.font = `${size}px ${FAMILY}`;
    set = size;
  }
  const width = ruler?.measureText?.(text)?.width ?? text.length * size * 0.56;
  if (widths.size > 5_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** `text`, or its beginning and "…" when it is wider than `room`. Never cuts inside an emoji or accent. */
export function fitText(text: string, room: number, size = 11): string {
  if (textWidth(text, size) <= room) return text;
  const letters = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)].map(
    (part) => part.segment,
  );
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const width = textWidth(`${letters.slice(0, middle).join("")}…`, size);
    if (width <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "…" : `${letters.slice(0, low).join("").trimEnd()}…`;
}

/** The widest of `texts`, in px. */
export function widest(texts: string[], size = 11): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text, size)), 0);
}

/** `text` in one line, or two broken at a space, each cut to `room`. */
export function wrapText(text: string, room: number, size = 11): string[] {
  if (textWidth(text, size) <= room) return [text];
  const words = text.split(/\s+/);
  let first = words[0] ?? "";
  let used = 1;
  while (used < words.length && textWidth(`${first} ${words[used]}`, size) <= room) {
    first = `${first} ${words[used]}`;
    used += 1;
  }
  const second = words.slice(used).join(" ");
  return second ? [fitText(first, room, size), fitText(second, room, size)] : [fitText(first, room, size)];
}
