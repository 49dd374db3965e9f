/** What common status words mean. */

export type Tone = "neutral" | "good" | "bad" | "warn" | "info" | "demo";

const GOOD =
  /^(active|won|closed won|healthy|done|complete[d]?|on track|resolved|approved|paid|passed|success(ful)?|merged|green|low|excellent|good|promoter|ok|live|promoted)$/i;
const BAD =
  /^(churned|lost|closed lost|overdue|critical|blocked|failed|failure|off track|rejected|cancel(l)?ed|red|urgent|at high risk|poor|bad|detractor|error|expired|missed)$/i;
const WARN =
  /^(at risk|risk|pending|delayed|warning|yellow|amber|needs (review|attention)|in review|waiting|medium|paused|on hold|passive|behind|stale|high)$/i;

/** good, bad or warn when the word is known for it, else neutral. */
export function toneOf(word: string): Tone {
  const text = word.trim().replace(/[_-]+/g, " ");
  if (GOOD.test(text)) return "good";
  if (BAD.test(text)) return "bad";
  return WARN.test(text) ? "warn" : "neutral";
}

/** A score of 0–100 as a word. */
export function healthOf(score: number): { tone: Tone; word: string } {
  if (score >= 70) return { tone: "good", word: "healthy" };
  return score >= 40 ? { tone: "warn", word: "at risk" } : { tone: "bad", word: "critical" };
}
