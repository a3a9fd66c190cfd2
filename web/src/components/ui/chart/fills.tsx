import type { Tone } from '@/lib/states';

/* Series differ by pattern as well as by colour: not every eye tells the colours apart. */
const patterns = [
  null,
  'M0 8L8 0M-2 2L2 -2M6 10L10 6',
  'M4 0V8',
  'M0 4H8',
  'M0 0L8 8M-2 6L2 10M6 -2L10 2',
];

const colours: Record<Tone | 'accent', string> = {
  accent: 'var(--accent)',
  success: 'var(--success)',
  warning: 'var(--warning)',
  danger: 'var(--danger)',
  info: 'var(--info)',
  violet: 'var(--violet)',
  neutral: 'var(--neutral)',
};

export function colourOf(tone: Tone | undefined): string {
  return colours[tone ?? 'accent'];
}

export interface Fill {
  id: string;
  tone: Tone | undefined;
  index: number;
}

export function fillOf({ id, tone, index }: Fill): string {
  return patterns[index % patterns.length] ? `url(#${id})` : colourOf(tone);
}

export function FillDefinition({ id, tone, index }: Fill) {
  const path = patterns[index % patterns.length];
  if (!path) return null;
  return (
    <pattern id={id} width={8} height={8} patternUnits="userSpaceOnUse">
      <rect width={8} height={8} fill={colourOf(tone)} opacity={0.35} />
      <path d={path} stroke={colourOf(tone)} strokeWidth={2} />
    </pattern>
  );
}
