import { useTranslation } from 'react-i18next';
import { Kbd } from '@/components/ui/kbd';
import { RadioGroup } from '@/components/ui/radio-group';
import { SETTABLE, type SettableStatus } from '@/lib/orders/status';
import { orderStates } from '@/lib/states';

interface StatusRadiosProps {
  value: SettableStatus | '';
  onChange: (status: SettableStatus) => void;
  /** Why a status cannot be chosen; undefined where it can. */
  whyNot: (status: SettableStatus) => string | undefined;
  hintOf?: (status: SettableStatus) => string | undefined;
  error?: string;
}

/** The six statuses, each with its key. */
export function StatusRadios({ value, onChange, whyNot, hintOf, error }: StatusRadiosProps) {
  const { t } = useTranslation(['orders', 'common']);
  return (
    <RadioGroup
      label={t('status.new')}
      required
      value={value}
      onChange={(next) => onChange(next as SettableStatus)}
      error={error}
      columns={2}
      className="max-md:[&_[role=radiogroup]]:grid-cols-1"
      options={SETTABLE.map((status, index) => {
        const reason = whyNot(status);
        return {
          value: status,
          icon: orderStates[status].icon,
          disabled: reason !== undefined,
          hint: reason ?? hintOf?.(status),
          label: (
            <span className="inline-flex items-center gap-2">
              {t(`common:${orderStates[status].label}`)}
              <Kbd keys={`Digit${index + 1}`} className="text-ink-3 max-md:hidden" />
            </span>
          ),
        };
      })}
    />
  );
}

/** The status of a pressed digit key, wherever the layout writes its digits. */
export function statusOfKey(code: string): SettableStatus | null {
  const digit = /^(?:Digit|Numpad)([1-6])$/.exec(code)?.[1];
  return digit ? (SETTABLE[Number(digit) - 1] ?? null) : null;
}
