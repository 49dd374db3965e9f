/** Sentences to start from, out of what is really connected. */
import { useQueries } from "@tanstack/react-query";
import { connectionQuery } from "@/api/queries";
import type { ConnectionSummary } from "@/api/types";

const ASKED = 3;
const SHOWN = 4;

/** Own connections first, then demo ones; one sentence of each in turn. */
export function useSuggestions(connections: ConnectionSummary[]): string[] {
  const first = [...connections].sort((a, b) => Number(a.demo) - Number(b.demo)).slice(0, ASKED);
  const replies = useQueries({
    queries: first.map((item) => ({ ...connectionQuery(item.name), staleTime: 300_000 })),
  });
  const lists = replies.map((reply) => reply.data?.suggestions ?? []);
  const found: string[] = [];
  for (let round = 0; round < SHOWN; round++) {
    for (const list of lists) {
      const sentence = list[round];
      if (sentence && !found.includes(sentence)) found.push(sentence);
    }
  }
  return found.slice(0, SHOWN);
}
