import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Course, MARK_KINDS, type MarkKind } from './timeline';

interface MarkLook {
  colour: string;
  /** Stretches differ by pattern as well as by colour: not every eye tells colours apart. */
  pattern: 'dots' | 'light' | 'lines' | keyof typeof hatches | null;
  /** Thinner where nobody talks. */
  inset: number;
}

/* Over the ground of the page, so that what is below does not shine through. */
const hatches = { hold: 'var(--violet)', parked: 'var(--neutral)' };

const looks: Record<MarkKind, MarkLook> = {
  queue: { colour: 'var(--warning)', pattern: 'dots', inset: 3 },
  ring: { colour: 'var(--info)', pattern: 'light', inset: 3 },
  talk: { colour: 'var(--success)', pattern: null, inset: 0 },
  conference: { colour: 'var(--violet)', pattern: null, inset: 0 },
  holding: { colour: 'var(--neutral)', pattern: 'lines', inset: 3 },
  hold: { colour: 'var(--violet)', pattern: 'hold', inset: 0 },
  parked: { colour: 'var(--neutral)', pattern: 'parked', inset: 0 },
};

export function lookOf(kind: MarkKind): MarkLook {
  return looks[kind];
}

/** What the bars are filled with, and the head of the arrows. */
export function Patterns({ prefix }: { prefix: string }) {
  return (
    <defs>
      <pattern id={`${prefix}-dots`} width={6} height={6} patternUnits="userSpaceOnUse">
        <rect width={6} height={6} fill="var(--warning-bg)" />
        <circle cx={3} cy={3} r={1.3} fill="var(--warning)" />
      </pattern>
      <pattern id={`${prefix}-light`} width={6} height={6} patternUnits="userSpaceOnUse">
        <rect width={6} height={6} fill="var(--info-bg)" />
      </pattern>
      <pattern id={`${prefix}-lines`} width={4} height={4} patternUnits="userSpaceOnUse">
        <rect width={4} height={4} fill="var(--neutral-bg)" />
        <path d="M0 2H4" stroke="var(--neutral)" strokeWidth={1} />
      </pattern>
      {Object.entries(hatches).map(([name, colour]) => (
        <pattern
          key={name}
          id={`${prefix}-${name}`}
          width={8}
          height={8}
          patternUnits="userSpaceOnUse"
        >
          <rect width={8} height={8} fill="var(--surface)" />
          <path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke={colour} strokeWidth={2} />
        </pattern>
      ))}
      <marker
        id={`${prefix}-arrow`}
        viewBox="0 0 8 8"
        refX={7}
        refY={4}
        markerWidth={5}
        markerHeight={5}
        orient="auto"
      >
        <path d="M0 0L8 4L0 8Z" fill="var(--ink)" />
      </marker>
    </defs>
  );
}

/** What the fills mean, of those that this drawing has. */
export function Legend({ course }: { course: Course }) {
  const { t } = useTranslation('calls');
  const prefix = useId();
  const kinds = MARK_KINDS.filter((kind) =>
    course.lanes.some((lane) => lane.marks.some((mark) => mark.kind === kind)),
  );
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {kinds.map((kind) => {
        const look = lookOf(kind);
        return (
          <li key={kind} className="flex items-center gap-1.5">
            <svg aria-hidden width={16} height={12}>
              <Patterns prefix={`${prefix}${kind}`} />
              <rect
                x={0.5}
                y={0.5}
                width={15}
                height={11}
                rx={2}
                fill={look.pattern ? `url(#${prefix}${kind}-${look.pattern})` : look.colour}
                stroke={look.colour}
              />
            </svg>
            {t(`mark.${kind}`)}
          </li>
        );
      })}
      {course.moves.length > 0 && (
        <li className="flex items-center gap-1.5">
          <svg aria-hidden width={12} height={12}>
            <Patterns prefix={`${prefix}move`} />
            <line
              x1={6}
              x2={6}
              y1={0}
              y2={11}
              stroke="var(--ink)"
              strokeWidth={2}
              markerEnd={`url(#${prefix}move-arrow)`}
            />
          </svg>
          {t('mark.move')}
        </li>
      )}
    </ul>
  );
}
