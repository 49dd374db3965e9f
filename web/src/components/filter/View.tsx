/** Draws the input of one param. */
import { ParamInput } from "@/runtime/ParamInput";
import type { FilterInput } from "@/spec/types";
import type { ComponentViewProps } from "../contract";
import styles from "./filter.module.css";

export default function FilterView({
  component,
  param,
  params,
  setParam,
  dashboard,
}: ComponentViewProps<FilterInput>) {
  if (!param)
    return <p className={styles.missing}>{`This filter's param “${component.param}” does not exist.`}</p>;
  return (
    <div className={styles.filter}>
      <ParamInput
        param={param}
        value={params[param.id]}
        onChange={(value) => setParam(param.id, value)}
        dashboard={dashboard}
      />
    </div>
  );
}
