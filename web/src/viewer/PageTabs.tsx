/** PageTabs: the pages of a dashboard; arrow keys move, the address remembers. */
import { type KeyboardEvent, useRef } from "react";
import type { Page } from "@/spec/types";
import styles from "./PageTabs.module.css";

export function PageTabs({
  pages,
  open,
  onOpen,
}: {
  pages: Page[];
  open: string;
  onOpen: (page: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = pages.findIndex((page) => page.id === open);
    const next = pages[(at + step + pages.length) % pages.length] as Page;
    onOpen(next.id);
    list.current?.querySelector<HTMLButtonElement>(`[data-page="${next.id}"]`)?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label="Pages" ref={list} onKeyDown={move}>
      {pages.map((page) => (
        <button
          key={page.id}
          type="button"
          role="tab"
          data-page={page.id}
          aria-selected={page.id === open}
          tabIndex={page.id === open ? 0 : -1}
          className={styles.tab}
          onClick={() => onOpen(page.id)}
        >
          {page.title}
        </button>
      ))}
    </div>
  );
}
