export { Breakdown, type BreakdownRow } from './breakdown';
export { Chart } from './chart';
export { Donut } from './donut';
export type { ChartData, ChartPoint, ChartSeries } from './types';
