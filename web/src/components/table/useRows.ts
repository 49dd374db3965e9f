/** The state of a table: sorted, searched, filtered and paged rows. */
import {
  columnFilteringFeature,
  createFilteredRowModel,
  createPaginatedRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowPaginationFeature,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { DatasetReply } from "@/spec/types";
import { type Row, rowsOf } from "../chart/data";
import { cellText, type ShownColumn } from "./columns";
import { folded, numberTest } from "./match";

/** Whether the cell of `column` in `row` is what a person typed. */
function matches(column: ShownColumn, row: Row, wanted: string, numbers: boolean): boolean {
  const value = row[column.name] ?? null;
  const test = numbers && column.numeric ? numberTest(wanted) : null;
  if (test) return test(value);
  return value !== null && folded(`${cellText(column, value)} ${value}`).includes(folded(wanted));
}

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  rowPaginationFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  sortFns: { basic: sortFn_basic, alphanumeric: sortFn_alphanumeric },
});

export type RowTable = ReturnType<typeof useRows>;

export function useRows(reply: DatasetReply, shown: ShownColumn[], pageSize: number) {
  const data = useMemo(() => rowsOf(reply), [reply]);
  const columns = useMemo(
    () =>
      shown.map((column) => ({
        id: column.name,
        accessorFn: (row: Row) => row[column.name] ?? undefined,
        sortFn: column.numeric ? ("basic" as const) : ("alphanumeric" as const),
        sortUndefined: "last" as const,
        sortDescFirst: column.numeric,
        filterFn: (row: { original: Row }, _: string, wanted: string) =>
          matches(column, row.original, wanted, true),
      })),
    [shown],
  );
  return useTable({
    features,
    columns,
    data,
    initialState: { pagination: { pageIndex: 0, pageSize } },
    globalFilterFn: (row: { original: Row }, id: string, wanted: string) => {
      const column = shown.find((one) => one.name === id);
      return column !== undefined && matches(column, row.original, wanted, false);
    },
    getColumnCanGlobalFilter: () => true,
    isMultiSortEvent: (event) => (event as { shiftKey?: boolean }).shiftKey === true,
  });
}
