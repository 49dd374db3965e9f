/** LoginRoute: e-mail and password; password managers and paste work. */
import { type FormEvent, useState } from "react";
import { type ApiError, call } from "@/api/client";
import { Logo } from "@/features/shell/Logo";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "./Page.module.css";

/** Where to go after logging in: the page that was asked for, never another site. */
export function nextAddress(location: { pathname: string; search: string }): string {
  if (location.pathname !== "/login") return location.pathname + location.search;
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}

export default function LoginRoute({ workspace }: { workspace: string }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const login = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await call("/api/login", {
        method: "POST",
        body: { email: form.get("email"), password: form.get("password") },
      });
      window.location.assign(nextAddress(window.location));
    } catch (error) {
      setFailure(error as ApiError);
      setBusy(false);
    }
  };
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} /> {workspace || "Sophia"}
      </div>
      <form className={styles.panel} onSubmit={(event) => void login(event)}>
        <h1>Log in</h1>
        {failure ? (
          <Notice tone="bad" title={failure.message}>
            {failure.remedy}
          </Notice>
        ) : null}
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          help="Forgotten? An admin can send you a link for another."
          required
        />
        <Button type="submit" variant="primary" size="lg" isDisabled={busy}>
          {busy ? "Checking…" : "Log in"}
        </Button>
      </form>
    </main>
  );
}
