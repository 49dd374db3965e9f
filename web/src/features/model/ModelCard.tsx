/** ModelCard: which language model may revise the rules' reading, on what terms, with a test before it is kept. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { modelCallsQuery, modelQuery } from "@/api/queries";
import type { ModelReply, ModelTried } from "@/api/types";
import { Button } from "@/ui/Button";
import { CheckField, SelectField, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { toast } from "@/ui/toast";
import { bodyOf, formOf, type ModelForm, PROVIDERS } from "./form";
import styles from "./ModelCard.module.css";
import { took } from "./took";

export function ModelCard() {
  const model = useQuery(modelQuery);
  if (model.error) return <Notice tone="bad" title={model.error.message} />;
  return model.data ? <Form key={JSON.stringify(model.data)} reply={model.data} /> : null;
}

function Form({ reply }: { reply: ModelReply }) {
  const client = useQueryClient();
  const [form, setForm] = useState(() => formOf(reply));
  const set = (part: Partial<ModelForm>) => setForm((before) => ({ ...before, ...part }));
  const body = () => bodyOf(form, reply);
  const testing = useMutation({
    mutationFn: () => call<ModelTried>("/api/model/test", { method: "POST", body: body() }),
    onSettled: () => client.invalidateQueries({ queryKey: modelCallsQuery.queryKey }),
  });
  const saving = useMutation({
    mutationFn: () => call<ModelReply>("/api/model", { method: "PUT", body: body() }),
    onSuccess: (saved) => {
      client.setQueryData(modelQuery.queryKey, saved);
      toast("Model saved", { tone: "good" });
    },
  });
  const error = saving.error ?? testing.error;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <p className={styles.lead}>
        Rules read every sentence. A model may revise their reading; its answer is checked and run like
        everything else, and when it cannot be used the rules' reading stands. It sees names of tables,
        columns and metrics, never secret ones.
      </p>
      {reply.origin === "environment" ? (
        <Notice title="Set by the environment until you save something here." />
      ) : null}
      {form.provider && !reply.installed ? (
        <Notice
          tone="warn"
          title="The model library is not installed on the server: sophia-dashboards[llm]."
        />
      ) : null}
      <SelectField
        label="Provider"
        options={PROVIDERS}
        value={form.provider}
        onChange={(event) => set({ provider: event.target.value as ModelForm["provider"] })}
      />
      {form.provider ? <Terms form={form} set={set} keySet={reply.key_set} /> : null}
      {error ? <Notice tone="bad" title={error.message} /> : null}
      {testing.data ? <Tried tried={testing.data} /> : null}
      <div className={styles.actions}>
        <Button type="submit" variant="primary" isDisabled={saving.isPending}>
          {saving.isPending ? "Saving…" : "Save"}
        </Button>
        {form.provider ? (
          <Button isDisabled={testing.isPending} onPress={() => testing.mutate()}>
            {testing.isPending ? "Testing…" : "Test"}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

interface TermsProps {
  form: ModelForm;
  set: (part: Partial<ModelForm>) => void;
  keySet: boolean;
}

function Terms({ form, set, keySet }: TermsProps) {
  const field = (name: keyof ModelForm, label: string, more: Record<string, unknown> = {}) => (
    <TextField
      label={label}
      value={String(form[name])}
      spellCheck={false}
      onChange={(event) => set({ [name]: event.target.value })}
      {...more}
    />
  );
  const bedrock = form.provider === "bedrock";
  const number = { type: "number", min: 0, step: "any" };
  return (
    <>
      {field("name", "Model", { required: true })}
      {bedrock ? field("region", "AWS region", { placeholder: "eu-central-1" }) : null}
      {field("baseUrl", "Base URL", { optional: true, help: "Left out: the provider's own address." })}
      {field("key", "API key", {
        type: "password",
        autoComplete: "off",
        optional: true,
        placeholder: keySet ? "Kept; type to replace" : "",
        help: bedrock
          ? "Left out: the credentials of the task's own role."
          : "Kept encrypted, never shown again.",
      })}
      <CheckField
        label="Show the model frequent values of columns"
        help="Off: it sees names only. Rows are never sent."
        checked={form.sendValues}
        onChange={(event) => set({ sendValues: event.target.checked })}
      />
      <div className={styles.pair}>
        {field("seconds", "Seconds to answer", { ...number, min: 1, max: 60 })}
        {field("dailyTokens", "Tokens per person and day", { ...number, step: 1, help: "0: no limit" })}
      </div>
      <div className={styles.pair}>
        {field("inputPrice", "USD per million tokens in", { ...number, optional: true })}
        {field("outputPrice", "USD per million tokens out", { ...number, optional: true })}
      </div>
    </>
  );
}

function Tried({ tried }: { tried: ModelTried }) {
  return (
    <Notice tone={tried.ok ? "good" : "bad"} title={tried.words}>
      {took(tried)}
    </Notice>
  );
}
