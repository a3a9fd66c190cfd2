import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { formatNumber } from '@/lib/format';
import { FillDefinition, fillOf } from './fills';
import { labelStep, niceTicks } from './scale';
import type { ChartData, ChartPoint } from './types';
import { useWidth } from './use-width';

const HEIGHT = 220;
const TOP = 16;
const BOTTOM = 24;
const AXIS = 48;
const LABEL_WIDTH = 56;
const BAR_MAX = 36;

interface Plot {
  data: ChartData;
  width: number;
  rtl: boolean;
  max: number;
  write: (value: number) => string;
  fillId: (index: number) => string;
}

function y(plot: Plot, value: number): number {
  return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / plot.max);
}

/* Time runs with the script: the first point stands where reading begins. */
function slot(plot: Plot, index: number): { start: number; size: number } {
  const size = Math.max(0, plot.width - AXIS) / Math.max(1, plot.data.points.length);
  return { start: plot.rtl ? plot.width - AXIS - (index + 1) * size : AXIS + index * size, size };
}

function Axis({ plot, ticks }: { plot: Plot; ticks: number[] }) {
  const [from, to] = plot.rtl ? [0, plot.width - AXIS] : [AXIS, plot.width];
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={from} x2={to} y1={y(plot, tick)} y2={y(plot, tick)} className="stroke-line" />
          <text
            x={plot.rtl ? plot.width - AXIS + 8 : AXIS - 8}
            y={y(plot, tick) + 4}
            textAnchor={plot.rtl ? 'start' : 'end'}
            className="num fill-ink-3 text-xs"
          >
            {plot.write(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Target({ plot }: { plot: Plot }) {
  const { target } = plot.data;
  if (!target || target.value > plot.max) return null;
  const [from, to] = plot.rtl ? [0, plot.width - AXIS] : [AXIS, plot.width];
  const at = y(plot, target.value);
  return (
    <g>
      <line x1={from} x2={to} y1={at} y2={at} className="stroke-ink-2" strokeDasharray="5 4" />
      <text
        x={plot.rtl ? from + 4 : to - 4}
        y={at - 5}
        textAnchor={plot.rtl ? 'start' : 'end'}
        className="fill-ink-2 text-xs"
      >
        {target.label}
      </text>
    </g>
  );
}

function Column({ plot, point, index }: { plot: Plot; point: ChartPoint; index: number }) {
  const navigate = useNavigate();
  const { start, size } = slot(plot, index);
  const { series } = plot.data;
  const bar = Math.min(BAR_MAX, (size * 0.7) / Math.max(1, series.length));
  const first = start + (size - bar * series.length) / 2;
  const said = series
    .map(({ id, label }) => {
      const value = point.values[id];
      return `${label}: ${value === null || value === undefined ? '–' : plot.write(value)}`;
    })
    .join(', ');
  const bars = (
    <>
      <rect x={start} y={TOP} width={size} height={HEIGHT - TOP - BOTTOM} fill="transparent">
        <title>{`${point.title ?? point.label}. ${said}`}</title>
      </rect>
      {series.map(({ id, tone }, n) => {
        const value = point.values[id];
        if (value === null || value === undefined) return null;
        const place = plot.rtl ? series.length - 1 - n : n;
        return (
          <rect
            key={id}
            x={first + place * bar + 1}
            y={y(plot, value)}
            width={Math.max(1, bar - 2)}
            height={Math.max(0, HEIGHT - BOTTOM - y(plot, value))}
            fill={fillOf({ id: plot.fillId(n), tone, index: n })}
          />
        );
      })}
    </>
  );
  const { to } = point;
  if (!to) return bars;
  return (
    <a
      href={to}
      tabIndex={-1}
      dir={point.isName ? 'auto' : undefined}
      onClick={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {bars}
    </a>
  );
}

function Labels({ plot }: { plot: Plot }) {
  const step = labelStep(plot.data.points.length, plot.width - AXIS, LABEL_WIDTH);
  return plot.data.points.map((point, index) => {
    if (index % step !== 0) return null;
    const { start, size } = slot(plot, index);
    return (
      <text
        key={point.id}
        x={start + size / 2}
        y={HEIGHT - 7}
        textAnchor="middle"
        className="num fill-ink-3 text-xs"
      >
        {point.label}
      </text>
    );
  });
}

/**
 * Bars over an axis of days or names. Drawn for eyes only: the frame offers the same figures as a
 * table, where they can be read out and their rows opened by keyboard.
 */
export function Bars({ data }: { data: ChartData }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const prefix = useId();
  const { i18n } = useTranslation();
  const values = data.points.flatMap((point) => data.series.map(({ id }) => point.values[id] ?? 0));
  const all = [...values, data.target?.value ?? 0];
  const ticks = niceTicks(Math.max(0, ...all), all.every(Number.isInteger));
  const plot: Plot = {
    data,
    width,
    rtl: i18n.dir() === 'rtl',
    max: ticks.at(-1) ?? 1,
    write: data.format ?? ((value) => formatNumber(value)),
    fillId: (index) => `${prefix}-${index}`,
  };
  return (
    <div ref={box} className="w-full">
      {width > 0 && (
        <svg aria-hidden width={width} height={HEIGHT} direction="ltr" className="overflow-visible">
          <defs>
            {data.series.map(({ id, tone }, index) => (
              <FillDefinition key={id} id={plot.fillId(index)} tone={tone} index={index} />
            ))}
          </defs>
          <Axis plot={plot} ticks={ticks} />
          {data.points.map((point, index) => (
            <Column key={point.id} plot={plot} point={point} index={index} />
          ))}
          <Target plot={plot} />
          <Labels plot={plot} />
        </svg>
      )}
    </div>
  );
}
