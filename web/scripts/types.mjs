/**
 * Write src/spec/schema.ts, the spec as TypeScript, from the pydantic models' JSON Schema; --check only compares.
 *
 * Python is SOPHIA_PYTHON, else the repository's own environment.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url).pathname;
const TARGET = new URL("../src/spec/schema.ts", import.meta.url);
const PRINT =
  "import json; from sophia.spec.dashboard import Dashboard; print(json.dumps(Dashboard.model_json_schema()))";
/** Written by the server in every document although the models have a default for them. */
const ALWAYS = new Set(["kind", "layout", "style", "x", "y", "w", "h"]);
const WIDTH = 110;

const python =
  process.env.SOPHIA_PYTHON ??
  (existsSync(`${ROOT}.venv/bin/python`) ? `${ROOT}.venv/bin/python` : "python3");
const document = JSON.parse(
  execFileSync(python, ["-c", PRINT], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 24 }),
);
const { $defs, ...dashboard } = document;
const models = { ...$defs, Dashboard: dashboard };

function literal(value) {
  return JSON.stringify(value);
}

function union(parts) {
  return [...new Set(parts)].join(" | ");
}

const PLAIN = { string: "string", integer: "number", number: "number", boolean: "boolean", null: "null" };

/** The TypeScript type of a schema. */
function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if ("const" in schema) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal));
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return union(options.map(typeOf));
  if (schema.type === "array") {
    const item = typeOf(schema.items ?? {});
    return /[ |]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === "object") return `Record<string, ${typeOf(schema.additionalProperties ?? {})}>`;
  return PLAIN[schema.type] ?? "unknown";
}

function wrap(head, type) {
  if (`${head} ${type};`.length <= WIDTH || !type.includes(" | ")) return `${head} ${type};`;
  const array = /^\((.*)\)\[\]$/.exec(type);
  const parts = (array ? array[1] : type).split(" | ");
  if (!array) return `${head}\n${parts.map((part) => `    | ${part}`).join("\n")};`;
  return `${head} (\n${parts.map((part) => `    | ${part}`).join("\n")}\n  )[];`;
}

function firstSentence(text) {
  return (text ?? "").split("\n\n")[0].replace(/\s+/g, " ").trim();
}

function property([name, schema], required) {
  const optional = !(required.has(name) || ALWAYS.has(name));
  const words = firstSentence(schema.description);
  const comment = words ? `  /** ${words} */\n` : "";
  return `${comment}${wrap(`  ${name}${optional ? "?" : ""}:`, typeOf(schema))}`;
}

function model(name, schema) {
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties ?? {}).map((item) => property(item, required));
  const words = firstSentence(schema.description);
  const comment = words ? `/** ${words} */\n` : "";
  return `${comment}export interface ${name} {\n${lines.join("\n")}\n}\n`;
}

const text = [
  "/** The spec's models. Written by `npm run types` from src/sophia/spec; do not edit. */\n",
  ...Object.keys(models)
    .sort()
    .map((name) => model(name, models[name])),
].join("\n");

if (process.argv.includes("--check")) {
  const current = existsSync(TARGET) && readFileSync(TARGET, "utf8") === text;
  console.log(
    current ? "src/spec/schema.ts is current" : "src/spec/schema.ts is not current: run `npm run types`",
  );
  process.exitCode = current ? 0 : 1;
} else {
  writeFileSync(TARGET, text);
}
