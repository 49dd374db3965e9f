/** SetupRoute: the first admin, allowed by the secret that the server printed when it started. */
import { type FormEvent, useState } from "react";
import { type ApiError, call } from "@/api/client";
import { Logo } from "@/features/shell/Logo";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "./Page.module.css";

export default function SetupRoute() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const setup = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await call("/api/setup", {
        method: "POST",
        body: Object.fromEntries(new FormData(event.currentTarget)),
      });
      window.location.assign("/");
    } catch (error) {
      setFailure(error as ApiError);
      setBusy(false);
    }
  };
  const wrong = (field: string) => (failure?.field === field ? failure.message : null);
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} /> Sophia
      </div>
      <form className={styles.panel} onSubmit={(event) => void setup(event)}>
        <h1>Set up Sophia</h1>
        {failure ? (
          <Notice tone="bad" title={failure.message}>
            {failure.remedy}
          </Notice>
        ) : null}
        <TextField
          label="Setup secret"
          name="secret"
          help="The server printed it when it first started."
          error={wrong("secret")}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <TextField label="Your name" name="name" autoComplete="name" error={wrong("name")} required />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          error={wrong("email")}
          required
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          help="At least 12 characters; a sentence is fine."
          error={wrong("password")}
          minLength={12}
          required
        />
        <Button type="submit" variant="primary" size="lg" isDisabled={busy}>
          {busy ? "Setting up…" : "Create the admin"}
        </Button>
      </form>
    </main>
  );
}
