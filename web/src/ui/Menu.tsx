/** Menu: a button that opens a short list of commands. */
import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Separator } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Icon, type IconName } from "./Icon";
import styles from "./Menu.module.css";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: IconName;
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Draw a line above. */
  apart?: boolean;
  onSelect: () => void;
}

/** `children` is the button that opens it. */
export function Menu({
  label,
  entries,
  children,
}: {
  label: string;
  entries: MenuEntry[];
  children: ReactNode;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover ?? ""} placement="bottom end" offset={4}>
        <AriaMenu aria-label={label} className={styles.menu ?? ""}>
          {entries.flatMap((entry) => [
            entry.apart ? <Separator key={`${entry.id}-line`} className={styles.line ?? ""} /> : null,
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              isDisabled={entry.disabled ?? false}
              onAction={entry.onSelect}
              className={`${styles.item} ${entry.danger ? styles.danger : ""}`}
            >
              {entry.icon ? <Icon name={entry.icon} /> : <span className={styles.gap} />}
              <span className={styles.label}>{entry.label}</span>
              {entry.hint ? <span className={styles.hint}>{entry.hint}</span> : null}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
