import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWidth } from '@/components/ui/chart/use-width';
import { isolate } from '@/lib/bidi';
import { formatTimer } from '@/lib/format';
import { Legend, lookOf, Patterns } from './marks';
import {
  type Course,
  type Lane,
  type Mark,
  type Move,
  nextMark,
  placeAt,
  spanOf,
  tickStep,
  ticksOf,
} from './timeline';
import { useMarkWords } from './use-mark-words';

const LANE = 46;
const BAR_TOP = 22;
const BAR = 18;
const TOP = 24;
const BOTTOM = 4;
const LABEL = 64;
/** Room at the sides, for the labels of the first and the last moment. */
const SIDE = 16;

interface Plot {
  course: Course;
  width: number;
  rtl: boolean;
  prefix: string;
}

interface At {
  lane: number;
  mark: number;
}

const DIRECTIONS: Record<string, 'left' | 'right' | 'up' | 'down'> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The course of the call: a lane for each who was in it, time running with the script. */
export function Timeline({ course }: { course: Course }) {
  const { t, i18n } = useTranslation('calls');
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const prefix = useId();
  const words = useMarkWords(course);
  const first = course.lanes.findIndex((lane) => lane.marks.length > 0);
  const [at, setAt] = useState<At>({ lane: Math.max(0, first), mark: 0 });
  const rtl = i18n.dir() === 'rtl';
  const plot = { course, width: Math.max(1, width - 2 * SIDE), rtl, prefix };
  const height = TOP + course.lanes.length * LANE + BOTTOM;

  const onKeyDown = (event: KeyboardEvent) => {
    const way = DIRECTIONS[event.key];
    if (!way) return;
    event.preventDefault();
    const along = way === 'up' || way === 'down' ? way : isLater(way, rtl) ? 'after' : 'before';
    const next = nextMark(course, at, along);
    setAt(next);
    box.current?.querySelector<SVGElement>(`[data-mark="${next.lane}.${next.mark}"]`)?.focus();
  };
  const shown = course.lanes[at.lane]?.marks[at.mark];
  return (
    <div className="flex flex-col gap-2">
      <Legend course={course} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no drawing */}
      <div
        ref={box}
        role="group"
        aria-label={t('timeline.label')}
        onKeyDown={onKeyDown}
        className="w-full"
      >
        {width > 0 && (
          <svg width={width} height={height} direction="ltr" className="block">
            <title>{t('timeline.label')}</title>
            <Patterns prefix={prefix} />
            <g transform={`translate(${SIDE} 0)`}>
              <Axis plot={plot} height={height} />
              {course.lanes.map((lane, index) => (
                <LaneView
                  key={lane.id}
                  plot={plot}
                  lane={lane}
                  index={index}
                  at={at}
                  onAt={setAt}
                  say={words.say}
                />
              ))}
              {course.moves.map((move) => (
                <Arrow key={move.id} plot={plot} move={move} title={words.sayMove(move)} />
              ))}
            </g>
          </svg>
        )}
      </div>
      <p className="min-h-5 text-sm text-ink-2">
        {shown ? words.say(course.lanes[at.lane] as Lane, shown) : t('timeline.nothing')}
      </p>
    </div>
  );
}

function isLater(way: string, rtl: boolean): boolean {
  return (way === 'right') !== rtl;
}

function Axis({ plot, height }: { plot: Plot; height: number }) {
  const { course, width, rtl } = plot;
  const seconds = (course.to - course.from) / 1000;
  const ticks = ticksOf(seconds, tickStep(seconds, width, LABEL));
  return (
    <g aria-hidden>
      {ticks.map((tick) => {
        const x = placeAt(course, course.from + tick * 1000, width, rtl);
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={TOP - 6} y2={height} className="stroke-line" />
            <text x={x} y={TOP - 11} textAnchor="middle" className="num fill-ink-3 text-xs">
              {formatTimer(tick)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface LaneViewProps {
  plot: Plot;
  lane: Lane;
  index: number;
  at: At;
  onAt: (at: At) => void;
  say: (lane: Lane, mark: Mark) => string;
}

function LaneView({ plot, lane, index, at, onAt, say }: LaneViewProps) {
  const top = TOP + index * LANE;
  const [from, to] = [
    placeAt(plot.course, lane.from, plot.width, plot.rtl),
    placeAt(plot.course, lane.to, plot.width, plot.rtl),
  ];
  const middle = top + BAR_TOP + BAR / 2;
  return (
    <g>
      <text
        aria-hidden
        x={plot.rtl ? plot.width : 0}
        y={top + 16}
        textAnchor={plot.rtl ? 'end' : 'start'}
        className="fill-ink text-xs"
      >
        <tspan className="font-semibold">{isolate(lane.name)}</tspan>
        {lane.detail && <tspan className="num fill-ink-3">{`  ${isolate(lane.detail)}`}</tspan>}
      </text>
      <line x1={from} x2={to} y1={middle} y2={middle} className="stroke-line-strong" />
      {lane.marks.map((mark, place) => (
        <Bar
          key={`${mark.kind}:${mark.from}`}
          plot={plot}
          mark={mark}
          top={top + BAR_TOP}
          id={`${index}.${place}`}
          isCurrent={at.lane === index && at.mark === place}
          onFocus={() => onAt({ lane: index, mark: place })}
          words={say(lane, mark)}
        />
      ))}
    </g>
  );
}

interface BarProps {
  plot: Plot;
  mark: Mark;
  top: number;
  id: string;
  isCurrent: boolean;
  onFocus: () => void;
  words: string;
}

function Bar({ plot, mark, top, id, isCurrent, onFocus, words }: BarProps) {
  const { x, size } = spanOf(plot.course, mark, plot.width, plot.rtl);
  const look = lookOf(mark.kind);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it is looked at, with a focus that reads it out
    <rect
      role="img"
      aria-label={words}
      data-mark={id}
      tabIndex={isCurrent ? 0 : -1}
      x={x}
      y={top + look.inset}
      width={size}
      height={BAR - 2 * look.inset}
      rx={2}
      fill={look.pattern ? `url(#${plot.prefix}-${look.pattern})` : look.colour}
      stroke={look.colour}
      onFocus={onFocus}
      onPointerEnter={onFocus}
      className="outline-offset-1"
    >
      <title>{words}</title>
    </rect>
  );
}

/* From the bar of one to the bar of the other; a party without a lane is a short stub. */
function Arrow({ plot, move, title }: { plot: Plot; move: Move; title: string }) {
  if (move.fromLane === null && move.toLane === null) return null;
  const x = placeAt(plot.course, move.at, plot.width, plot.rtl);
  const middle = (lane: number) => TOP + lane * LANE + BAR_TOP + BAR / 2;
  const from = move.fromLane ?? move.toLane ?? 0;
  const to = move.toLane ?? from;
  const y1 = middle(from);
  const y2 = from === to ? y1 + BAR : middle(to) + (to > from ? -BAR / 2 : BAR / 2);
  const isDone = move.result === 'completed';
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a part of the drawing with a name
    <g role="img" aria-label={title}>
      <title>{title}</title>
      <line x1={x} x2={x} y1={y1} y2={y2} stroke="transparent" strokeWidth={10} />
      <line
        x1={x}
        x2={x}
        y1={y1}
        y2={y2}
        stroke="var(--ink)"
        strokeWidth={2}
        strokeDasharray={isDone ? undefined : '4 3'}
        markerEnd={`url(#${plot.prefix}-arrow)`}
      />
      <circle cx={x} cy={y1} r={3.5} fill="var(--ink)" stroke="var(--surface)" />
    </g>
  );
}
