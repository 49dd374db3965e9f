/** EvidenceDialog: where a component's numbers come from, in words and in the query's own text. */
import { formatCount, formatDateTime, formatDuration } from "@/lib/format";
import { describeDataset, queryText } from "@/runtime/describe";
import { datasetsUsed } from "@/runtime/graph";
import type { Component } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { Dialog } from "@/ui/Dialog";
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
  const evidence = board.evidence.get(id);
  const text = evidence?.query ?? (dataset ? queryText(dataset) : null);
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
      {text ? <pre className={styles.query}>{text}</pre> : null}
      {evidence?.bound && Object.keys(evidence.bound).length > 0 ? (
        <p className={styles.bound}>Values: {Object.values(evidence.bound).map(String).join(", ")}</p>
      ) : null}
    </section>
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
