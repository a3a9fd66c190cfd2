import {
  Headset,
  Hourglass,
  type LucideIcon,
  Pause,
  Phone,
  PhoneCall,
  PhoneMissed,
  Target,
  UserX,
} from 'lucide-react';
import type { CallFigures } from '@/lib/api';
import { formatNumber, formatTimer } from '@/lib/format';
import type { Rows } from './address';

export type Unit = 'count' | 'seconds' | 'percent';

/** What the page measures, in the order of its cards. */
export const MEASURES = [
  'total',
  'answered',
  'missed',
  'abandoned',
  'average_wait',
  'average_talk',
  'average_hold',
  'service_level',
] as const;
export type Measure = (typeof MEASURES)[number];

interface MeasureLook {
  unit: Unit;
  icon: LucideIcon;
  /** 1: more of it is better; -1: less is; 0: it is neither. */
  better: -1 | 0 | 1;
}

export const measures: Record<Measure, MeasureLook> = {
  total: { unit: 'count', icon: Phone, better: 0 },
  answered: { unit: 'count', icon: PhoneCall, better: 1 },
  missed: { unit: 'count', icon: PhoneMissed, better: -1 },
  abandoned: { unit: 'count', icon: UserX, better: -1 },
  average_wait: { unit: 'seconds', icon: Hourglass, better: -1 },
  average_talk: { unit: 'seconds', icon: Headset, better: 0 },
  average_hold: { unit: 'seconds', icon: Pause, better: -1 },
  service_level: { unit: 'percent', icon: Target, better: 1 },
};

const oneDigit = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

/** "24", "04:12", "87.5 %"; a dash where there was nothing to measure. */
export function formatFigure(unit: Unit, value: number | null): string {
  if (value === null) return '–';
  if (unit === 'percent') return formatNumber(value / 100, oneDigit);
  return unit === 'seconds' ? formatTimer(value) : formatNumber(value);
}

const signed = { signDisplay: 'exceptZero' } as const;

/** "+3", "-00:30", "+2.5 %". */
export function formatChange(unit: Unit, change: number): string {
  if (unit === 'percent')
    return formatNumber(change / 100, { ...signed, style: 'percent', maximumFractionDigits: 1 });
  if (unit === 'count') return formatNumber(change, signed);
  return `${change > 0 ? '+' : change < 0 ? '-' : ''}${formatTimer(Math.abs(change))}`;
}

/** The calls that a measure was taken of. */
export const measured: Record<Measure, Rows> = {
  total: {},
  answered: { outcome: 'answered' },
  missed: { outcome: 'missed' },
  abandoned: { status: 'abandoned' },
  average_wait: { outcome: 'answered', direction: 'incoming' },
  average_talk: { outcome: 'answered' },
  average_hold: { outcome: 'answered' },
  service_level: { direction: 'incoming' },
};

export interface Change {
  by: number;
  meaning: 'same' | 'better' | 'worse' | 'neither';
}

/** Against the period before; null where one of the two is not known. */
export function changeOf(
  measure: Measure,
  now: CallFigures,
  before: CallFigures | undefined,
): Change | null {
  const [value, old] = [now[measure], before?.[measure] ?? null];
  if (value === null || old === null) return null;
  const by = value - old;
  const { better } = measures[measure];
  if (by === 0) return { by, meaning: 'same' };
  if (better === 0) return { by, meaning: 'neither' };
  return { by, meaning: by > 0 === better > 0 ? 'better' : 'worse' };
}
