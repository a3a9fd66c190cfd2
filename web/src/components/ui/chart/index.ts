export { Breakdown, type BreakdownRow } from './breakdown';
export { Chart } from './chart';
export type { ChartData, ChartPoint, ChartSeries } from './types';
