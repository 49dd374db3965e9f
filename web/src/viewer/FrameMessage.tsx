/** FrameMessage: what a component says in place of its picture. */
import type { Component } from "@/spec/types";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import { toast } from "@/ui/toast";
import styles from "./FrameMessage.module.css";
import type { FrameState } from "./state";

export interface FrameMessageProps {
  component: Component;
  state: FrameState;
  onRetry: () => void;
  onReset: () => void;
}

export function FrameMessage({ component, state, onRetry, onReset }: FrameMessageProps) {
  const compact = component.layout.h <= 3 || component.kind === "kpi";
  switch (state.name) {
    case "loading":
      return (
        <Skeleton
          shape={component.kind === "kpi" ? "number" : component.kind === "table" ? "rows" : "chart"}
        />
      );
    case "empty":
      return state.filtered ? (
        <Empty
          compact={compact}
          icon="filter"
          title="Nothing matches the filters"
          actions={
            <Button size="sm" onPress={onReset}>
              Clear these filters
            </Button>
          }
        />
      ) : (
        <Empty compact={compact} icon="database" title="No data yet">
          {compact ? null : "The source answered, with no rows. Figures appear here with the first ones."}
        </Empty>
      );
    case "forbidden":
      return (
        <Empty compact={compact} icon="lock" title="You may not see this">
          {state.message} Ask a workspace admin for access.
        </Empty>
      );
    case "error":
      return <Failure state={state} compact={compact} onRetry={onRetry} />;
    default:
      return null;
  }
}

function Failure({
  state,
  compact,
  onRetry,
}: {
  state: Extract<FrameState, { name: "error" }>;
  compact: boolean;
  onRetry: () => void;
}) {
  const copy = async () => {
    await navigator.clipboard.writeText(state.id ?? "");
    toast("Details id copied");
  };
  return (
    <Empty
      compact={compact}
      icon="alert"
      title={state.capped ? "Stopped at a limit" : "This could not be read"}
      actions={
        <>
          <Button size="sm" onPress={onRetry}>
            Try again
          </Button>
          {state.id ? (
            <button
              type="button"
              className={styles.id}
              onClick={() => void copy()}
              title="Copy the details id"
            >
              {state.id}
            </button>
          ) : null}
        </>
      }
    >
      {state.message}
      {state.remedy ? ` ${state.remedy}` : ""}
      {state.capped && !compact
        ? " The other components are not affected; narrow the filters and try again."
        : ""}
    </Empty>
  );
}
