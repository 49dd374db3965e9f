/** Reception: after a dashboard was made from a sentence, how the sentence was read; closes for good when read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { NotUnderstood } from "@/api/types";
import { Reading } from "@/features/ask/Reading";
import { IconButton } from "@/ui/Button";
import styles from "./Reception.module.css";

export interface ReadingNote {
  understood: string[];
  assumptions: string[];
  not_understood: NotUnderstood[];
}

export const receptionKey = (dashboard: string) => ["dashboard", dashboard, "reading"] as const;

export function Reception({ dashboard, onAsk }: { dashboard: string; onAsk: (sentence: string) => void }) {
  const client = useQueryClient();
  const { data } = useQuery<ReadingNote | null>({
    queryKey: receptionKey(dashboard),
    queryFn: () => null,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data || data.assumptions.length + data.not_understood.length === 0) return null;
  return (
    <aside className={styles.note} aria-label="How your sentence was read">
      <Reading assumptions={data.assumptions} notUnderstood={data.not_understood} onAsk={onAsk} />
      <IconButton
        icon="close"
        size="sm"
        label="Close"
        onPress={() => client.setQueryData(receptionKey(dashboard), null)}
      />
    </aside>
  );
}
