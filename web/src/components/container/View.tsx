/** Draws a group: its components, already laid out by the viewer. */
import type { Container } from "@/spec/types";
import type { ComponentViewProps } from "../contract";
import styles from "./container.module.css";

export default function ContainerView({ component, children }: ComponentViewProps<Container>) {
  return (
    <div className={styles.group}>
      {component.title ? (
        <header className={styles.header}>
          <h2 className={styles.title}>{component.title}</h2>
          {component.subtitle ? <p className={styles.subtitle}>{component.subtitle}</p> : null}
        </header>
      ) : null}
      <div className={styles.inside}>{children}</div>
    </div>
  );
}
