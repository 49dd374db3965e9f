/** Badge: a word with a meaning; the colour repeats what the word says. */
import type { ReactNode } from "react";
import type { Tone } from "@/lib/tone";
import styles from "./Badge.module.css";
import { Icon, type IconName } from "./Icon";

export function Badge({
  tone = "neutral",
  icon,
  children,
  title,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} title={title}>
      {icon ? <Icon name={icon} size={12} /> : null}
      {children}
    </span>
  );
}
