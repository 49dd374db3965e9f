/** Draws a text component. */
import { useMemo } from "react";
import type { Text } from "@/spec/types";
import type { ComponentViewProps } from "../contract";
import { renderMarkdown } from "./blocks";
import styles from "./text.module.css";

export default function TextView({ component }: ComponentViewProps<Text>) {
  const content = useMemo(() => renderMarkdown(component.markdown ?? ""), [component.markdown]);
  return (
    <div className={styles.text}>
      {component.title ? <h2>{component.title}</h2> : null}
      {content}
    </div>
  );
}
