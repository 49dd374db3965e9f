/** Palette: go to a dashboard or a screen, or ask, from the keyboard. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { dashboardsQuery } from "@/api/queries";
import { Icon, type IconName } from "@/ui/Icon";
import { Overlay } from "@/ui/Overlay";
import styles from "./Palette.module.css";

interface Entry {
  id: string;
  label: string;
  hint: string;
  icon: IconName;
  run: () => void;
}

/** Whether the letters of `words` occur in `text` in order, each word somewhere. */
function matches(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const [, go] = useLocation();
  const dashboards = useQuery(dashboardsQuery);
  const entries = useMemo<Entry[]>(() => {
    const to = (path: string) => () => go(path);
    const all: Entry[] = [
      ...(dashboards.data ?? []).map((item) => ({
        id: item.id,
        label: item.title,
        hint: "Dashboard",
        icon: "grid" as const,
        run: to(`/d/${item.slug}`),
      })),
      { id: "home", label: "Dashboards", hint: "Go to", icon: "grid", run: to("/") },
      { id: "connections", label: "Connections", hint: "Go to", icon: "database", run: to("/connections") },
      { id: "add", label: "Add a connection", hint: "Go to", icon: "plus", run: to("/connections?add=1") },
      { id: "settings", label: "Settings", hint: "Go to", icon: "gear", run: to("/settings") },
    ];
    const text = words.trim();
    const found = text ? all.filter((entry) => matches(entry.label, text)) : all;
    const ask: Entry = {
      id: "ask",
      label: `Ask: “${text}”`,
      hint: "New dashboard",
      icon: "sparkle",
      run: to(`/?ask=${encodeURIComponent(text)}`),
    };
    return text ? [...found, ask] : found;
  }, [dashboards.data, words, go]);
  const chosen = Math.min(at, entries.length - 1);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((chosen + step + entries.length) % entries.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(entries[chosen]);
    }
  };
  return (
    <Overlay label="Search and ask" onClose={onClose}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: a palette is opened to type into it
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries[chosen] ? `palette-${entries[chosen].id}` : undefined}
          aria-label="Search dashboards or ask"
          placeholder="Search dashboards or ask for a new one"
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div role="listbox" id="palette-list" aria-label="Results" className={styles.list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that owns this list
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={styles.entry}
            onClick={() => run(entry)}
            onMouseMove={() => setAt(index)}
          >
            <Icon name={entry.icon} />
            <span className={styles.label}>{entry.label}</span>
            <span className={styles.hint}>{entry.hint}</span>
          </div>
        ))}
      </div>
    </Overlay>
  );
}
