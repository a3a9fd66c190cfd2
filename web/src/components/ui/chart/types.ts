import type { Tone } from '@/lib/states';

/** One measured thing, such as "Confirmed". */
export interface ChartSeries {
  id: string;
  label: string;
  /** What it means, if it means something; without a tone it is drawn in the accent. */
  tone?: Tone;
}

/** One place on the axis, such as a day. */
export interface ChartPoint {
  id: string;
  /** Short, under the axis. */
  label: string;
  /** Long, in the table and for screen readers; `label` where left out. */
  title?: string;
  /** The label is a name out of the data, in whatever language it was written. */
  isName?: boolean;
  /** By id of the series; null is unknown, which is not zero. */
  values: Record<string, number | null>;
  /** Where the rows behind the point are. */
  to?: string;
}

export interface ChartData {
  series: ChartSeries[];
  points: ChartPoint[];
  /** How a value is written; plain numbers where left out. */
  format?: (value: number) => string;
  /** A line across the chart. */
  target?: { value: number; label: string };
}
