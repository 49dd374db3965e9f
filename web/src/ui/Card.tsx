/** Card: one part of a page with its heading, a sentence about it, and what can be done to the whole of it. */
import { type ReactNode, useId } from "react";
import styles from "./Card.module.css";

export interface CardProps {
  title: string;
  lead?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  /** The content reaches the edges: a list of rows with lines between them. */
  flush?: boolean;
}

export function Card({ title, lead, tools, children, flush = false }: CardProps) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2 id={id}>{title}</h2>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {tools ? <div className={styles.tools}>{tools}</div> : null}
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
