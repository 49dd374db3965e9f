/** @sophia/react: a dashboard as React source that a developer owns. */
export type { Dataset as DatasetSpec, Param as ParamSpec, Theme as ThemeSpec } from "@/spec/types";
export { Dashboard, type DashboardProps } from "./Dashboard";
export * from "./elements";
