/** PersonDialog: change a role, reset a password, deactivate, activate; each says what the person will notice. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { tokensQuery, usersQuery } from "@/api/queries";
import type { OneTime, Role, UserSummary } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { Confirm } from "./Confirm";
import { Invitation } from "./Invitation";
import styles from "./People.module.css";
import { Trouble } from "./Trouble";
import { ROLE_WORDS, roleOptions } from "./words";

export type PersonDialogKind = "role" | "reset" | "disable" | "enable";

interface Props {
  user: UserSummary;
  onClose: () => void;
}

export function PersonDialog({ kind, ...props }: Props & { kind: PersonDialogKind }) {
  if (kind === "role") return <ChangeRole {...props} />;
  if (kind === "reset") return <Reset {...props} />;
  return <Standing {...props} off={kind === "disable"} />;
}

const address = (user: UserSummary, rest: string) => `/api/users/${encodeURIComponent(user.id)}/${rest}`;

/** Read people and tokens again: both show what was just changed. */
function useAfter(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: usersQuery.queryKey });
    void client.invalidateQueries({ queryKey: tokensQuery().queryKey.slice(0, 1) });
  };
}

function ChangeRole({ user, onClose }: Props) {
  const after = useAfter();
  const [role, setRole] = useState<Role>(user.role);
  const saving = useMutation({
    mutationFn: () => call(address(user, "role"), { method: "PUT", body: { role } }),
    onSuccess: () => {
      after();
      toast(`${user.name} is ${role} now`, { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog open title={`Role of ${user.name}`} width={480} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <SelectField
          label="Role"
          autoFocus
          options={roleOptions()}
          value={role}
          help={ROLE_WORDS[role]}
          onChange={(event) => setRole(event.target.value as Role)}
        />
        <p className={styles.words}>They sign in again; their tokens do at most what the new role may.</p>
        <Trouble error={saving.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isDisabled={role === user.role || saving.isPending}>
            {saving.isPending ? "Saving…" : "Change role"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Reset({ user, onClose }: Props) {
  const after = useAfter();
  const [once, setOnce] = useState<OneTime | null>(null);
  const run = async () => setOnce(await call<OneTime>(address(user, "reset"), { method: "POST", body: {} }));
  if (once) return <Invitation name={user.name} once={once} onClose={onClose} />;
  return (
    <Confirm
      title={user.pending ? `New link for ${user.name}` : `Reset the password of ${user.name}`}
      action={user.pending ? "Make a link" : "Reset password"}
      run={run}
      onDone={after}
      onClose={onClose}
    >
      {user.pending
        ? "You get a new link to send; the one before ends."
        : "The password stops working and they are signed out everywhere. You get a link to send, with which they choose another. Their tokens stay."}
    </Confirm>
  );
}

function Standing({ user, off, onClose }: Props & { off: boolean }) {
  const after = useAfter();
  return (
    <Confirm
      title={off ? `Deactivate ${user.name}` : `Activate ${user.name}`}
      action={off ? "Deactivate" : "Activate"}
      danger={off}
      run={() => call(address(user, off ? "disable" : "enable"), { method: "POST", body: {} })}
      onDone={() => {
        after();
        toast(`${user.name} is ${off ? "deactivated" : "active again"}`, { tone: "good" });
        onClose();
      }}
      onClose={onClose}
    >
      {off
        ? "They are signed out everywhere at once and their tokens are revoked. What they made stays."
        : "They may sign in again, as they did before. Tokens and sessions of before stay ended."}
    </Confirm>
  );
}
