import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import { PERIODS } from '../address';

interface PeriodPickerProps {
  value: string;
  onChange: (period: string) => void;
}

export function PeriodPicker({ value, onChange }: PeriodPickerProps) {
  const { t } = useTranslation('performance');
  return (
    <Select
      aria-label={t('period.label')}
      value={value}
      onChange={onChange}
      options={PERIODS.map((period) => ({ value: period, label: t(`period.${period}`) }))}
    />
  );
}
