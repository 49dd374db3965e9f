/** Picker: choose one or several of many values; searchable, with counts; used by every filter. */
import { type ReactNode, useMemo, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Icon } from "./Icon";
import styles from "./Picker.module.css";

export interface PickerOption {
  value: string;
  label: string;
  count?: number | undefined;
}

export interface PickerProps {
  label: string;
  options: PickerOption[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  multiple?: boolean;
  /** What the button says when nothing is chosen. */
  none?: string;
  loading?: boolean;
  /** Under the list: "first 1,000 of many". */
  note?: string | undefined;
  onOpen?: () => void;
}

const SEARCH_FROM = 8;

function summary(props: PickerProps): string {
  const names = props.chosen.map(
    (value) => props.options.find((option) => option.value === value)?.label ?? value,
  );
  if (names.length === 0) return props.none ?? "All";
  return names.length <= 2 ? names.join(", ") : `${names[0]} +${names.length - 1}`;
}

export function Picker(props: PickerProps) {
  const [open, setOpen] = useState(false);
  const active = props.chosen.length > 0;
  return (
    <DialogTrigger
      isOpen={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) props.onOpen?.();
      }}
    >
      <PickerButton label={props.label} text={summary(props)} active={active} />
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <Dialog aria-label={props.label} className={styles.dialog ?? ""}>
          <Choices {...props} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The button of a filter: its name, and what is chosen. */
export function PickerButton({
  label,
  text,
  active,
  icon,
}: {
  label: string;
  text: string;
  active: boolean;
  icon?: ReactNode;
}) {
  return (
    <AriaButton className={`${styles.button} ${active ? styles.active : ""}`}>
      {icon}
      <span className={styles.name}>{label}</span>
      <span className={styles.value}>{text}</span>
      <Icon name="chevronDown" size={12} />
    </AriaButton>
  );
}

function Choices(props: PickerProps & { onDone: () => void }) {
  const [words, setWords] = useState("");
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return wanted
      ? props.options.filter((option) => option.label.toLowerCase().includes(wanted))
      : props.options;
  }, [props.options, words]);
  const choose = (keys: "all" | Set<string | number>) => {
    props.onChange(keys === "all" ? shown.map((option) => option.value) : [...keys].map(String));
    if (!props.multiple) props.onDone();
  };
  return (
    <>
      {props.options.length > SEARCH_FROM ? (
        <div className={styles.search}>
          <Icon name="search" size={14} />
          <input
            aria-label={`Search ${props.label}`}
            placeholder="Search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
      ) : null}
      <ListBox
        aria-label={props.label}
        className={styles.list ?? ""}
        selectionMode={props.multiple ? "multiple" : "single"}
        selectionBehavior="toggle"
        escapeKeyBehavior="none"
        selectedKeys={new Set(props.chosen)}
        onSelectionChange={(keys) => choose(keys as "all" | Set<string | number>)}
        renderEmptyState={() => (
          <div className={styles.empty}>{props.loading ? "Loading values…" : "No value matches."}</div>
        )}
      >
        {shown.slice(0, 500).map((option) => (
          <ListBoxItem
            key={option.value}
            id={option.value}
            textValue={option.label}
            className={styles.item ?? ""}
          >
            <span className={styles.tick}>
              <Icon name="check" size={14} />
            </span>
            <span className={styles.label}>{option.label}</span>
            {option.count === undefined ? null : (
              <span className={styles.count}>{option.count.toLocaleString()}</span>
            )}
          </ListBoxItem>
        ))}
      </ListBox>
      <footer className={styles.footer}>
        <span>{props.note}</span>
        {props.chosen.length > 0 ? (
          <AriaButton className={styles.clear ?? ""} onPress={() => props.onChange([])}>
            Clear
          </AriaButton>
        ) : null}
      </footer>
    </>
  );
}
