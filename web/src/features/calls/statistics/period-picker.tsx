import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { dayOf } from '@/lib/format';
import { type Address, PERIODS, type Period } from './address';

interface PeriodPickerProps {
  address: Address;
  onChange: (address: Address) => void;
}

/** Today, this week, this month, or the days between two dates. */
export function PeriodPicker({ address, onChange }: PeriodPickerProps) {
  const { t } = useTranslation('call_stats');
  const today = dayOf(new Date());
  const choose = (period: Period) =>
    onChange(
      period === 'custom'
        ? { period, from: address.from || `${today.slice(0, 7)}-01`, to: address.to || today }
        : { period, from: '', to: '' },
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('period.label')}
        value={address.period}
        onChange={(period) => choose(period as Period)}
        options={PERIODS.map((period) => ({ value: period, label: t(`period.${period}`) }))}
      />
      {address.period === 'custom' && <Days address={address} today={today} onChange={onChange} />}
    </div>
  );
}

function Days({ address, today, onChange }: PeriodPickerProps & { today: string }) {
  const { t } = useTranslation('call_stats');
  // A date that is being typed is none yet, and must not be taken away under the fingers.
  const [typed, setTyped] = useState({ from: address.from, to: address.to });
  const put = (part: Partial<typeof typed>) => {
    const { from, to } = { ...typed, ...part };
    setTyped({ from, to });
    if (from && to && from <= to) onChange({ period: 'custom', from, to });
  };
  return (
    <fieldset className="flex items-center gap-1.5">
      <legend className="sr-only">{t('period.custom')}</legend>
      <Input
        type="date"
        aria-label={t('period.from')}
        value={typed.from}
        max={typed.to || today}
        onChange={(event) => put({ from: event.target.value })}
        className="num w-36"
      />
      <span aria-hidden>–</span>
      <Input
        type="date"
        aria-label={t('period.to')}
        value={typed.to}
        min={typed.from || undefined}
        max={today}
        onChange={(event) => put({ to: event.target.value })}
        className="num w-36"
      />
    </fieldset>
  );
}
