/**
 * The frame of every chart: drawing, legend, tooltip, keyboard and the words for people who hear it.
 * A chart says where its marks are (`spotAt`), which one is under the pointer (`locate`), and draws; all else is here.
 */
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { ChartTooltip } from "./ChartTooltip";
import styles from "./chart.module.css";
import type { Active, Pick, Spot } from "./spot";

export interface ChartSurfaceProps {
  /** What the chart is called. */
  label: string;
  summary: string;
  width: number;
  height: number;
  columns: number;
  rows: number;
  spotAt: (active: Active) => Spot | null;
  locate: (x: number, y: number) => Active | null;
  onPick?: ((pick: Pick) => void) | undefined;
  overlay?: (active: Active) => ReactNode;
  /** Above the drawing. */
  legend?: ReactNode;
  /** Drawn below the marks, outside the SVG. */
  underlay?: ReactNode;
  /** The columns lie below each other: ↑ ↓ walk along them. */
  upright?: boolean;
  children: ReactNode;
}

interface State extends Active {
  by: "pointer" | "keyboard";
}

const TURNED: Record<string, string> = {
  ArrowDown: "ArrowRight",
  ArrowUp: "ArrowLeft",
  ArrowRight: "ArrowDown",
  ArrowLeft: "ArrowUp",
};
const STEPS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function moved(key: string, at: Active | null, columns: number, rows: number): Active | null {
  if (key === "Home") return { column: 0, row: at?.row ?? -1 };
  if (key === "End") return { column: columns - 1, row: at?.row ?? -1 };
  const step = STEPS[key];
  if (!step) return null;
  if (!at) return { column: key === "ArrowLeft" ? columns - 1 : 0, row: -1 };
  const least = rows > 1 ? -1 : 0;
  return {
    column: Math.max(0, Math.min(columns - 1, at.column + step[0])),
    row: rows > 1 ? Math.max(least, Math.min(rows - 1, at.row + step[1])) : at.row,
  };
}

function useActive(props: ChartSurfaceProps) {
  const [state, setState] = useState<State | null>(null);
  const inside = state && state.column < props.columns ? state : null;
  const choose = (event: KeyboardEvent, at: State) => {
    const pick = props.spotAt(at)?.pick;
    if (!pick || !props.onPick) return;
    event.preventDefault();
    props.onPick(pick);
  };
  const walk = (event: KeyboardEvent) => {
    const key = props.upright ? (TURNED[event.key] ?? event.key) : event.key;
    const next = props.columns > 0 ? moved(key, inside, props.columns, props.rows) : null;
    if (!next) return;
    event.preventDefault();
    setState({ ...next, by: "keyboard" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (inside && event.key === "Escape") {
      event.stopPropagation();
      setState(null);
    } else if (inside && (event.key === "Enter" || event.key === " ")) choose(event, inside);
    else walk(event);
  };
  return { state: inside, setState, onKeyDown };
}

/** Keep the spot that the keyboard is on inside a scrolling chart. */
function useScrollTo(spot: Spot | null, drawing: RefObject<SVGSVGElement | null>) {
  const y = spot?.y;
  useEffect(() => {
    const box = drawing.current?.parentElement?.closest<HTMLElement>("[data-scroll]");
    if (y === undefined || !box) return;
    if (y < box.scrollTop + 20) box.scrollTop = y - 20;
    if (y > box.scrollTop + box.clientHeight - 20) box.scrollTop = y - box.clientHeight + 20;
  }, [y, drawing]);
}

export function ChartSurface(props: ChartSurfaceProps) {
  const { state, setState, onKeyDown } = useActive(props);
  const drawing = useRef<SVGSVGElement>(null);
  const hint = useId();
  const spot = state ? props.spotAt(state) : null;
  useScrollTo(props.upright && state?.by === "keyboard" ? spot : null, drawing);

  const point = (event: PointerEvent): Active | null => {
    const box = drawing.current?.getBoundingClientRect();
    return box ? props.locate(event.clientX - box.left, event.clientY - box.top) : null;
  };
  const onPointerMove = (event: PointerEvent) => {
    const next = point(event);
    if (next?.column === state?.column && next?.row === state?.row) return;
    setState(next && { ...next, by: "pointer" });
  };
  const touched = useRef(false);
  const onPointerUp = (event: PointerEvent) => {
    const next = point(event);
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const known = touched.current && next?.column === state?.column && next?.row === state?.row;
    touched.current = event.pointerType === "touch";
    if (event.pointerType === "touch" && !known) {
      setState(next && { ...next, by: "pointer" });
      return;
    }
    const pick = next && props.spotAt(next)?.pick;
    if (pick) props.onPick?.(pick);
  };
  const clear = useCallback(() => setState(null), [setState]);

  return (
    <div className={styles.chart}>
      {props.legend}
      <div
        className={styles.surface}
        role="graphics-document"
        aria-roledescription="chart"
        aria-label={`${props.label}. ${props.summary}`}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk through the marks
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={clear}
        onPointerMove={onPointerMove}
        onPointerLeave={() => (state?.by === "pointer" ? setState(null) : undefined)}
        onPointerUp={onPointerUp}
      >
        {props.underlay}
        <svg
          ref={drawing}
          width={props.width}
          height={props.height}
          viewBox={`0 0 ${props.width} ${props.height}`}
          className={spot?.pick && props.onPick ? styles.pickable : undefined}
          aria-hidden="true"
        >
          {props.children}
          {state && spot ? props.overlay?.(state) : null}
        </svg>
      </div>
      <span id={hint} hidden>
        Arrow keys walk through the values, Enter shows what is behind one, Escape leaves.
      </span>
      <div aria-live="polite" className="visually-hidden">
        {state?.by === "keyboard" ? spot?.words : ""}
      </div>
      {spot ? <ChartTooltip spot={spot} drawing={drawing} onClose={clear} /> : null}
    </div>
  );
}
