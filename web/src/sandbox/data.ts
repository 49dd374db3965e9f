/** What a custom component may import as "sophia": its datasets, by hook. */
import { createContext, useContext } from "react";
import type { Scalar } from "@/spec/types";

/** A column: its name in the rows, and its type (text, integer, number, boolean, date, timestamp). */
export interface Column {
  name: string;
  type: string;
}

export interface Dataset {
  columns: Column[];
  /** One object per row: column name → value. */
  rows: Record<string, Scalar>[];
}

export type Datasets = Record<string, Dataset>;

const Given = createContext<Datasets>({});
export const DatasetsProvider = Given.Provider;

/** The columns and rows of the dataset called `name`; the component must declare it. */
export function useDataset(name: string): Dataset {
  const datasets = useContext(Given);
  const found = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
  if (!found) throw new Error(`There is no dataset "${name}" here.`);
  return found;
}
