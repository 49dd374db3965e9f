/** PasswordRoute: choose a password with the link of an invitation or a reset; its secret stands behind the #. */
import { type FormEvent, useState } from "react";
import { type ApiError, call } from "@/api/client";
import { Logo } from "@/features/shell/Logo";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "./Page.module.css";

export default function PasswordRoute({ workspace }: { workspace: string }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const secret = window.location.hash.slice(1);
  const choose = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get("password");
    setBusy(true);
    setFailure(null);
    try {
      await call("/api/password", { method: "POST", body: { secret, password } });
      window.location.replace("/");
    } catch (error) {
      setFailure(error as ApiError);
      setBusy(false);
    }
  };
  const wrong = failure?.field === "password" ? failure.message : null;
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} /> {workspace || "Sophia"}
      </div>
      <form className={styles.panel} onSubmit={(event) => void choose(event)}>
        <h1>Choose a password</h1>
        {failure && !wrong ? (
          <Notice tone="bad" title={failure.message}>
            {failure.remedy}
          </Notice>
        ) : null}
        {secret ? null : (
          <Notice tone="warn" title="This link is not whole.">
            Open it as it was sent, or ask an admin for another.
          </Notice>
        )}
        <TextField
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          help="At least 12 characters; a sentence is fine."
          error={wrong}
          minLength={12}
          disabled={!secret}
          required
        />
        <Button type="submit" variant="primary" size="lg" isDisabled={busy || !secret}>
          {busy ? "Signing in…" : "Save and sign in"}
        </Button>
      </form>
    </main>
  );
}
