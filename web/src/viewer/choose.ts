/** What choosing a mark sets: the param's new value, toggled when it is already chosen. */
import type { Point } from "@/components/contract";
import type { Param, ParamValue, Scalar, SetParam } from "@/spec/types";

function same(first: unknown, second: unknown): boolean {
  return JSON.stringify(first ?? null) === JSON.stringify(second ?? null);
}

/** The value that `action` gives `param`, `before` being the present one; null clears it. */
export function chosenValue(
  action: SetParam,
  param: Param | undefined,
  point: Point | null,
  before: ParamValue | undefined,
): ParamValue {
  const raw = action.from_column ? (point?.values[action.from_column] ?? null) : (action.value ?? null);
  if (param?.type !== "multi_select") return same(raw, before) ? null : raw;
  const wanted = Array.isArray(raw) ? raw : [raw];
  const present = (Array.isArray(before) ? before : before == null ? [] : [before]) as Scalar[];
  return same(wanted, present) ? null : wanted;
}
