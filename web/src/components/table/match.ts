/** What a person types above a column: words to contain, or for numbers >10, <=5, 10..20, =3. */
import type { Scalar } from "@/spec/types";

type Test = (value: Scalar) => boolean;

const COMPARE: Record<string, (value: number, bound: number) => boolean> = {
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "=": (value, bound) => value === bound,
};

const SIZES: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, "%": 0.01, "": 1 };

function numberOf(text: string): number {
  const match = /^\s*([-−]?[\d.,\s]+)\s*([kmb%]?)\s*$/i.exec(text);
  if (!match) return Number.NaN;
  const digits = (match[1] ?? "").replace("−", "-").replace(/[,\s]/g, "");
  return Number(digits) * (SIZES[(match[2] ?? "").toLowerCase()] ?? 1);
}

/** The test that `text` means, or null when it is only words. */
export function numberTest(text: string): Test | null {
  const range = /^(.+?)\s*\.\.\s*(.+)$/.exec(text);
  if (range) {
    const [low, high] = [numberOf(range[1] ?? ""), numberOf(range[2] ?? "")];
    if (Number.isNaN(low) || Number.isNaN(high)) return null;
    return (value) => typeof value === "number" && value >= low && value <= high;
  }
  const compared = /^(>=|<=|>|<|=)\s*(.+)$/.exec(text.trim());
  const bound = numberOf(compared?.[2] ?? "");
  const compare = COMPARE[compared?.[1] ?? ""];
  if (!compare || Number.isNaN(bound)) return null;
  return (value) => typeof value === "number" && compare(value, bound);
}

/** Text without case and accents. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
