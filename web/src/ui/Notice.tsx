/** Notice and Empty: what happened, why, and what to do next. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import styles from "./Notice.module.css";

/** A sentence with weight, in the flow of a page. */
export function Notice({
  tone = "info",
  title,
  children,
  actions,
}: {
  tone?: "info" | "warn" | "bad" | "good";
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const icon: IconName = tone === "good" ? "check" : tone === "info" ? "info" : "alert";
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === "bad" ? "alert" : undefined}>
      <Icon name={icon} />
      <div className={styles.words}>
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}

/** In place of content: one icon, one sentence, one way on. */
export function Empty({
  icon = "info",
  title,
  children,
  actions,
  compact = false,
}: {
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  compact?: boolean;
}) {
  return (
    <div className={`${styles.empty} ${compact ? styles.compact : ""}`}>
      <span className={styles.icon}>
        <Icon name={icon} size={compact ? 16 : 20} />
      </span>
      <p className={styles.title}>{title}</p>
      {children ? <div className={styles.text}>{children}</div> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
