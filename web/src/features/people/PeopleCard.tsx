/** PeopleCard: every account, and for each what an admin can do to it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usersQuery } from "@/api/queries";
import type { UserSummary } from "@/api/types";
import { formatDateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { Empty } from "@/ui/Notice";
import { AddPerson } from "./AddPerson";
import { Loaded } from "./Loaded";
import styles from "./People.module.css";
import { PersonDialog, type PersonDialogKind } from "./PersonDialog";
import { presenceOf } from "./words";

export function PeopleCard({ me }: { me: string }) {
  const users = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ kind: PersonDialogKind; user: UserSummary } | null>(null);
  return (
    <Card
      flush
      title="People"
      lead="Who may sign in here. What is taken away is gone with their next click."
      tools={
        <Button icon="plus" onPress={() => setAdding(true)}>
          Add a person
        </Button>
      }
    >
      <Loaded
        query={users}
        what="people"
        empty={<Empty compact icon="user" title="Nobody has an account yet" />}
      >
        {(user) => (
          <Person key={user.id} user={user} own={user.id === me} onAsk={(kind) => setAsked({ kind, user })} />
        )}
      </Loaded>
      {adding ? <AddPerson onClose={() => setAdding(false)} /> : null}
      {asked ? <PersonDialog {...asked} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}

interface PersonProps {
  user: UserSummary;
  own: boolean;
  onAsk: (kind: PersonDialogKind) => void;
}

function Person({ user, own, onAsk }: PersonProps) {
  return (
    <li className={`${styles.row} ${user.disabled ? styles.off : ""}`}>
      <div>
        <div className={styles.name}>
          {user.name}
          {own ? <Badge tone="info">You</Badge> : null}
          {user.disabled ? <Badge tone="bad">Deactivated</Badge> : null}
          {user.pending && !user.disabled ? <Badge tone="warn">Invited</Badge> : null}
        </div>
        <div className={styles.small}>{user.email}</div>
      </div>
      <div className={`${styles.second} ${styles.name}`}>
        <Badge>{user.role}</Badge>
        <span
          className={styles.small}
          title={user.signed_in_at ? formatDateTime(user.signed_in_at) : undefined}
        >
          {presenceOf(user)}
        </span>
      </div>
      <div className={styles.doing}>
        {own ? null : (
          <Menu label={`What to do with ${user.name}`} entries={entriesOf(user, onAsk)}>
            <IconButton icon="more" label={`More about ${user.name}`} />
          </Menu>
        )}
      </div>
    </li>
  );
}

function entriesOf(user: UserSummary, onAsk: PersonProps["onAsk"]): MenuEntry[] {
  const role: MenuEntry = { id: "role", label: "Change role…", icon: "user", onSelect: () => onAsk("role") };
  if (user.disabled)
    return [role, { id: "enable", label: "Activate…", icon: "check", onSelect: () => onAsk("enable") }];
  return [
    role,
    {
      id: "reset",
      label: user.pending ? "New link…" : "Reset password…",
      icon: "link",
      onSelect: () => onAsk("reset"),
    },
    {
      id: "disable",
      label: "Deactivate…",
      icon: "lock",
      danger: true,
      apart: true,
      onSelect: () => onAsk("disable"),
    },
  ];
}
