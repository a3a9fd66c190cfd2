import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toWall, wallAfter, wallIn } from '@/lib/orders/wall-time';

interface WhenFieldProps {
  label: string;
  /** Wall clock of the company: "2026-11-22T16:00", or empty. */
  value: string;
  onChange: (wall: string) => void;
  required?: boolean;
  hint?: string;
  error?: string;
  className?: string;
}

/** A date and time to come, with the answers that customers give most at one press. */
export function WhenField({ label, value, onChange, required, ...rest }: WhenFieldProps) {
  const { t } = useTranslation('orders');
  const presets = [
    { label: t('when.in_2_hours'), wall: () => wallAfter(120) },
    { label: t('when.tomorrow_10'), wall: () => wallIn(1, '10:00') },
    { label: t('when.tomorrow_16'), wall: () => wallIn(1, '16:00') },
    { label: t('when.in_3_days'), wall: () => wallIn(3, '10:00') },
  ];
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={label} required={required} {...rest}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            min={toWall(Date.now())}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="num max-w-60"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-1.5">
        {presets.map((preset) => (
          <button
            key={preset.label}
            type="button"
            onClick={() => onChange(preset.wall())}
            className="min-h-6 rounded-md border border-line px-2 text-xs text-ink-2 hover:border-line-strong hover:bg-sunken hover:text-ink pointer-coarse:min-h-11"
          >
            {preset.label}
          </button>
        ))}
      </div>
    </div>
  );
}
