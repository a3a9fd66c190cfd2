import { Copy, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { clockTimes, WEEKDAYS, type Weekday, weekOf } from '@/lib/hours';
import { type Span, usualSpan, usualWeek, type Week } from '../company-api';
import type { PartProps } from './company-form';

const CLOSED_MAX = 60;

/** When the company is there: the hours of its week, and the days on which it is closed. */
export function HoursPart(props: PartProps) {
  const { draft, problem, onChange } = props;
  const { t } = useTranslation('administration');
  const week = draft.hours;
  const hoursProblem = problem?.field('business_hours');
  const put = (day: Weekday, spans: Span[]) =>
    week && onChange({ hours: { ...week, [day]: spans } });
  const copy = (spans: Span[]) =>
    onChange({ hours: Object.fromEntries(WEEKDAYS.map((day) => [day, spans])) as Week });
  return (
    <>
      <p className="-mt-2 text-xs text-ink-3">{t('business_hours.hours_hint')}</p>
      <Checkbox
        checked={week !== null}
        onChange={(on) => onChange({ hours: on ? usualWeek() : null })}
        hint={t('business_hours.hours_always')}
      >
        {t('business_hours.hours_limited')}
      </Checkbox>
      {week && (
        <ul aria-label={t('business_hours.hours')} className="flex flex-col">
          {weekOf(draft.language, draft.country).map((day) => (
            <DayRow
              key={day}
              day={day}
              spans={week[day]}
              onChange={(spans) => put(day, spans)}
              onCopy={() => copy(week[day])}
            />
          ))}
        </ul>
      )}
      {hoursProblem && <p className="text-xs text-danger">{hoursProblem}</p>}
      <ClosedDays {...props} />
    </>
  );
}

interface DayRowProps {
  day: Weekday;
  spans: Span[];
  onChange: (spans: Span[]) => void;
  onCopy: () => void;
}

function DayRow({ day, spans, onChange, onCopy }: DayRowProps) {
  const { t } = useTranslation(['administration', 'common']);
  const name = t(`common:weekday.${day}`);
  const second = { from: spans[0]?.to ?? '18:00', to: '24:00' };
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-line py-2 last:border-b-0">
      <div className="w-32 pt-1.5 max-md:w-full">
        <Checkbox checked={spans.length > 0} onChange={(on) => onChange(on ? [usualSpan] : [])}>
          {name}
        </Checkbox>
      </div>
      {spans.length === 0 && (
        <span className="min-w-0 flex-1 pt-1.5 text-ink-3">{t('business_hours.closed')}</span>
      )}
      {spans.length > 0 && (
        <div className="flex min-w-0 flex-1 flex-col gap-2">
          {spans.map((span, at) => (
            <SpanRow
              // biome-ignore lint/suspicious/noArrayIndexKey: first and second are what they are
              key={at}
              name={name}
              again={at > 0}
              span={span}
              onChange={(next) => onChange(spans.map((one, other) => (other === at ? next : one)))}
              onRemove={() => onChange(spans.slice(0, 1))}
            />
          ))}
        </div>
      )}
      <div className="flex gap-1">
        {spans.length === 1 && spans[0] && spans[0].to < '24:00' && (
          <IconButton
            icon={Plus}
            label={t('business_hours.add_span', { day: name })}
            onClick={() => onChange([...spans, second])}
          />
        )}
        <IconButton icon={Copy} label={t('business_hours.copy', { day: name })} onClick={onCopy} />
      </div>
    </li>
  );
}

interface SpanRowProps {
  name: string;
  again: boolean;
  span: Span;
  onChange: (span: Span) => void;
  onRemove: () => void;
}

function SpanRow({ name, again, span, onChange, onRemove }: SpanRowProps) {
  const { t } = useTranslation('administration');
  const times = clockTimes(span.from, span.to).map((value) => ({ value, label: value }));
  const ends = [
    { end: 'from', label: again ? 'business_hours.from_again' : 'business_hours.from' },
    { end: 'to', label: again ? 'business_hours.to_again' : 'business_hours.to' },
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ends.map(({ end, label }) => (
        <Select
          key={end}
          aria-label={t(label, { day: name })}
          value={span[end]}
          onChange={(value) => onChange({ ...span, [end]: value })}
          options={times}
          className="num w-24"
        />
      ))}
      {again && (
        <IconButton
          icon={Trash2}
          label={t('business_hours.remove_span', { day: name })}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

function ClosedDays({ draft, problem, onChange }: PartProps) {
  const { t } = useTranslation('administration');
  const { closed } = draft;
  const refused = problem?.field('closed_days');
  const put = (at: number, part: Partial<(typeof closed)[number]>) =>
    onChange({ closed: closed.map((one, other) => (other === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-semibold">{t('business_hours.closed_days')}</legend>
      <p className="text-xs text-ink-3">{t('business_hours.closed_hint')}</p>
      {closed.map(({ date, name }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no other identity
        <div key={at} className="flex flex-wrap items-center gap-2">
          <Input
            type="date"
            required
            aria-label={t('business_hours.closed_date_of', { n: at + 1 })}
            aria-invalid={refused ? true : undefined}
            value={date}
            onChange={(event) => put(at, { date: event.target.value })}
            className="num max-w-44"
          />
          <Input
            dir="auto"
            maxLength={100}
            aria-label={t('business_hours.closed_name_of', { n: at + 1 })}
            placeholder={t('business_hours.closed_name')}
            value={name}
            onChange={(event) => put(at, { name: event.target.value })}
            className="min-w-0 max-w-64 flex-1"
          />
          <IconButton
            icon={Trash2}
            label={t('business_hours.closed_remove', { day: name || date || at + 1 })}
            onClick={() => onChange({ closed: closed.filter((_, other) => other !== at) })}
          />
        </div>
      ))}
      {refused && <p className="text-xs text-danger">{refused}</p>}
      {closed.length < CLOSED_MAX && (
        <Button
          icon={Plus}
          className="self-start"
          onClick={() => onChange({ closed: [...closed, { date: '', name: '' }] })}
        >
          {t('business_hours.closed_add')}
        </Button>
      )}
    </fieldset>
  );
}
