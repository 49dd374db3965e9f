/** The header row: names, units, sort; and a row of filters when wanted. */
import { Icon } from "@/ui/Icon";
import { isRight, type ShownColumn } from "./columns";
import styles from "./table.module.css";
import type { RowTable } from "./useRows";

interface Props {
  table: RowTable;
  columns: ShownColumn[];
  filtering: boolean;
}

const SAID = { asc: "ascending", desc: "descending" } as const;

export function Head({ table, columns, filtering }: Props) {
  return (
    <thead className={styles.head}>
      <tr>
        {columns.map((shown) => (
          <HeadCell key={shown.name} table={table} shown={shown} />
        ))}
      </tr>
      {filtering ? (
        <tr>
          {columns.map((shown) => (
            <td key={shown.name} className={styles.filterCell}>
              <input
                aria-label={`Filter ${shown.label}`}
                placeholder={shown.numeric ? "> 100, 5..10" : "contains"}
                value={String(table.getColumn(shown.name)?.getFilterValue() ?? "")}
                onChange={(event) =>
                  table.getColumn(shown.name)?.setFilterValue(event.target.value || undefined)
                }
              />
            </td>
          ))}
        </tr>
      ) : null}
    </thead>
  );
}

function HeadCell({ table, shown }: { table: RowTable; shown: ShownColumn }) {
  const sorting = table.state.sorting;
  const at = sorting.findIndex((sort) => sort.id === shown.name);
  const way = at < 0 ? null : sorting[at]?.desc ? "desc" : "asc";
  return (
    <th
      scope="col"
      aria-sort={way ? SAID[way] : "none"}
      className={isRight(shown) ? styles.right : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        title={`Sort by ${shown.label}; with Shift as a further column`}
        onClick={(event) => table.getColumn(shown.name)?.getToggleSortingHandler()?.(event)}
      >
        <span className={styles.label}>{shown.label}</span>
        {shown.unit ? <span className={styles.unit}>{shown.unit}</span> : null}
        <span className={styles.arrow} data-on={way !== null}>
          <Icon name={way === "asc" ? "arrowUp" : "arrowDown"} size={11} />
          {sorting.length > 1 && at >= 0 ? <sub>{at + 1}</sub> : null}
        </span>
      </button>
    </th>
  );
}
