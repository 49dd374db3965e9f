/** ChangePassword: the password of now and the next; the other sessions end. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { call } from "@/api/client";
import { loginsQuery } from "@/api/queries";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { toast } from "@/ui/toast";
import styles from "./People.module.css";
import { Trouble, wrongIn } from "./Trouble";

export function ChangePassword({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: (body: object) => call("/api/password", { method: "PUT", body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: loginsQuery.queryKey });
      toast("Password changed; other sessions ended", { tone: "good" });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    changing.mutate(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return (
    <Dialog open title="Change your password" width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Password of now"
          name="current"
          type="password"
          required
          autoFocus
          autoComplete="current-password"
          error={wrongIn(changing.error, "current")}
        />
        <TextField
          label="New password"
          name="password"
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          help="At least 12 characters; a sentence is fine."
          error={wrongIn(changing.error, "password")}
        />
        <p className={styles.words}>You stay signed in here and are signed out everywhere else.</p>
        <Trouble error={changing.error} besides={["current", "password"]} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isDisabled={changing.isPending}>
            {changing.isPending ? "Changing…" : "Change password"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
