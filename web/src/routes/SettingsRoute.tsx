/** SettingsRoute: one's own tokens and sessions, and for admins the workspace, its people and its model. */
import type { Session } from "@/api/types";
import { ModelCalls } from "@/features/model/ModelCalls";
import { ModelCard } from "@/features/model/ModelCard";
import { PeopleCard } from "@/features/people/PeopleCard";
import { SessionsCard } from "@/features/people/SessionsCard";
import { TokensCard } from "@/features/people/TokensCard";
import { BrandCard } from "@/features/workspace/BrandCard";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import styles from "./Page.module.css";

export default function SettingsRoute({ session }: { session: Session }) {
  const may = (action: string) => session.viewer?.may.includes(action) ?? false;
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>Settings</h1>
          <p className={styles.lead}>
            Sophia {session.version} · {session.mode === "demo" ? "demo mode on this machine" : "server mode"}
          </p>
        </div>
      </header>
      <div className={styles.stack}>
        {may("workspace.edit") ? null : <Notice>Only an admin can change the workspace.</Notice>}
        <BrandCard session={session} disabled={!may("workspace.edit")} />
        {may("model.edit") ? <Model /> : null}
        {session.viewer && may("user.read") ? <PeopleCard me={session.viewer.id} /> : null}
        {session.viewer && may("token.read") ? (
          <TokensCard role={session.viewer.role} mayAdd={may("token.add")} />
        ) : null}
        {may("session.list") ? <SessionsCard /> : null}
        {session.viewer?.demo ? <NoPeople /> : null}
      </div>
    </>
  );
}

function Model() {
  return (
    <Card title="Language model">
      <ModelCard />
      <ModelCalls />
    </Card>
  );
}

/** In demo mode nobody signs in, so there is nobody to list. */
function NoPeople() {
  return (
    <Card title="People and access tokens">
      <p className={styles.lead}>
        Demo mode on this machine needs no login and no token. To let others in, start Sophia with{" "}
        <code>SOPHIA_MODE=server</code>.
      </p>
    </Card>
  );
}
