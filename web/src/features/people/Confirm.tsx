/** Confirm: a question before something that others feel, with the server's reason when it cannot be done. */
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./People.module.css";
import { Trouble } from "./Trouble";

export interface ConfirmProps {
  title: string;
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Does it; what it returns goes to `onDone`. */
  run: () => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
}

export function Confirm({ title, children, action, danger = false, run, onDone, onClose }: ConfirmProps) {
  const doing = useMutation({ mutationFn: run, onSuccess: onDone });
  return (
    <Dialog open title={title} width={480} onClose={onClose}>
      <div className={styles.form}>
        <div className={styles.words}>{children}</div>
        <Trouble error={doing.error} />
        <div className={styles.actions}>
          <Button autoFocus onPress={onClose}>
            Cancel
          </Button>
          <Button
            variant={danger ? "danger" : "primary"}
            isDisabled={doing.isPending}
            onPress={() => doing.mutate()}
          >
            {doing.isPending ? "One moment…" : action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
