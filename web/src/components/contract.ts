/**
 * What the viewer and a component kind promise each other.
 *
 * A kind is a folder `components/<kind>/`: `manifest.ts` (default export: Manifest), `View.tsx` (default export: a React
 * component taking ComponentViewProps), `examples.ts` (default export: Example[]), `view.test.tsx`.
 * The frame (title, menu, states such as loading, empty, error, forbidden, truncated) belongs to viewer/ComponentFrame:
 * a View of a data kind is mounted only when every dataset it needs has a result with at least one row.
 */
import type { ComponentType, ReactNode } from "react";
import type {
  Action,
  Component,
  ComponentKind,
  ComponentOf,
  DatasetReply,
  Param,
  ParamValue,
  ParamValues,
  Scalar,
} from "@/spec/types";

/** The row behind a chosen mark: result column → value, for the dimensions that identify it. */
export interface Point {
  dataset: string;
  values: Record<string, Scalar>;
  /** How the mark is called, for the drill drawer's title: "March 2026 · Enterprise". */
  label?: string;
}

/** The theme as resolved for drawing: real colours, contrast-safe for `mode`. Also present as CSS variables. */
export interface ResolvedTheme {
  mode: "light" | "dark";
  /** Series colours in order; --series-1 … --series-8 in CSS. */
  palette: string[];
  primary: string;
  accent: string;
}

export interface ComponentViewProps<C extends Component = Component> {
  component: C;
  /** Only datasets with status ok or stale; the others are undefined. */
  results: Record<string, DatasetReply | undefined>;
  params: ParamValues;
  setParam: (id: string, value: ParamValue) => void;
  /** A mark was chosen: the viewer runs the component's `click` action, or drills to the rows. */
  onPoint: (point: Point) => void;
  onAction: (action: Action) => void;
  /** Size of the content box in CSS px, 0 before it is measured. */
  width: number;
  height: number;
  theme: ResolvedTheme;
  /** For kind filter: the param it sets. */
  param?: Param;
  /** Key of the dashboard in the API; undefined in the gallery. */
  dashboard?: string;
  /** For tabs: the open tab; the viewer keeps it so that closed tabs ask for no data. */
  slot?: string;
  onSlot?: (slot: string) => void;
  /** For tabs and container: the components inside, already laid out (of the open tab). */
  children?: ReactNode;
}

export type ComponentView<K extends ComponentKind = ComponentKind> = ComponentType<
  ComponentViewProps<ComponentOf<K>>
>;

export interface Manifest<K extends ComponentKind = ComponentKind> {
  kind: K;
  title: string;
  /** One sentence: what question it answers. */
  description: string;
  /** Name of an icon of ui/Icon. */
  icon?: string;
  defaultSize: { w: number; h: number };
  /** card: title row, menu, border (default). plain: no chrome at all (text, button, filter). */
  frame?: "card" | "plain";
  load: () => Promise<{ default: ComponentView<K> }>;
}

/** One state for the gallery, the screenshot test and the View's own tests. */
export interface Example<K extends ComponentKind = ComponentKind> {
  name: string;
  component: ComponentOf<K>;
  results: Record<string, DatasetReply | undefined>;
  params?: ParamValues;
  param?: Param;
}
