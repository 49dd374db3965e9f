/** The one door to drawing: no other folder imports a drawing library. */
export { BulletChart, type BulletRow } from "./BulletChart";
export { CartesianChart } from "./CartesianChart";
export { ChartBox } from "./ChartBox";
export { columnOf, NUMBER, nameOf, type Row, rowsOf, titleOf, toNumber, typeOf } from "./data";
export { type Dimension, readDimension } from "./dimension";
export { FunnelChart, type Step } from "./FunnelChart";
export { HeatMapChart } from "./HeatMapChart";
export { HorizontalBarChart } from "./HorizontalBarChart";
export { needsRows } from "./horizontal";
export { PieChart, type Slice } from "./PieChart";
export { type Dot, ScatterChart } from "./ScatterChart";
export { coloursOf, huesOf, type PlotSeries, readSeries } from "./series";
export type { Pick } from "./spot";
export { usePick } from "./usePick";
export { WaterfallChart } from "./WaterfallChart";
