/** BrandCard: the workspace's name and colours, with what the colours do to readability. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { sessionQuery } from "@/api/queries";
import type { Session } from "@/api/types";
import { primaryColour, SURFACE } from "@/lib/brand";
import { contrast, isHex } from "@/lib/colour";
import { applyBrand } from "@/runtime/mode";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import styles from "./BrandCard.module.css";

export function BrandCard({ session, disabled }: { session: Session; disabled: boolean }) {
  const client = useQueryClient();
  const [name, setName] = useState(session.workspace.name);
  const [primary, setPrimary] = useState(session.workspace.primary ?? "");
  const [accent, setAccent] = useState(session.workspace.accent ?? "");
  const brand = { primary: isHex(primary) ? primary : null, accent: isHex(accent) ? accent : null };
  const wrong = (text: string) => (text && !isHex(text) ? "Write it as six hex digits, like #2b5fd9." : null);
  const saving = useMutation({
    mutationFn: () =>
      call<Session["workspace"] | undefined>("/api/workspace", { method: "PUT", body: { name, ...brand } }),
    onSuccess: () => {
      const workspace = { ...session.workspace, name, ...brand };
      client.setQueryData(sessionQuery.queryKey, { ...session, workspace });
      applyBrand(workspace);
      toast("Settings saved", { tone: "good" });
    },
  });
  return (
    <Card title="Workspace">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong(primary) && !wrong(accent)) saving.mutate();
        }}
      >
        <TextField
          label="Name"
          value={name}
          required
          disabled={disabled}
          onChange={(event) => setName(event.target.value)}
        />
        <ColourField
          label="Primary colour"
          value={primary}
          disabled={disabled}
          error={wrong(primary)}
          onChange={setPrimary}
        />
        <ColourField
          label="Accent colour"
          value={accent}
          disabled={disabled}
          error={wrong(accent)}
          onChange={setAccent}
        />
        {brand.primary ? <ContrastNote colour={brand.primary} /> : null}
        {saving.error ? <Notice tone="bad" title={saving.error.message} /> : null}
        <div>
          <Button type="submit" variant="primary" isDisabled={disabled || saving.isPending}>
            {saving.isPending ? "Saving…" : "Save"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

interface ColourFieldProps {
  label: string;
  value: string;
  disabled: boolean;
  error: string | null;
  onChange: (value: string) => void;
}

function ColourField({ label, value, disabled, error, onChange }: ColourFieldProps) {
  return (
    <div className={styles.swatches}>
      <TextField
        label={label}
        placeholder="#2b5fd9"
        spellCheck={false}
        value={value}
        error={error}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <TextField
        label="Pick"
        type="color"
        aria-label={`Pick the ${label.toLowerCase()}`}
        value={isHex(value) ? value : "#2b5fd9"}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** What a brand colour is worth on both grounds, and what Sophia does about it. */
function ContrastNote({ colour }: { colour: string }) {
  const modes = ["light", "dark"] as const;
  return (
    <div className={styles.notes}>
      {modes.map((mode) => {
        const ratio = contrast(colour, SURFACE[mode]);
        const used = primaryColour({ primary: colour }, mode);
        return (
          <Notice
            key={mode}
            tone={ratio >= 3 ? "good" : "warn"}
            title={`${mode === "light" ? "Light" : "Dark"}: ${ratio.toFixed(1)} : 1`}
          >
            {ratio >= 3
              ? "Readable as it is for marks and buttons."
              : `Below 3 : 1, so ${used} is drawn instead: the same hue, moved only as far as needed.`}
          </Notice>
        );
      })}
    </div>
  );
}
