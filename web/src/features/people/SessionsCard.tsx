/** SessionsCard: where one is signed in, each ended with a click, and one's own password. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { loginsQuery } from "@/api/queries";
import type { LoginSummary } from "@/api/types";
import { formatAgo, formatCount, formatDateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Empty } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { ChangePassword } from "./ChangePassword";
import { Loaded } from "./Loaded";
import styles from "./People.module.css";
import { Trouble } from "./Trouble";
import { deviceName } from "./words";

export function SessionsCard() {
  const client = useQueryClient();
  const logins = useQuery(loginsQuery);
  const [changing, setChanging] = useState(false);
  const ending = useMutation({
    mutationFn: (id: string | null) =>
      call<{ ended: number } | undefined>(id ? `/api/sessions/${encodeURIComponent(id)}` : "/api/sessions", {
        method: "DELETE",
      }),
    onSuccess: (reply) => toast(`${formatCount(reply?.ended ?? 1, "session")} ended`, { tone: "good" }),
    onSettled: () => client.invalidateQueries({ queryKey: loginsQuery.queryKey }),
  });
  const others = (logins.data ?? []).filter((login) => !login.current).length;
  return (
    <Card
      flush
      title="Sessions"
      lead="Where you are signed in. If you do not know one of them, end it and change your password."
      tools={
        <>
          <Button onPress={() => setChanging(true)}>Change password</Button>
          {others > 1 ? (
            <Button variant="danger" isDisabled={ending.isPending} onPress={() => ending.mutate(null)}>
              End all others
            </Button>
          ) : null}
        </>
      }
    >
      {ending.error ? (
        <div className={styles.state}>
          <Trouble error={ending.error} />
        </div>
      ) : null}
      <Loaded query={logins} what="sessions" empty={<Empty compact title="You are signed in nowhere" />}>
        {(login) => (
          <Login key={login.id} login={login} busy={ending.isPending} onEnd={() => ending.mutate(login.id)} />
        )}
      </Loaded>
      {changing ? <ChangePassword onClose={() => setChanging(false)} /> : null}
    </Card>
  );
}

function Login({ login, busy, onEnd }: { login: LoginSummary; busy: boolean; onEnd: () => void }) {
  const device = deviceName(login.agent);
  return (
    <li className={styles.row}>
      <div>
        <div className={styles.name} title={login.agent}>
          {device}
          {login.current ? <Badge tone="good">This browser</Badge> : null}
        </div>
        <div className={styles.small}>from {login.place || "an unknown address"}</div>
      </div>
      <div className={`${styles.second} ${styles.small}`}>
        <span title={formatDateTime(login.seen_at)}>
          {login.current ? "in use now" : `last used ${formatAgo(login.seen_at)}`}
        </span>
        {" · "}
        <span title={formatDateTime(login.created_at)}>signed in {formatAgo(login.created_at)}</span>
      </div>
      <div className={styles.doing}>
        {login.current ? null : (
          <Button
            size="sm"
            isDisabled={busy}
            aria-label={`End ${device}, signed in ${formatAgo(login.created_at)}`}
            onPress={onEnd}
          >
            End
          </Button>
        )}
      </div>
    </li>
  );
}
