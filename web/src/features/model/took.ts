/** What a call took, in words; what is not known is called unknown. */
import type { ModelUse } from "@/api/types";
import { formatCount, formatDuration } from "@/lib/format";

/** "0.0021 USD"; small sums keep two digits that count. */
export function dollars(cost: number | null): string {
  if (cost === null) return "cost unknown";
  if (cost === 0) return "0 USD";
  return `${cost >= 1 ? cost.toFixed(2) : cost.toPrecision(2)} USD`;
}

export function took(use: ModelUse): string {
  const tokens =
    use.input_tokens === null || use.output_tokens === null
      ? "tokens unknown"
      : `${formatCount(use.input_tokens, "token")} in, ${use.output_tokens} out`;
  return `${formatDuration(use.milliseconds / 1000)} · ${tokens} · ${dollars(use.cost)}`;
}
