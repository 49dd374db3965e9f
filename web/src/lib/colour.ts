/** Colour arithmetic on #rrggbb: contrast as WCAG 2 defines it, mixing, and the nearest colour that is readable. */

export type Rgb = readonly [number, number, number];

const HEX = /^#[0-9a-f]{6}$/i;

/** Whether `text` is a colour this module reads. */
export function isHex(text: unknown): text is string {
  return typeof text === "string" && HEX.test(text);
}

export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function writeHex([red, green, blue]: Rgb): string {
  const part = (value: number) =>
    Math.round(Math.min(255, Math.max(0, value)))
      .toString(16)
      .padStart(2, "0");
  return `#${part(red)}${part(green)}${part(blue)}`;
}

/** `share` of `first`, the rest `second`. */
export function mix(first: string, second: string, share: number): string {
  const a = parseHex(first);
  const b = parseHex(second);
  const at = (index: 0 | 1 | 2) => a[index] * share + b[index] * (1 - share);
  return writeHex([at(0), at(1), at(2)]);
}

function linear(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance, 0 black to 1 white (WCAG 2.2). */
export function luminance(hex: string): number {
  const [red, green, blue] = parseHex(hex);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(first: string, second: string): number {
  const a = luminance(first);
  const b = luminance(second);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `hex`, moved towards black or white only as far as `ratio` against `background` needs. */
export function readable(hex: string, background: string, ratio: number): string {
  const goal = luminance(background) > 0.18 ? "#000000" : "#ffffff";
  for (let share = 1; share >= 0; share -= 0.02) {
    const candidate = mix(hex, goal, share);
    if (contrast(candidate, background) >= ratio) return candidate;
  }
  return goal;
}

/** The better of white and ink on `background`; one of them always reaches 4.5. */
export function textOn(background: string): string {
  return contrast("#ffffff", background) >= contrast("#0a0f1a", background) ? "#ffffff" : "#0a0f1a";
}

/** How far apart two colours look, roughly: 0 same, ~765 black to white. */
export function distance(first: string, second: string): number {
  const a = parseHex(first);
  const b = parseHex(second);
  const mean = (a[0] + b[0]) / 2;
  const [red, green, blue] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return Math.sqrt((2 + mean / 256) * red ** 2 + 4 * green ** 2 + (2 + (255 - mean) / 256) * blue ** 2);
}
