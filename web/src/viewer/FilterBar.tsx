/** FilterBar: the visible params, and a chip for every choice made by clicking. */
import { valueInWords } from "@/runtime/describe";
import { ParamInput } from "@/runtime/ParamInput";
import { isEmptyValue } from "@/runtime/urlParams";
import type { Page, Param } from "@/spec/types";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { useBoard } from "./boardContext";
import styles from "./FilterBar.module.css";

/** Params to draw in the bar: visible ones that no filter component of the page draws. */
function barParams(params: Param[], page: Page): Param[] {
  const drawn = new Set(
    (page.components ?? []).flatMap((item) => (item.kind === "filter" ? [item.param] : [])),
  );
  return params.filter((param) => param.visible !== false && !drawn.has(param.id));
}

export function FilterBar({ page, onReset }: { page: Page; onReset: () => void }) {
  const board = useBoard();
  const params = board.spec.params ?? [];
  const shown = barParams(params, page);
  const chosen = params.filter((param) => param.visible === false && !isEmptyValue(board.values[param.id]));
  if (shown.length === 0 && chosen.length === 0) return null;
  const changed = Object.values(board.values).some((value) => !isEmptyValue(value));
  return (
    <search className={styles.bar} aria-label="Filters">
      {shown.map((param) => (
        <ParamInput
          key={param.id}
          param={param}
          value={board.values[param.id]}
          onChange={(value) => board.setParam(param.id, value)}
          dashboard={board.dashboard}
        />
      ))}
      {chosen.map((param) => (
        <button
          key={param.id}
          type="button"
          className={styles.chip}
          onClick={() => board.setParam(param.id, null)}
          aria-label={`Remove filter ${param.label}: ${valueInWords(board.values[param.id] ?? null)}`}
        >
          <span className={styles.name}>{param.label}</span>
          <strong>{valueInWords(board.values[param.id] ?? null)}</strong>
          <Icon name="close" size={12} />
        </button>
      ))}
      {changed ? (
        <Button variant="quiet" onPress={onReset}>
          Reset
        </Button>
      ) : null}
    </search>
  );
}
