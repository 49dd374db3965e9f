/** Shell: the thin bar on every page, the way to everything else, and the keys. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Session } from "@/api/types";
import { chooseMode, useModeChoice } from "@/runtime/mode";
import { Badge } from "@/ui/Badge";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { Logo } from "./Logo";
import styles from "./Shell.module.css";
import { useKeys } from "./useKeys";
import { useOnline } from "./useOnline";

const Palette = lazy(() => import("./Palette"));
const HelpDialog = lazy(() => import("./HelpDialog"));

export interface ShellProps {
  session: Session;
  onLogout: () => void;
  /** In the bar, after the name: where one is. */
  trail?: ReactNode;
  /** The dashboard is as wide as the window; other pages keep a measure. */
  wide?: boolean;
  children: ReactNode;
}

export function Shell({ session, onLogout, trail, wide = false, children }: ShellProps) {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const online = useOnline();
  useKeys({ onPalette: () => setOpen("palette"), onHelp: () => setOpen("help") });
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to content
      </a>
      <header className={styles.bar}>
        <Link href="/" className={styles.home} aria-label="Sophia: home">
          <Logo />
          <span className={styles.name}>{session.workspace.name || "Sophia"}</span>
        </Link>
        {trail ? <div className={styles.trail}>{trail}</div> : <Navigation />}
        <div className={styles.tools}>
          {session.mode === "demo" && !wide ? <Badge tone="demo">Demo</Badge> : null}
          <button
            type="button"
            className={styles.search}
            onClick={() => setOpen("palette")}
            aria-label="Search and ask"
          >
            <Icon name="search" size={14} />
            <span>Search or ask</span>
            <kbd>{/Mac/.test(navigator.platform) ? "⌘K" : "Ctrl K"}</kbd>
          </button>
          <IconButton icon="help" label="Help and shortcuts" onPress={() => setOpen("help")} />
          <AccountMenu session={session} onLogout={onLogout} />
        </div>
      </header>
      {online ? null : (
        <div className={styles.offline} role="status">
          You are offline. What is on the screen stays; new data comes when the connection is back.
        </div>
      )}
      <main id="main" tabIndex={-1} className={wide ? styles.wide : styles.measure}>
        {children}
      </main>
      <Suspense>
        {open === "palette" ? <Palette onClose={() => setOpen(null)} /> : null}
        {open === "help" ? <HelpDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </div>
  );
}

function Navigation() {
  const [location] = useLocation();
  const items = [
    { href: "/", label: "Dashboards" },
    { href: "/connections", label: "Connections" },
  ];
  return (
    <nav className={styles.nav} aria-label="Main">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={
            (item.href === "/" ? location === "/" : location.startsWith(item.href)) ? "page" : undefined
          }
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}

function AccountMenu({ session, onLogout }: { session: Session; onLogout: () => void }) {
  const [, go] = useLocation();
  const choice = useModeChoice();
  const tick = (on: boolean) => (on ? ("check" as const) : undefined);
  const entries: MenuEntry[] = [
    { id: "dashboards", label: "Dashboards", icon: "grid", onSelect: () => go("/") },
    { id: "connections", label: "Connections", icon: "database", onSelect: () => go("/connections") },
    { id: "settings", label: "Settings", icon: "gear", onSelect: () => go("/settings") },
    ...(["system", "light", "dark"] as const).map((mode, index): MenuEntry => {
      const icon = tick(choice === mode);
      return {
        id: mode,
        label: mode === "system" ? "Theme: like the system" : `Theme: ${mode}`,
        apart: index === 0,
        onSelect: () => chooseMode(mode),
        ...(icon ? { icon } : {}),
      };
    }),
    ...(session.viewer && !session.viewer.demo
      ? [
          {
            id: "logout",
            label: `Log out ${session.viewer.name}`,
            icon: "user" as const,
            apart: true,
            onSelect: onLogout,
          },
        ]
      : []),
  ];
  return (
    <Menu label="Account and settings" entries={entries}>
      <IconButton
        icon="user"
        label={session.viewer ? `${session.viewer.name} (${session.viewer.role})` : "Account"}
      />
    </Menu>
  );
}
