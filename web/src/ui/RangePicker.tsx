/** RangePicker: a stretch of time, named ("Last 12 months") or between two days. */
import { useState } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { Window } from "@/spec/types";
import { Button } from "./Button";
import { TextField } from "./Field";
import { Icon } from "./Icon";
import { PickerButton } from "./Picker";
import styles from "./Picker.module.css";
import { RANGE_PRESETS, sameWindow, windowInWords } from "./range";

export interface RangePickerProps {
  label: string;
  value: Window | null;
  onChange: (value: Window | null) => void;
  /** What nothing chosen means: "Each chart's own". */
  none?: string;
}

export function RangePicker({ label, value, onChange, none = "Any time" }: RangePickerProps) {
  const [open, setOpen] = useState(false);
  const choose = (next: Window | null) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <PickerButton
        label={label}
        text={value ? windowInWords(value) : none}
        active={value !== null}
        icon={<Icon name="calendar" size={14} />}
      />
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <Dialog aria-label={label} className={styles.dialog ?? ""}>
          <div className={styles.body}>
            <Preset text={none} on={value === null} onChoose={() => choose(null)} />
            {RANGE_PRESETS.map((preset) => (
              <Preset
                key={windowInWords(preset)}
                text={windowInWords(preset)}
                on={value !== null && sameWindow(preset, value)}
                onChoose={() => choose(preset)}
              />
            ))}
          </div>
          <Days value={value} onChoose={choose} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Preset({ text, on, onChoose }: { text: string; on: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={styles.preset} aria-pressed={on} onClick={onChoose}>
      {text}
    </button>
  );
}

/** Shown with the last day included; the spec's `end` is the day after. */
function shift(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function Days({ value, onChoose }: { value: Window | null; onChoose: (value: Window) => void }) {
  const between = value?.kind === "between" ? value : null;
  const [start, setStart] = useState(between?.start ?? "");
  const [last, setLast] = useState(between?.end ? shift(between.end, -1) : "");
  const wrong = start && last && last < start ? "Ends before it starts" : null;
  return (
    <form
      className={styles.dates}
      onSubmit={(event) => {
        event.preventDefault();
        if (start && last && !wrong) onChoose({ kind: "between", start, end: shift(last, 1) });
      }}
    >
      <TextField label="From" type="date" value={start} onChange={(event) => setStart(event.target.value)} />
      <TextField
        label="To"
        type="date"
        value={last}
        error={wrong}
        onChange={(event) => setLast(event.target.value)}
      />
      <Button type="submit" size="sm" isDisabled={!start || !last || wrong !== null}>
        Use these days
      </Button>
    </form>
  );
}
