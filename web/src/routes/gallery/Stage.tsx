/** One example in one state, in the frame that dashboards put around it. */
import { type CSSProperties, useMemo, useState } from "react";
import type { Example, Point, ResolvedTheme } from "@/components/contract";
import { seriesColours } from "@/lib/brand";
import { buildGraph } from "@/runtime/graph";
import type { ParamValues } from "@/spec/types";
import { toast } from "@/ui/toast";
import { type Board, BoardContext } from "@/viewer/boardContext";
import { ComponentFrame } from "@/viewer/ComponentFrame";
import styles from "./gallery.module.css";
import { dashboardOf, feedOf, type StateName } from "./states";

const PLAIN = { primary: null, accent: null, palette: null };
const THEMES: Record<"light" | "dark", ResolvedTheme> = {
  light: { mode: "light", palette: seriesColours(PLAIN, "light"), primary: "#2b5fd9", accent: "#b4540a" },
  dark: { mode: "dark", palette: seriesColours(PLAIN, "dark"), primary: "#5b8cf7", accent: "#f2a154" },
};

function say(point: Point): void {
  const values = Object.entries(point.values).slice(0, 3);
  toast(`Chosen: ${point.label ?? ""} ${values.map(([name, value]) => `${name}=${value}`).join(", ")}`);
}

interface StageProps {
  example: Example;
  state: StateName;
  mode: "light" | "dark";
}

export function Stage({ example, state, mode }: StageProps) {
  const component = useMemo(
    () => ({ ...example.component, id: `${example.component.id}-${state}-${mode}` }),
    [example, state, mode],
  );
  const [values, setValues] = useState<ParamValues>(example.params ?? {});
  const [openTabs, setOpenTabs] = useState<Record<string, string>>({});
  const fixed = useMemo(() => {
    const spec = dashboardOf(component, example);
    return {
      spec,
      graph: buildGraph(spec),
      feed: feedOf(spec, example, state),
      datasets: new Map((spec.datasets ?? []).map((item) => [item.id, item])),
    };
  }, [component, example, state]);
  const board: Board = {
    ...fixed,
    dashboard: "gallery",
    values,
    theme: THEMES[mode],
    openTabs,
    evidence: new Map(),
    marked: new Set(),
    setParam: (id, value) => setValues((now) => ({ ...now, [id]: value })),
    setTab: (tabs, tab) => setOpenTabs((now) => ({ ...now, [tabs]: tab })),
    choose: (_, point) => say(point),
    act: (action) => toast(`Action: ${action.kind}`),
  };
  const { w, h } = component.layout;
  return (
    <figure className={styles.stage} style={{ "--w": w, "--h": h } as CSSProperties} data-state={state}>
      <figcaption>{state === "ready" ? example.name : state}</figcaption>
      <div className={styles.frame}>
        <BoardContext value={board}>
          <ComponentFrame component={component}>
            <p className={styles.inside}>Components lie here.</p>
          </ComponentFrame>
        </BoardContext>
      </div>
    </figure>
  );
}
