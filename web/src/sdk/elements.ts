/** One element per component kind: its props are the spec's fields, and it draws nothing itself. */
import type { ReactNode } from "react";
import type { ComponentKind, ComponentOf, Format, Layout, Scalar } from "@/spec/types";

/** Fields of formats and layouts that are left out have the spec's defaults. */
type Loose<T> = T extends Scalar | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Loose<Item>[]
    : T extends Format
      ? Partial<Format>
      : T extends object
        ? { [Key in keyof T]: Loose<T[Key]> }
        : T;

/** The fields of a kind as props. */
export type PropsOf<K extends ComponentKind> = Loose<Omit<ComponentOf<K>, "kind" | "layout">> & {
  layout?: Partial<Layout>;
};

export interface SpecElement<K extends ComponentKind = ComponentKind> {
  (props: PropsOf<K>): ReactNode;
  kind: K;
}

function element<K extends ComponentKind>(kind: K): SpecElement<K> {
  const read = (_: PropsOf<K>): ReactNode => null;
  return Object.assign(read, { kind });
}

export interface PageProps {
  id: string;
  title: string;
  children?: ReactNode;
}

/** One screen of components. */
export function Page(_: PageProps): ReactNode {
  return null;
}

export const Kpi = element("kpi");
export const LineChart = element("line");
export const AreaChart = element("area");
export const BarChart = element("bar");
export const StackedBarChart = element("stacked_bar");
export const ComboChart = element("combo");
export const PieChart = element("pie");
export const ScatterChart = element("scatter");
export const HeatMap = element("heat_map");
export const Funnel = element("funnel");
export const Waterfall = element("waterfall");
export const Bullet = element("bullet");
export const DataTable = element("table");
export const Markdown = element("text");
export const Tabs = element("tabs");
export const Container = element("container");
export const FilterInput = element("filter");
export const ActionButton = element("button");
export const ChatPanel = element("chat_panel");
export const UploadPanel = element("upload_panel");
export const QueuePanel = element("queue_panel");
export const Insights = element("insights");
export const Custom = element("custom");
