/** SchemaForm: a form made from a source's config model (JSON Schema), with errors beside their fields. */
import { useState } from "react";
import type { SettingsSchema } from "@/api/types";
import { Button } from "@/ui/Button";
import { CheckField, SelectField, TextField } from "@/ui/Field";
import styles from "./SchemaForm.module.css";

export type FieldShape = "text" | "password" | "number" | "check" | "choice";

/** The schema of a field without its "or null". */
export function coreSchema(schema: SettingsSchema): SettingsSchema {
  const real = schema.anyOf?.find((item) => item.type !== "null");
  return real
    ? { ...real, ...schema, type: real.type ?? "string", ...(real.format ? { format: real.format } : {}) }
    : schema;
}

/** Which control a field gets. */
export function fieldShape(schema: SettingsSchema): FieldShape {
  const core = coreSchema(schema);
  if (core.enum) return "choice";
  if (core.type === "boolean") return "check";
  if (core.type === "integer" || core.type === "number") return "number";
  return core.format === "password" || core.writeOnly ? "password" : "text";
}

type Values = Record<string, string | boolean>;

/** What a person typed, as the source's model wants it; empty optional fields are left out. */
export function readConfig(schema: SettingsSchema, values: Values): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = values[name];
    if (value === undefined || value === "") continue;
    config[name] = fieldShape(field) === "number" ? Number(value) : value;
  }
  return config;
}

/** "rows_path" → "Rows path". */
export function fieldLabel(name: string, schema: SettingsSchema): string {
  if (schema.title) return schema.title;
  const words = name.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface SchemaFormProps {
  schema: SettingsSchema;
  busy: boolean;
  submit: string;
  /** A failure's field, as the server names it ("config.host"), and its words. */
  failure?: { field: string | null; message: string } | null;
  onSubmit: (config: Record<string, unknown>) => void;
}

export function SchemaForm({ schema, busy, submit, failure, onSubmit }: SchemaFormProps) {
  const [values, setValues] = useState<Values>({});
  const fields = Object.entries(schema.properties ?? {}).filter(([, field]) => field.const === undefined);
  const failed = failure?.field?.split(".").pop();
  return (
    <form
      className={styles.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(readConfig(schema, values));
      }}
    >
      {fields.map(([name, field]) => (
        <SchemaField
          key={name}
          name={name}
          field={field}
          required={schema.required?.includes(name) ?? false}
          value={values[name]}
          error={failed === name ? (failure?.message ?? null) : null}
          onChange={(value) => setValues({ ...values, [name]: value })}
        />
      ))}
      <div className={styles.submit}>
        <Button type="submit" variant="primary" isDisabled={busy}>
          {busy ? "Connecting…" : submit}
        </Button>
      </div>
    </form>
  );
}

interface SchemaFieldProps {
  name: string;
  field: SettingsSchema;
  required: boolean;
  value: string | boolean | undefined;
  error: string | null;
  onChange: (value: string | boolean) => void;
}

function SchemaField({ name, field, required, value, error, onChange }: SchemaFieldProps) {
  const core = coreSchema(field);
  const shape = fieldShape(field);
  const label = fieldLabel(name, field);
  const known = core.default == null ? "" : String(core.default);
  if (shape === "check") {
    const checked = typeof value === "boolean" ? value : core.default === true;
    return (
      <CheckField
        label={label}
        help={core.description}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  if (shape === "choice") {
    const options = (core.enum ?? []).map((item) => ({ value: String(item), label: String(item) }));
    return (
      <SelectField
        label={label}
        help={core.description}
        error={error}
        options={options}
        value={String(value ?? known)}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      label={label}
      help={core.description}
      error={error}
      optional={!required}
      required={required}
      type={shape === "password" ? "password" : "text"}
      inputMode={shape === "number" ? "decimal" : undefined}
      autoComplete={shape === "password" ? "new-password" : "off"}
      spellCheck={false}
      placeholder={known || (core.examples?.[0] === undefined ? "" : String(core.examples[0]))}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
