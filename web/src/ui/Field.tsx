/** Form fields: label, input, help and error tied together; paste and autofill are never blocked. */
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import styles from "./Field.module.css";

interface FieldFrame {
  label: string;
  help?: ReactNode;
  error?: string | null;
  optional?: boolean;
}

function Frame({
  id,
  label,
  help,
  error,
  optional,
  children,
}: FieldFrame & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional ? <span className={styles.optional}> optional</span> : null}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} className={styles.error} role="alert">
          {error}
        </p>
      ) : help ? (
        <p id={`${id}-note`} className={styles.help}>
          {help}
        </p>
      ) : null}
    </div>
  );
}

type TextProps = FieldFrame & InputHTMLAttributes<HTMLInputElement>;

export function TextField({ label, help, error, optional, ...input }: TextProps) {
  const id = useId();
  const note = error || help ? `${id}-note` : undefined;
  return (
    <Frame id={id} label={label} help={help} error={error ?? null} optional={optional ?? false}>
      <input
        {...input}
        id={id}
        className={styles.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={note}
      />
    </Frame>
  );
}

type SelectProps = FieldFrame &
  SelectHTMLAttributes<HTMLSelectElement> & { options: { value: string; label: string }[] };

export function SelectField({ label, help, error, optional, options, ...select }: SelectProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} help={help} error={error ?? null} optional={optional ?? false}>
      <select
        {...select}
        id={id}
        className={`${styles.input} ${styles.select}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || help ? `${id}-note` : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function CheckField({ label, help, ...input }: FieldFrame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input {...input} id={id} type="checkbox" />
      <label htmlFor={id}>
        {label}
        {help ? <span className={styles.help}>{help}</span> : null}
      </label>
    </div>
  );
}
