/** TokensCard: what scripts show instead of a password; made, shown once, listed with their last use, revoked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { tokensQuery } from "@/api/queries";
import type { Role, TokenSummary } from "@/api/types";
import { formatDateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CheckField } from "@/ui/Field";
import { Empty } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { AddToken } from "./AddToken";
import { Confirm } from "./Confirm";
import { Loaded } from "./Loaded";
import styles from "./People.module.css";
import { endOf, hasEnded, useOf } from "./words";

/** `mayAdd`: the policy lets this person make tokens. */
export function TokensCard({ role, mayAdd }: { role: Role; mayAdd: boolean }) {
  const [everybody, setEverybody] = useState(false);
  const tokens = useQuery(tokensQuery(everybody));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<TokenSummary | null>(null);
  const some = (tokens.data?.length ?? 0) > 0;
  return (
    <Card
      flush
      title="Access tokens"
      lead="What a script shows instead of a password. A token never does more than its owner may."
      tools={
        <>
          {role === "admin" ? (
            <CheckField
              label="Show everybody's"
              checked={everybody}
              onChange={(event) => setEverybody(event.target.checked)}
            />
          ) : null}
          {mayAdd ? (
            <Button icon="plus" onPress={() => setAdding(true)}>
              New token
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded query={tokens} what="tokens" empty={<NoTokens mayAdd={mayAdd} everybody={everybody} />}>
        {(token) => (
          <Token key={token.id} token={token} owned={everybody} onRevoke={() => setLeaving(token)} />
        )}
      </Loaded>
      {some && !mayAdd ? (
        <p className={`${styles.state} ${styles.small}`}>An admin makes more for you.</p>
      ) : null}
      {adding ? <AddToken most={role} onClose={() => setAdding(false)} /> : null}
      {leaving ? <Revoke token={leaving} onClose={() => setLeaving(null)} /> : null}
    </Card>
  );
}

function NoTokens({ mayAdd, everybody }: { mayAdd: boolean; everybody: boolean }) {
  return (
    <Empty compact icon="lock" title={everybody ? "Nobody has a token" : "You have no tokens"}>
      {mayAdd
        ? "Make one when a script is to call Sophia."
        : "Builders and admins make them; ask one of them."}
    </Empty>
  );
}

interface TokenProps {
  token: TokenSummary;
  /** Say whose it is. */
  owned: boolean;
  onRevoke: () => void;
}

function Token({ token, owned, onRevoke }: TokenProps) {
  const ended = hasEnded(token);
  return (
    <li className={`${styles.row} ${ended ? styles.off : ""}`}>
      <div>
        <div className={styles.name}>
          {token.name}
          {ended ? <Badge tone="bad">Ended</Badge> : null}
        </div>
        <div className={styles.small}>
          {owned ? `${token.owner.name} · ` : ""}
          {endOf(token)}
        </div>
      </div>
      <div className={`${styles.second} ${styles.name}`}>
        <Badge>{token.role}</Badge>
        <span className={styles.small} title={token.used_at ? formatDateTime(token.used_at) : undefined}>
          {useOf(token)}
        </span>
      </div>
      <div className={styles.doing}>
        <Button size="sm" aria-label={`Revoke ${token.name}`} onPress={onRevoke}>
          Revoke
        </Button>
      </div>
    </li>
  );
}

function Revoke({ token, onClose }: { token: TokenSummary; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Confirm
      danger
      title={`Revoke ${token.name}`}
      action="Revoke"
      run={() => call(`/api/tokens/${encodeURIComponent(token.id)}`, { method: "DELETE" })}
      onDone={() => {
        void client.invalidateQueries({ queryKey: tokensQuery().queryKey.slice(0, 1) });
        toast(`${token.name} is revoked`, { tone: "good" });
        onClose();
      }}
      onClose={onClose}
    >
      Whatever uses it is refused from its next call on. It cannot be brought back.
    </Confirm>
  );
}
