/** AddPerson: name, address and role; then the link with which they choose their password. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "@/api/client";
import { usersQuery } from "@/api/queries";
import type { Role, UserAdded } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import { Invitation } from "./Invitation";
import styles from "./People.module.css";
import { Trouble, wrongIn } from "./Trouble";
import { ROLE_WORDS, roleOptions } from "./words";

export function AddPerson({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("viewer");
  const adding = useMutation({
    mutationFn: (body: object) => call<UserAdded>("/api/users", { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate({ ...Object.fromEntries(new FormData(event.currentTarget)), role });
  };
  const added = adding.data;
  if (added?.once) return <Invitation name={added.name} once={added.once} onClose={onClose} />;
  return (
    <Dialog open title="Add a person" width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Name"
          name="name"
          required
          autoFocus
          maxLength={120}
          autoComplete="off"
          error={wrongIn(adding.error, "name")}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          error={wrongIn(adding.error, "email")}
        />
        <SelectField
          label="Role"
          options={roleOptions()}
          value={role}
          help={ROLE_WORDS[role]}
          onChange={(event) => setRole(event.target.value as Role)}
        />
        <Trouble error={adding.error} besides={["name", "email"]} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isDisabled={adding.isPending}>
            {adding.isPending ? "Adding…" : "Add"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
