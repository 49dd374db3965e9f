/** Draws tabs: the row of names; the viewer lays out what is in the open one. */
import { type KeyboardEvent, useId, useRef } from "react";
import type { Tabs } from "@/spec/types";
import type { ComponentViewProps } from "../contract";
import styles from "./tabs.module.css";

const MOVES: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export default function TabsView({ component, slot, onSlot, children }: ComponentViewProps<Tabs>) {
  const { tabs } = component;
  const open = tabs.some((tab) => tab.id === slot) ? slot : tabs[0]?.id;
  const base = useId();
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const next = move(
      tabs.findIndex((tab) => tab.id === open),
      tabs.length,
    );
    const tab = tabs[next];
    if (!tab) return;
    onSlot?.(tab.id);
    row.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <div className={styles.tabs}>
      <div ref={row} className={styles.row} role="tablist" aria-label={component.title || "Tabs"}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${base}-${tab.id}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={tab.id === open}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === open ? 0 : -1}
            onClick={() => onSlot?.(tab.id)}
            onKeyDown={onKeyDown}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${open}`} className={styles.panel}>
        {children}
      </div>
    </div>
  );
}
