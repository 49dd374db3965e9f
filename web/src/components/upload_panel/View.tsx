/** Draws an upload panel: which files it will accept and for what, and what is missing before it can. */
import type { UploadPanel } from "@/spec/types";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import type { ComponentViewProps } from "../contract";
import { isReady, Missing } from "../panel/Missing";
import styles from "./upload.module.css";

export default function UploadPanelView({ component, onAction, height }: ComponentViewProps<UploadPanel>) {
  const { accepts = [], connection, availability } = component;
  const ready = isReady(availability);
  return (
    <div className={styles.upload}>
      <div className={styles.drop} aria-disabled="true">
        <span className={styles.icon}>
          <Icon name="upload" size={18} />
        </span>
        <p className={styles.title}>
          {connection ? `Files for ${connection}` : "Files for the knowledge base"}
        </p>
        {accepts.length > 0 ? (
          <ul className={styles.kinds} aria-label="Accepted files">
            {accepts.map((ending) => (
              <li key={ending}>{ending.replace(/^\./, "").toUpperCase()}</li>
            ))}
          </ul>
        ) : null}
      </div>
      <Missing
        title={ready ? "The upload service has not started." : "Documents cannot be taken in yet."}
        availability={availability}
      />
      {height === 0 || height > 190 ? (
        <div className={styles.now}>
          <span>Tables can be uploaded today: CSV, Parquet, SQLite, DuckDB.</span>
          <Button size="sm" onPress={() => onAction({ kind: "open_link", url: "/connections" })}>
            Upload a table
          </Button>
        </div>
      ) : null}
    </div>
  );
}
