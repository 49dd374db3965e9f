/** DrillDrawer: the rows behind a mark, with what was chosen, and their export. */
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { loadRows } from "@/api/dashboards";
import type { Point } from "@/components/contract";
import { formatCount, formatDate, formatValue } from "@/lib/format";
import type { DatasetReply, ParamValues } from "@/spec/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { columnLabel, DataTable } from "@/ui/DataTable";
import { Drawer } from "@/ui/Dialog";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./DrillDrawer.module.css";
import { csvOf, saveText } from "./rowsCsv";

export interface DrillDrawerProps {
  dashboard: string;
  title: string;
  point: Point;
  values: ParamValues;
  onClose: () => void;
}

const LIMIT = 1000;

export default function DrillDrawer({ dashboard, title, point, values, onClose }: DrillDrawerProps) {
  const request = { dataset: point.dataset, point: point.values, values, limit: LIMIT };
  const query = useQuery({
    queryKey: ["dashboard", dashboard, "rows", request],
    queryFn: ({ signal }) => loadRows(dashboard, request, signal),
    staleTime: 30_000,
  });
  const rows = query.data;
  const usable = rows && (rows.status === "ok" || rows.status === "stale") ? rows : null;
  return (
    <Drawer
      open
      onClose={onClose}
      width={880}
      title={point.label || title}
      subtitle={<Chosen title={title} point={point} reply={usable} />}
      tools={
        <Button
          size="sm"
          icon="download"
          isDisabled={!usable?.rows}
          onPress={() => usable && saveText(csvOf(usable), `${title || "rows"}.csv`)}
        >
          CSV
        </Button>
      }
    >
      <Rows
        rows={rows}
        error={query.error}
        loading={query.isLoading}
        title={title}
        onRetry={() => void query.refetch()}
      />
    </Drawer>
  );
}

function isDay(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value);
}

function Chosen({ title, point, reply }: { title: string; point: Point; reply: DatasetReply | null }) {
  const parts = Object.entries(point.values).filter(([, value]) => formatValue(value) !== point.label);
  return (
    <div className={styles.chosen}>
      <span>{title}</span>
      {parts.map(([name, value]) => (
        <Badge key={name} tone="info">
          {columnLabel(name)}: {isDay(value) ? formatDate(value) : formatValue(value)}
        </Badge>
      ))}
      {reply?.demo ? <Badge tone="demo">Demo data</Badge> : null}
      {reply ? <span>{(reply.truncated ? "First " : "") + formatCount(reply.rows, "row")}</span> : null}
    </div>
  );
}

interface RowsProps {
  rows: DatasetReply | undefined;
  error: Error | null;
  loading: boolean;
  title: string;
  onRetry: () => void;
}

function Rows({ rows, error, loading, title, onRetry }: RowsProps) {
  if (loading) return <Skeleton shape="rows" />;
  const failure =
    rows?.error ??
    (error instanceof ApiError ? error : error ? { message: "The rows could not be read." } : null);
  if (!rows || (failure && rows.rows === 0)) {
    return (
      <Empty
        icon="alert"
        title="The rows could not be read"
        actions={<Button onPress={onRetry}>Try again</Button>}
      >
        {failure?.message}
      </Empty>
    );
  }
  if (rows.rows === 0) return <Empty icon="rows" title="No rows are behind this mark" />;
  return <DataTable caption={`Rows behind ${title}`} columns={rows.columns} data={rows.data} />;
}
