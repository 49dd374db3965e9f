/** EvidenceDialog: where a component's numbers come from, in words and in the query's own text. */
import { useQuery } from "@tanstack/react-query";
import { evidenceQuery } from "@/api/queries";
import { formatCount, formatDateTime, formatDuration } from "@/lib/format";
import { describeDataset, queryText } from "@/runtime/describe";
import { datasetsUsed } from "@/runtime/graph";
import type { Component } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { toast } from "@/ui/toast";
import { useBoard } from "./boardContext";
import styles from "./EvidenceDialog.module.css";

export default function EvidenceDialog({
  component,
  onClose,
}: {
  component: Component;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={component.title ? `How “${component.title}” was computed` : "How this was computed"}
      subtitle={component.definition || undefined}
    >
      <div className={styles.list}>
        {datasetsUsed(component).map((id) => (
          <DatasetEvidence key={id} id={id} />
        ))}
      </div>
    </Dialog>
  );
}

function DatasetEvidence({ id }: { id: string }) {
  const board = useBoard();
  const dataset = board.datasets.get(id);
  const reply = board.feed.answer(id).good;
  const asked = useQuery(evidenceQuery(board.dashboard, id, board.values));
  const evidence = asked.data ?? board.evidence.get(id);
  const own = dataset ? queryText(dataset) : null;
  return (
    <section className={styles.dataset} aria-label={id}>
      <header className={styles.header}>
        <h4>{reply?.connection || dataset?.connection || id}</h4>
        {reply?.demo ? <Badge tone="demo">Demo data</Badge> : null}
        {reply?.cached ? <Badge>From the cache</Badge> : null}
      </header>
      <dl className={styles.facts}>
        {reply ? (
          <>
            <Fact
              term="Rows"
              text={formatCount(reply.rows, "row") + (reply.truncated ? " (more exist)" : "")}
            />
            <Fact
              term="Took"
              text={reply.ms > 0 ? formatDuration(reply.ms / 1000) : "nothing: read from the cache"}
            />
            <Fact term="As of" text={formatDateTime(reply.as_of)} />
          </>
        ) : null}
        {dataset ? describeDataset(dataset).map((line) => <Fact key={line.term} {...line} />) : null}
      </dl>
      <QueryText text={evidence?.query ?? own} waiting={asked.isPending} error={asked.error?.message} />
      {evidence?.bound && Object.keys(evidence.bound).length > 0 ? (
        <p className={styles.bound}>Values: {Object.values(evidence.bound).map(String).join(", ")}</p>
      ) : null}
    </section>
  );
}

interface QueryTextProps {
  text: string | null;
  waiting: boolean;
  error: string | undefined;
}

/** The query as it ran, to read and to copy. */
function QueryText({ text, waiting, error }: QueryTextProps) {
  if (!text) {
    if (waiting) return <Skeleton shape="line" />;
    return error ? (
      <Notice tone="warn" title="The query could not be read">
        {error}
      </Notice>
    ) : null;
  }
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast("Query copied");
  };
  return (
    <div className={styles.code}>
      <IconButton icon="copy" size="sm" label="Copy the query" onPress={() => void copy()} />
      <pre className={styles.query}>{text}</pre>
    </div>
  );
}

function Fact({ term, text }: { term: string; text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}
