/** Icons: 16-px strokes drawn for this product; decorative unless labelled. */

const PATHS = {
  alert: "M8 5v3.5M8 11h.01M7.1 2.6 1.7 12a1 1 0 0 0 .9 1.5h10.8a1 1 0 0 0 .9-1.5L8.9 2.6a1 1 0 0 0-1.8 0Z",
  arrowRight: "M3 8h10M9 4l4 4-4 4",
  arrowUp: "M8 13V3M4 7l4-4 4 4",
  arrowDown: "M8 3v10M4 9l4 4 4-4",
  bars: "M3 13V8M8 13V3M13 13v-3",
  calendar:
    "M2.5 6.5h11M5 1.5v3M11 1.5v3M3.5 3h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Z",
  chat: "M13.5 10.5a1 1 0 0 1-1 1H6L2.5 14V3.5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v7Z",
  check: "m3 8.5 3.5 3.5L13 4.5",
  chevronDown: "m4 6 4 4 4-4",
  chevronRight: "m6 4 4 4-4 4",
  clock: "M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  close: "m4 4 8 8M12 4l-8 8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z",
  database:
    "M13 3.5c0 1.1-2.2 2-5 2s-5-.9-5-2 2.2-2 5-2 5 .9 5 2Zm0 0v9c0 1.1-2.2 2-5 2s-5-.9-5-2v-9M13 8c0 1.1-2.2 2-5 2S3 9.1 3 8",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  file: "M9 1.5H4a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-8l-4-4ZM9 1.5v4h4",
  filter: "M2 4h12M4.5 8h7M7 12h2",
  gear: "M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM13 8l1.2-1-1.3-2.3-1.5.5a4.8 4.8 0 0 0-1.3-.8L9.8 2.9H7.2l-.3 1.5c-.5.2-.9.5-1.3.8l-1.5-.5L2.8 7 4 8l-1.2 1 1.3 2.3 1.5-.5c.4.3.8.6 1.3.8l.3 1.5h2.6l.3-1.5c.5-.2.9-.5 1.3-.8l1.5.5L14.2 9 13 8Z",
  grid: "M2.5 2.5h4.5v4.5H2.5ZM9 2.5h4.5v4.5H9ZM2.5 9h4.5v4.5H2.5ZM9 9h4.5v4.5H9Z",
  help: "M6.2 6.2A1.9 1.9 0 0 1 9.9 6.7c0 1.3-1.9 1.7-1.9 2.8M8 11.5h.01M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  history: "M2.5 3v3h3M2.7 6A5.7 5.7 0 1 1 2.3 8.6M8 5v3l2 1.5",
  info: "M8 7.5V11M8 5h.01M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  link: "M6.5 9.5a2.5 2.5 0 0 0 3.6 0l2.6-2.6a2.5 2.5 0 0 0-3.6-3.6l-.6.6M9.5 6.5a2.5 2.5 0 0 0-3.6 0L3.3 9.1a2.5 2.5 0 0 0 3.6 3.6l.6-.6",
  lock: "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.5v9l7-4.5-7-4.5Z",
  plus: "M8 3v10M3 8h10",
  refresh: "M13.5 3v3h-3M13.3 6A5.7 5.7 0 1 0 13.7 8.6",
  rows: "M2.5 4h11M2.5 8h11M2.5 12h11",
  search: "m10.5 10.5 3 3M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0Z",
  sparkle: "M8 2l1.5 4.5L14 8l-4.5 1.5L8 14l-1.5-4.5L2 8l4.5-1.5L8 2Z",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  table: "M2.5 3.5h11v9h-11ZM2.5 6.5h11M6.5 6.5v6",
  trash: "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4",
  undo: "M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6",
  upload: "M8 10.5V2.5M4.5 5.5 8 2l3.5 3.5M2.5 13.5h11",
  user: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8ZM2.8 13.8c.6-2.3 2.7-3.8 5.2-3.8s4.6 1.5 5.2 3.8",
} as const;

export type IconName = keyof typeof PATHS;

/** Whether an icon of that name exists (manifests name icons as text). */
export function isIcon(name: string | undefined): name is IconName {
  return name !== undefined && name in PATHS;
}

export function Icon({ name, size = 16, label }: { name: IconName; size?: number; label?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      style={{ flexShrink: 0 }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
