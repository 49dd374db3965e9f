/** Steps through the pages of a long table. */
import { formatCount } from "@/lib/format";
import { IconButton } from "@/ui/Button";
import styles from "./table.module.css";
import type { RowTable } from "./useRows";

export function Pager({ table, found }: { table: RowTable; found: number }) {
  const { pageIndex, pageSize } = table.state.pagination;
  if (found <= pageSize) return null;
  const from = pageIndex * pageSize + 1;
  const to = Math.min(found, from + pageSize - 1);
  return (
    <div className={styles.pager}>
      <span>{`${from}–${to} of ${formatCount(found, "row")}`}</span>
      <span className={styles.turned}>
        <IconButton
          icon="chevronRight"
          size="sm"
          label="Previous page"
          isDisabled={!table.getCanPreviousPage()}
          onPress={() => table.previousPage()}
        />
      </span>
      <IconButton
        icon="chevronRight"
        size="sm"
        label="Next page"
        isDisabled={!table.getCanNextPage()}
        onPress={() => table.nextPage()}
      />
    </div>
  );
}
