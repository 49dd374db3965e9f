/** The model's form: what is typed, and what is sent of it. */
import type { ModelProvider, ModelReply, ModelSetting } from "@/api/types";

export interface ModelForm {
  provider: ModelProvider | "";
  name: string;
  baseUrl: string;
  region: string;
  /** Empty: the stored key stays. */
  key: string;
  sendValues: boolean;
  seconds: string;
  dailyTokens: string;
  inputPrice: string;
  outputPrice: string;
}

export const PROVIDERS = [
  { value: "", label: "None: rules alone" },
  { value: "openai", label: "OpenAI-compatible (also vLLM, Ollama)" },
  { value: "anthropic", label: "Anthropic" },
  { value: "bedrock", label: "Amazon Bedrock" },
];

const text = (number: number | undefined) => (number === undefined ? "" : String(number));

/** The form of what is set now. */
export function formOf(reply: ModelReply): ModelForm {
  const price = reply.prices.find((item) => item.model === reply.name);
  return {
    provider: reply.provider ?? "",
    name: reply.name,
    baseUrl: reply.base_url,
    region: reply.region,
    key: "",
    sendValues: reply.send_values,
    seconds: String(reply.seconds),
    dailyTokens: String(reply.daily_tokens),
    inputPrice: text(price?.input),
    outputPrice: text(price?.output),
  };
}

/** What goes to the server; a model without both prices has an unknown price, not none. */
export function bodyOf(form: ModelForm, before: ModelReply): ModelSetting & { key?: string } {
  const others = before.prices.filter((price) => price.model !== form.name);
  const priced = form.name !== "" && form.inputPrice !== "" && form.outputPrice !== "";
  const own = priced
    ? [{ model: form.name, input: Number(form.inputPrice), output: Number(form.outputPrice) }]
    : [];
  return {
    provider: form.provider || null,
    name: form.name,
    base_url: form.provider ? form.baseUrl : "",
    region: form.provider === "bedrock" ? form.region : "",
    send_values: form.sendValues,
    seconds: Number(form.seconds),
    daily_tokens: Number(form.dailyTokens),
    prices: [...others, ...own],
    ...(form.key ? { key: form.key } : {}),
  };
}
