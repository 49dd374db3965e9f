/** What can be done to a dashboard: data, rows, changes, versions, downloads. */
import type { Dashboard, DatasetReply, ParamValues, Scalar } from "@/spec/types";
import { call, send } from "./client";
import type { DashboardReply, DataReply } from "./types";

const path = (key: string, rest = "") => `/api/dashboards/${encodeURIComponent(key)}${rest}`;

export interface DataRequest {
  values: ParamValues;
  datasets?: string[];
  page?: string;
  fresh?: boolean;
}

export function loadData(key: string, request: DataRequest, signal?: AbortSignal): Promise<DataReply> {
  return call(path(key, "/data"), { method: "POST", body: request, signal });
}

export interface RowsRequest {
  dataset: string;
  point: Record<string, Scalar>;
  values: ParamValues;
  limit?: number;
}

export function loadRows(key: string, request: RowsRequest, signal?: AbortSignal): Promise<DatasetReply> {
  return call(path(key, "/rows"), { method: "POST", body: request, signal });
}

export function saveDashboard(
  key: string,
  spec: Dashboard,
  base: number,
  message: string,
): Promise<DashboardReply> {
  return call(path(key), { method: "PUT", body: { spec, base_version: base, message } });
}

export function undoChange(key: string): Promise<DashboardReply> {
  return call(path(key, "/undo"), { method: "POST", body: {} });
}

export function restoreVersion(key: string, version: number): Promise<DashboardReply> {
  return call(path(key, "/restore"), { method: "POST", body: { version } });
}

export function deleteDashboard(key: string): Promise<void> {
  return call(path(key), { method: "DELETE" });
}

/** Where a component (or the whole dashboard) is downloaded, with the filters of the screen. */
export function exportAddress(
  key: string,
  format: "csv" | "xlsx",
  values: ParamValues,
  component?: string,
): string {
  const query = Object.keys(values).length > 0 ? `?values=${encodeURIComponent(JSON.stringify(values))}` : "";
  const file = component ? `/export/${encodeURIComponent(component)}.${format}` : `/export.${format}`;
  return path(key, file) + query;
}

/** Download `address` as a file called as the server says; rejects with ApiError instead of leaving the page. */
export async function download(address: string, fallbackName: string): Promise<void> {
  const reply = await send(address, { accept: "*/*" });

  const named = /filename="?([^";]+)"?/.exec(reply.headers.get("content-disposition") ?? "")?.[1];
  const href = URL.createObjectURL(await reply.blob());
  const link = document.createElement("a");
  link.href = href;
  link.download = named ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
