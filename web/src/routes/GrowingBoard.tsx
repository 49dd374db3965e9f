/** GrowingBoard: components on their grid as the planner places them, drawn from the data that came with each. */
import { useMemo } from "react";
import type { Brand } from "@/lib/brand";
import type { PlaceControl } from "@/runtime/place";
import type { Component, Dashboard, DatasetReply } from "@/spec/types";
import { Board } from "@/viewer/Board";

const STILL: PlaceControl = {
  place: { page: null, values: {} },
  setParam: () => undefined,
  setPage: () => undefined,
  reset: () => undefined,
};

export interface GrowingBoardProps {
  components: Component[];
  datasets: Record<string, DatasetReply>;
  brand: Brand;
}

export function GrowingBoard({ components, datasets, brand }: GrowingBoardProps) {
  const spec = useMemo<Dashboard>(
    () => ({ id: "new", slug: "new", title: "", pages: [{ id: "main", title: "", components }] }),
    [components],
  );
  const primed = useMemo(() => ({ version: 0, datasets }), [datasets]);
  return <Board dashboard="new" spec={spec} brand={brand} primed={primed} control={STILL} />;
}
