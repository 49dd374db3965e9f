/** Progress: what the planner has done so far, in the order it happens. */
import { formatCount, formatDuration } from "@/lib/format";
import { Icon } from "@/ui/Icon";
import { Spinner } from "@/ui/Skeleton";
import styles from "./Progress.module.css";
import { pathOf } from "./Reading";
import type { AskState } from "./useAsk";

type Step = "waiting" | "now" | "done";

function Mark({ step }: { step: Step }) {
  return (
    <span className={`${styles.mark} ${styles[step]}`}>
      {step === "done" ? <Icon name="check" size={12} /> : step === "now" ? <Spinner /> : null}
    </span>
  );
}

/** How far each of the three steps is. */
export function steps(state: AskState): [Step, Step, Step] {
  if (state.phase === "done") return ["done", "done", "done"];
  if (state.placed.length > 0) return ["done", "done", "now"];
  return state.understood.length > 0 || state.queried.length > 0
    ? ["done", "now", "waiting"]
    : ["now", "waiting", "waiting"];
}

export function Progress({ state }: { state: AskState }) {
  const [read, asked, placed] = steps(state);
  return (
    <ol className={styles.steps} aria-live="polite">
      <li>
        <Mark step={read} />
        <div>
          <strong>{read === "done" ? "Understood" : "Reading your sentence"}</strong>
          <p>{state.understood.join(" · ")}</p>
          {state.madeBy?.model ? <p>{pathOf(state.madeBy)}</p> : null}
        </div>
      </li>
      <li>
        <Mark step={asked} />
        <Queried state={state} />
      </li>
      <li>
        <Mark step={placed} />
        <Placed state={state} />
      </li>
    </ol>
  );
}

function Queried({ state }: { state: AskState }) {
  const { queried } = state;
  if (queried.length === 0) return <strong>Queries run</strong>;
  const total = queried.reduce((sum, item) => sum + item.ms, 0);
  return (
    <div>
      <strong>
        {formatCount(queried.length, "query", "queries")} run
        <span className={styles.time}> {formatDuration(total / 1000)}</span>
      </strong>
      <p>{[...new Set(queried.map((item) => item.connection))].join(", ")}</p>
    </div>
  );
}

function Placed({ state }: { state: AskState }) {
  const { placed } = state;
  if (placed.length === 0) return <strong>Placed</strong>;
  const titles = placed.map((component) => component.title).filter(Boolean);
  return (
    <div>
      <strong>{formatCount(placed.length, "component")} placed</strong>
      <p>{titles.slice(0, 6).join(" · ")}</p>
    </div>
  );
}
