/** Logo: an owl's eye under a brow. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--primary)" />
      <path
        d="M9 21.5c0-7 3.2-11.5 7-11.5s7 4.5 7 11.5"
        fill="none"
        stroke="var(--on-primary)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="16" cy="19.5" r="3.2" fill="var(--on-primary)" />
    </svg>
  );
}
