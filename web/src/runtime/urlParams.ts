/** Params in the address: `?page=…&p.<param>=<json>`, so that a link shows what its sender saw. */
import type { Dashboard, Param, ParamValue, ParamValues } from "@/spec/types";

export interface Place {
  page: string | null;
  values: ParamValues;
}

const PREFIX = "p.";

function isWindow(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "kind" in value;
}

function isScalar(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** Whether `value` is something `param` can hold. */
function fits(param: Param, value: unknown): value is ParamValue {
  if (value === null) return true;
  if (param.type === "date_range") return isWindow(value);
  if (param.type === "multi_select") return Array.isArray(value) && value.every(isScalar);
  if (param.type === "number") return typeof value === "number";
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}

/** Whatever a person typed after `=`: JSON, or plain text taken as a string. */
function readValue(text: string, param: Param): ParamValue | undefined {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    if (/^[[{"]/.test(text)) return undefined;
  }
  if (param.type === "multi_select" && isScalar(value) && value !== null) value = [value];
  if ((param.type === "search" || param.type === "text") && typeof value === "number") value = text;
  return fits(param, value) ? value : undefined;
}

/** Read page and param values from the address; what no param of `spec` can hold is left out. */
export function readPlace(search: string, spec: Pick<Dashboard, "params">): Place {
  const query = new URLSearchParams(search);
  const values: ParamValues = {};
  for (const param of spec.params ?? []) {
    const text = query.get(PREFIX + param.id);
    const value = text === null ? undefined : readValue(text, param);
    if (value !== undefined) values[param.id] = value;
  }
  return { page: query.get("page"), values };
}

/** Whether `value` means "no value": nothing, an empty list, empty text. */
export function isEmptyValue(value: ParamValue | undefined): boolean {
  return value == null || value === "" || (Array.isArray(value) && value.length === 0);
}

function same(first: unknown, second: unknown): boolean {
  return JSON.stringify(first ?? null) === JSON.stringify(second ?? null);
}

/** Write page and values as a query string, leaving out what is the default; "" when nothing remains. */
export function writePlace(place: Place, spec: Pick<Dashboard, "params">): string {
  const query = new URLSearchParams();
  if (place.page) query.set("page", place.page);
  for (const param of spec.params ?? []) {
    if (!(param.id in place.values)) continue;
    const value = place.values[param.id] as ParamValue;
    const normal = isEmptyValue(value) ? null : value;
    if (!same(normal, param.default)) query.set(PREFIX + param.id, JSON.stringify(normal));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
