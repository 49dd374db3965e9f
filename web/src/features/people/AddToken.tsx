/** AddToken: name, role and end of a token; then its text, this once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "@/api/client";
import { tokensQuery } from "@/api/queries";
import type { Role, TokenAdded } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import styles from "./People.module.css";
import { ShownOnce } from "./ShownOnce";
import { Trouble, wrongIn } from "./Trouble";
import { endOf, ROLE_WORDS, roleOptions } from "./words";

const ENDS = [
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "", label: "Never by itself" },
];

/** `most`: the asker's role; a token cannot have more. */
export function AddToken({ most, onClose }: { most: Role; onClose: () => void }) {
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const adding = useMutation({
    mutationFn: (name: string) => {
      const body = { name, role, days: days ? Number(days) : null };
      return call<TokenAdded>("/api/tokens", { method: "POST", body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery().queryKey.slice(0, 1) }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate(String(new FormData(event.currentTarget).get("name")));
  };
  if (adding.data) return <Made token={adding.data} onClose={onClose} />;
  return (
    <Dialog open title="New access token" width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Name"
          name="name"
          required
          autoFocus
          maxLength={120}
          autoComplete="off"
          help="What it is for, such as “Nightly export”."
          error={wrongIn(adding.error, "name")}
        />
        <div className={styles.pair}>
          <SelectField
            label="Role"
            options={roleOptions(most)}
            value={role}
            help={ROLE_WORDS[role]}
            onChange={(event) => setRole(event.target.value as Role)}
          />
          <SelectField
            label="Ends"
            options={ENDS}
            value={days}
            help={days ? null : "Until you revoke it. An end is safer."}
            onChange={(event) => setDays(event.target.value)}
          />
        </div>
        <Trouble error={adding.error} besides={["name"]} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isDisabled={adding.isPending}>
            {adding.isPending ? "Making…" : "Make token"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Made({ token, onClose }: { token: TokenAdded; onClose: () => void }) {
  return (
    <Dialog
      open
      keep
      title={token.name}
      subtitle={`${token.role} · ${endOf(token)}`}
      width={520}
      onClose={onClose}
    >
      <div className={styles.form}>
        <p className={styles.words}>
          Copy it now: it is not shown again. Scripts send it as <code>Authorization: Bearer …</code>
        </p>
        <ShownOnce label="Token" text={token.token} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Done</Button>
        </div>
      </div>
    </Dialog>
  );
}
