/** Reception: after a dashboard was made from a sentence, how the sentence was read; closes for good when read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { MadeBy, NotUnderstood } from "@/api/types";
import { Reading, worthReading } from "@/features/ask/Reading";
import { IconButton } from "@/ui/Button";
import styles from "./Reception.module.css";

export interface ReadingNote {
  understood: string[];
  assumptions: string[];
  not_understood: NotUnderstood[];
  made_by: MadeBy;
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
  const { made_by: madeBy, assumptions = [], not_understood: notUnderstood = [] } = data ?? {};
  if (!madeBy || !worthReading({ madeBy, assumptions, notUnderstood })) return null;
  return (
    <aside className={styles.note} aria-label="How your sentence was read">
      <Reading madeBy={madeBy} assumptions={assumptions} notUnderstood={notUnderstood} onAsk={onAsk} />
      <IconButton
        icon="close"
        size="sm"
        label="Close"
        onPress={() => client.setQueryData(receptionKey(dashboard), null)}
      />
    </aside>
  );
}
