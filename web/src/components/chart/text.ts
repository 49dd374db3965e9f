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

/** Advance widths of the printable ASCII letters in hundredths of the size: no canvas is needed for most labels. */
const ASCII = (
  "27 30 48 64 64 99 65 31 39 39 65 65 27 65 27 37 65 65 65 65 65 65 65 65 65 65 27 27 65 65 65 52 97 71 66 73 72 60 59 " +
  "75 74 27 57 68 57 91 75 77 64 77 65 64 65 74 71 102 69 69 63 39 32 39 47 46 33 56 62 57 62 58 34 62 60 25 25 55 25 " +
  "88 60 60 62 62 39 53 33 60 57 82 55 57 56 39 34 39 65"
)
  .split(" ")
  .map(Number);
const OTHERS: Record<string, number> = { "−": 65, "–": 65, "…": 82, "€": 65, "£": 65, "·": 27 };

/** The width by table; null when a letter is not in it. */
function tableWidth(text: string, size: number): number | null {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const width = ASCII[text.charCodeAt(at) - 32] ?? OTHERS[text.charAt(at)];
    if (width === undefined) return null;
    sum += width;
  }
  return (sum * size) / 100;
}

function rulerWidth(text: string, size: number): number {
  const ruler = canvas();
  if (ruler && set !== size) {
    ruler.font = `${size}px ${FAMILY}`;
    set = size;
  }
  return ruler?.measureText?.(text)?.width ?? text.length * size * 0.6;
}

/** Width in CSS px of `text` at `size` px in the interface font. */
export function textWidth(text: string, size = 11): number {
  const quick = tableWidth(text, size);
  if (quick !== null) return quick;
  const key = `${size}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = rulerWidth(text, size);
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
