/** Composer: "add or change anything" inside a dashboard; progress, then a proposal to accept or discard. */
import { useState } from "react";
import { Button, IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { AskBar } from "./AskBar";
import styles from "./Composer.module.css";
import { Progress } from "./Progress";
import { Reading } from "./Reading";
import type { AskState } from "./useAsk";

export interface ComposerProps {
  state: AskState;
  saving: boolean;
  onAsk: (sentence: string) => void;
  onAccept: () => void;
  onDiscard: () => void;
}

export function Composer(props: ComposerProps) {
  const { state } = props;
  return (
    <section className={styles.composer} aria-label="Add or change">
      {state.phase === "idle" ? null : <Panel {...props} />}
      <AskBar
        label="Add or change anything"
        placeholder="Add or change anything…"
        busy={state.phase === "working"}
        onAsk={props.onAsk}
        onCancel={props.onDiscard}
      >
        <kbd className={styles.key}>/</kbd>
      </AskBar>
    </section>
  );
}

function Panel({ state, saving, onAsk, onAccept, onDiscard }: ComposerProps) {
  const [small, setSmall] = useState(false);
  const changes = state.reply?.changes ?? [];
  return (
    <div className={styles.panel}>
      <header className={styles.header}>
        <p className={styles.sentence}>{state.sentence}</p>
        <IconButton
          icon={small ? "arrowUp" : "chevronDown"}
          size="sm"
          label={small ? "Show the details" : "Hide the details"}
          onPress={() => setSmall(!small)}
        />
        <IconButton icon="close" size="sm" label="Discard" onPress={onDiscard} />
      </header>
      {small ? null : <Details state={state} onAsk={onAsk} />}
      {state.reply ? (
        <footer className={styles.footer}>
          <span className={styles.hint}>{changes.length > 0 ? "A preview: nothing is saved yet." : ""}</span>
          <Button onPress={onDiscard}>Discard</Button>
          <Button
            variant="primary"
            icon="check"
            isDisabled={changes.length === 0 || saving}
            onPress={onAccept}
          >
            {saving ? "Saving…" : "Accept"}
          </Button>
        </footer>
      ) : null}
    </div>
  );
}

function Details({ state, onAsk }: { state: AskState; onAsk: (sentence: string) => void }) {
  return (
    <div className={styles.body}>
      {state.phase === "working" ? <Progress state={state} /> : null}
      {state.failure ? (
        <Notice tone="bad" title={state.failure.message}>
          {state.failure.remedy}
        </Notice>
      ) : null}
      {state.reply ? (
        <>
          <Changes changes={state.reply.changes} />
          <Reading
            madeBy={state.madeBy}
            assumptions={state.assumptions}
            notUnderstood={state.notUnderstood}
            onAsk={onAsk}
          />
        </>
      ) : null}
    </div>
  );
}

/** The difference in words; the first word says what kind of change it is. */
function Changes({ changes }: { changes: string[] }) {
  if (changes.length === 0) return <p className={styles.none}>Nothing would change.</p>;
  return (
    <ul className={styles.changes} aria-label="Changes">
      {changes.map((change) => {
        const kind = /^(add|new)/i.test(change)
          ? "add"
          : /^(remove|delete)/i.test(change)
            ? "remove"
            : "change";
        return (
          <li key={change} className={styles[kind]}>
            <Icon name={kind === "add" ? "plus" : kind === "remove" ? "trash" : "arrowRight"} size={14} />
            {change}
          </li>
        );
      })}
    </ul>
  );
}
