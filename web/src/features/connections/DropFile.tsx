/** DropFile: a file by drag and drop or by the button, with its progress. */
import { type DragEvent, useId, useRef, useState } from "react";
import type { ApiError } from "@/api/client";
import type { ConnectionReply } from "@/api/types";
import { uploadFile } from "@/api/upload";
import { formatBytes } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import styles from "./DropFile.module.css";

export interface DropFileProps {
  accepts: string[];
  onAdded: (reply: ConnectionReply) => void;
}

export function DropFile({ accepts, onAdded }: DropFileProps) {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ file: File; share: number } | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setFailure(null);
    setSending({ file, share: 0 });
    try {
      onAdded(await uploadFile(file, "", (share) => setSending({ file, share })));
    } catch (error) {
      setFailure(error as ApiError);
    } finally {
      setSending(null);
    }
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <div className={styles.host}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button below as its keyboard way */}
      <div
        className={`${styles.zone} ${over ? styles.over : ""}`}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          void send(event.dataTransfer.files[0]);
        }}
      >
        <span className={styles.icon}>
          <Icon name="upload" size={20} />
        </span>
        {sending ? (
          <div className={styles.sending} role="status">
            <p>
              {sending.share < 1 ? "Sending" : "Reading"} {sending.file.name} (
              {formatBytes(sending.file.size)})
            </p>
            <progress value={sending.share < 1 ? sending.share : undefined} max={1} aria-label="Upload" />
          </div>
        ) : (
          <>
            <p>
              <strong>Drop a file here</strong>
            </p>
            <Button onPress={() => picker.current?.click()}>Choose a file</Button>
            <p className={styles.kinds} id={`${id}-kinds`}>
              {accepts.join("  ")}
            </p>
          </>
        )}
        <input
          ref={picker}
          type="file"
          hidden
          accept={accepts.join(",")}
          onChange={(event) => {
            void send(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {failure ? (
        <Notice tone="bad" title={failure.message}>
          {failure.remedy}
        </Notice>
      ) : null}
    </div>
  );
}
