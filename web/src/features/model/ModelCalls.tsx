/** ModelCalls: what the model was asked lately, and what thirty days of it took. */
import { useQuery } from "@tanstack/react-query";
import { modelCallsQuery, usersQuery } from "@/api/queries";
import type { ModelCall } from "@/api/types";
import { formatCount } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import styles from "./ModelCard.module.css";
import { dollars, took } from "./took";

export function ModelCalls() {
  const { data } = useQuery(modelCallsQuery);
  const people = useQuery(usersQuery);
  const nameOf = (id: string) => people.data?.find((user) => user.id === id)?.name ?? id;
  if (!data || data.calls.length === 0) return null;
  const sum = data.last_30_days;
  const unpriced =
    sum.unpriced > 0 ? `, and ${formatCount(sum.unpriced, "call")} whose price is unknown` : "";
  return (
    <details className={styles.calls}>
      <summary>
        {formatCount(sum.calls, "call")} in 30 days,{" "}
        {formatCount(sum.input_tokens + sum.output_tokens, "token")}, {dollars(sum.cost)}
        {unpriced}
      </summary>
      <ul>
        {data.calls.map((item) => (
          <Call key={item.at + item.viewer} item={item} who={nameOf(item.viewer)} />
        ))}
      </ul>
    </details>
  );
}

function Call({ item, who }: { item: ModelCall; who: string }) {
  return (
    <li>
      <time dateTime={item.at}>{new Date(item.at).toLocaleString()}</time>
      <span>
        {item.purpose} · {item.model} · {who}
      </span>
      <span>{took(item)}</span>
      {item.outcome === "answered" ? null : <Badge tone="bad">{item.outcome.replace("_", " ")}</Badge>}
    </li>
  );
}
