/** FrameNote: what the planner assumed about a component, with the other choices one press away. */
import { useState } from "react";
import type { Note } from "@/spec/types";
import { Button } from "@/ui/Button";
import { Hint } from "@/ui/Hint";
import { useBoard } from "./boardContext";
import styles from "./FrameNote.module.css";

export function FrameNote({ note }: { note: Note }) {
  const { ask } = useBoard();
  const [open, setOpen] = useState(false);
  return (
    <Hint
      label={note.kind === "question" ? "A question about this" : "What was assumed"}
      icon={note.kind === "question" ? "help" : "info"}
      open={open}
      onOpen={setOpen}
    >
      <p className={styles.text}>{note.text}</p>
      {note.alternatives?.length && ask ? (
        <ul className={styles.list}>
          {note.alternatives.map((sentence) => (
            <li key={sentence}>
              <Button
                size="sm"
                onPress={() => {
                  setOpen(false);
                  ask(sentence);
                }}
              >
                {sentence}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Hint>
  );
}
