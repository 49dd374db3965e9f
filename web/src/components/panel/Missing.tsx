/** Says plainly that a service is not there yet, and what it waits for. */
import type { Availability } from "@/spec/types";
import { Icon } from "@/ui/Icon";
import styles from "./panel.module.css";

export function isReady(availability: Availability | undefined): boolean {
  return (availability?.state ?? "ready") === "ready";
}

export function Missing({ title, availability }: { title: string; availability: Availability | undefined }) {
  return (
    <div className={styles.missing} role="note">
      <Icon name="info" size={14} />
      <p>{availability?.missing ? sentence(availability.missing) : title}</p>
    </div>
  );
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
