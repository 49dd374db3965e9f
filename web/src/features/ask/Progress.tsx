/** Progress: what the planner has done so far, in the order it happens. */
import { formatCount, formatDuration } from "@/lib/format";
import { Icon } from "@/ui/Icon";
import { Spinner } from "@/ui/Skeleton";
import styles from "./Progress.module.css";
import type { AskState } from "./useAsk";

type Step = "waiting" | "now" | "done";

function Mark({ step }: { step: Step }) {
  return (
    <span className={`${styles.mark} ${styles[step]}`}>
      {step === "done" ? <Icon name="check" size={12} /> : step === "now" ? <Spinner /> : null}
    </span>
  );
}

export function Progress({ state }: { state: AskState }) {
  const finished = state.phase === "done";
  const read = state.understood.length > 0 || state.queried.length > 0 || finished;
  const asked = state.queried.length > 0;
  const total = state.queried.reduce((sum, item) => sum + item.ms, 0);
  return (
    <ol className={styles.steps} aria-live="polite">
      <li>
        <Mark step={read ? "done" : "now"} />
        <div>
          <strong>{read ? "Understood" : "Reading your sentence"}</strong>
          {state.understood.length > 0 ? <p>{state.understood.join(" · ")}</p> : null}
        </div>
      </li>
      <li>
        <Mark step={state.placed.length > 0 || finished ? "done" : read ? "now" : "waiting"} />
        <div>
          <strong>
            {asked ? `${formatCount(state.queried.length, "query", "queries")} run` : "Queries run"}
            {asked ? <span className={styles.time}> {formatDuration(total / 1000)}</span> : null}
          </strong>
          {asked ? <p>{[...new Set(state.queried.map((item) => item.connection))].join(", ")}</p> : null}
        </div>
      </li>
      <li>
        <Mark step={finished ? "done" : state.placed.length > 0 ? "now" : "waiting"} />
        <div>
          <strong>
            {state.placed.length > 0 ? `${formatCount(state.placed.length, "component")} placed` : "Placed"}
          </strong>
          {state.placed.length > 0 ? (
            <p>
              {state.placed
                .map((component) => component.title)
                .filter(Boolean)
                .slice(0, 6)
                .join(" · ")}
            </p>
          ) : null}
        </div>
      </li>
    </ol>
  );
}
