/** From a chosen mark to the point that the viewer drills into. */
import { useCallback } from "react";
import type { Point } from "../contract";
import type { Pick } from "./spot";

export function usePick(dataset: string, onPoint: (point: Point) => void): (pick: Pick) => void {
  return useCallback(
    (pick) => onPoint({ dataset, values: pick.values, label: pick.label }),
    [dataset, onPoint],
  );
}
