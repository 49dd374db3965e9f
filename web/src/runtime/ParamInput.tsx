/** ParamInput: the control of one param, by its type; values offered come from the data. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { optionsQuery } from "@/api/queries";
import type { Param, ParamValue, Scalar, Window } from "@/spec/types";
import { Icon } from "@/ui/Icon";
import { Picker } from "@/ui/Picker";
import { RangePicker } from "@/ui/RangePicker";
import styles from "./ParamInput.module.css";

export interface ParamInputProps {
  param: Param;
  value: ParamValue | undefined;
  onChange: (value: ParamValue) => void;
  /** Key of the dashboard, for the values to offer; without it only what is chosen is offered. */
  dashboard?: string | undefined;
}

export function ParamInput(props: ParamInputProps) {
  switch (props.param.type) {
    case "date_range":
      return <RangeInput {...props} />;
    case "select":
    case "multi_select":
      return <ChoiceInput {...props} />;
    default:
      return <WordsInput {...props} />;
  }
}

function currentValue({ param, value }: ParamInputProps): ParamValue {
  return value === undefined ? (param.default ?? null) : value;
}

function RangeInput(props: ParamInputProps) {
  const value = currentValue(props);
  const window = value && typeof value === "object" && !Array.isArray(value) ? (value as Window) : null;
  return <RangePicker label={props.param.label} value={window} onChange={props.onChange} none="Default" />;
}

function ChoiceInput(props: ParamInputProps) {
  const { param, dashboard, onChange } = props;
  const [wanted, setWanted] = useState(false);
  const query = useQuery({
    ...optionsQuery(dashboard ?? "", param.id),
    enabled: wanted && dashboard !== undefined,
  });
  const value = currentValue(props);
  const chosen = (Array.isArray(value) ? value : value == null ? [] : [value as Scalar]).map(String);
  const offered = (query.data?.values ?? []).filter((item) => item.value !== null);
  const known = new Map<string, Scalar>(offered.map((item) => [String(item.value), item.value]));
  const options = offered.map((item) => ({
    value: String(item.value),
    label: String(item.value),
    count: item.count,
  }));
  for (const item of chosen)
    if (!known.has(item)) options.unshift({ value: item, label: item, count: undefined });
  const back = (text: string): Scalar => known.get(text) ?? text;
  return (
    <Picker
      label={param.label}
      options={options}
      chosen={chosen}
      multiple={param.type === "multi_select"}
      loading={query.isLoading}
      note={query.data?.truncated ? "The most frequent values" : undefined}
      onOpen={() => setWanted(true)}
      onChange={(next) =>
        onChange(
          param.type === "multi_select" ? next.map(back) : next[0] === undefined ? null : back(next[0]),
        )
      }
    />
  );
}

const PAUSE_MS = 250;

/** What typed text means to the param; undefined while it is not a number yet. */
function readWords(text: string, param: Param): ParamValue | undefined {
  if (text.trim() === "") return null;
  if (param.type !== "number") return text;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

function WordsInput(props: ParamInputProps) {
  const { param, onChange } = props;
  const value = currentValue(props);
  const outside = value == null ? "" : String(value);
  const [text, setText] = useState(outside);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(outside), [outside]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const read = readWords(next, param);
      if (read !== undefined) onChange(read);
    }, PAUSE_MS);
  };
  const search = param.type === "search";
  return (
    <label className={styles.words}>
      {search ? <Icon name="search" size={14} /> : <span className={styles.name}>{param.label}</span>}
      <input
        type={search ? "search" : "text"}
        inputMode={param.type === "number" ? "decimal" : undefined}
        aria-label={param.label}
        placeholder={search ? param.label : "Any"}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}
