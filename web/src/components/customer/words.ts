import { useTranslation } from 'react-i18next';
import type { CustomerField, CustomerValue } from '@/lib/api';
import { formatDay, formatNumber } from '@/lib/format';

interface Named {
  name_en: string;
  name_ar: string;
}

/** Fields, choices and tags are named in both languages: this gives the one of the page. */
export function useNameOf(): (named: Named) => string {
  const { i18n } = useTranslation();
  return (named) => (i18n.language === 'ar' ? named.name_ar : named.name_en);
}

const DASH = '–';

/** A value as people read it. */
export function useValueText(): (field: CustomerField, value: CustomerValue | undefined) => string {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  return (field, value) => {
    if (value === undefined) return DASH;
    if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
    if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 10 });
    if (field.type === 'date') return formatDay(value);
    const option = field.options.find((one) => one.value === value);
    return option ? nameOf(option) : value;
  };
}
