/** AddConnection: which kind of source, then its file or its settings. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiError, call } from "@/api/client";
import { sourcesQuery } from "@/api/queries";
import type { ConnectionReply, ConnectionSummary, SourceKind } from "@/api/types";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./AddConnection.module.css";
import { DropFile } from "./DropFile";
import { SchemaForm } from "./SchemaForm";

export interface AddConnectionProps {
  onAdded: (name: string) => void;
  onClose: () => void;
}

type AddedReply = ConnectionReply | ConnectionSummary;

function nameOf(reply: AddedReply): string {
  return "connection" in reply ? reply.connection.name : reply.name;
}

export default function AddConnection({ onAdded, onClose }: AddConnectionProps) {
  const sources = useQuery(sourcesQuery);
  const [source, setSource] = useState<SourceKind | null>(null);
  const files = (sources.data ?? []).flatMap((item) => item.accepts ?? []);
  const forms = (sources.data ?? []).filter((item) => !item.accepts?.length);
  return (
    <Drawer
      open
      onClose={onClose}
      width={560}
      title={source ? `Connect ${source.title}` : "Add a connection"}
      subtitle={source ? source.description : "Your data stays where it is; Sophia only reads it."}
    >
      {source ? (
        <Settings source={source} onAdded={onAdded} onBack={() => setSource(null)} />
      ) : (
        <div className={styles.choice}>
          <DropFile accepts={[...new Set(files)]} onAdded={(reply) => onAdded(nameOf(reply))} />
          {sources.isLoading ? <Skeleton shape="rows" /> : null}
          {sources.error ? (
            <Notice tone="bad" title="The kinds of source could not be read">
              {sources.error.message}
            </Notice>
          ) : null}
          {forms.length > 0 ? <h3 className={styles.heading}>Or a database or service</h3> : null}
          <ul className={styles.sources}>
            {forms.map((item) => (
              <li key={item.kind}>
                <button type="button" className={styles.source} onClick={() => setSource(item)}>
                  <Icon name="database" />
                  <span>
                    <strong>{item.title}</strong>
                    <span className={styles.text}>{item.description}</span>
                  </span>
                  <Icon name="chevronRight" />
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Drawer>
  );
}

interface SettingsProps {
  source: SourceKind;
  onAdded: (name: string) => void;
  onBack: () => void;
}

function Settings({ source, onAdded, onBack }: SettingsProps) {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const connect = async (config: Record<string, unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      const body = { source: source.kind, config, ...(name ? { name } : {}) };
      onAdded(nameOf(await call<AddedReply>("/api/connections", { method: "POST", body })));
    } catch (error) {
      setFailure(error as ApiError);
    } finally {
      setBusy(false);
    }
  };
  const field = failure?.field ?? null;
  return (
    <div className={styles.settings}>
      <div>
        <Button variant="quiet" size="sm" onPress={onBack}>
          ← Other sources
        </Button>
      </div>
      {failure ? (
        <Notice tone="bad" title={failure.message}>
          {failure.remedy}
        </Notice>
      ) : null}
      <TextField
        label="Name"
        optional
        help="How sentences call it, such as “billing”."
        value={name}
        error={field === "name" ? (failure?.message ?? null) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <SchemaForm
        schema={source.config_schema}
        busy={busy}
        submit="Connect"
        failure={failure ? { field, message: failure.message } : null}
        onSubmit={(config) => void connect(config)}
      />
    </div>
  );
}
