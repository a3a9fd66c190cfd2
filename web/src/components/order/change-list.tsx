import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ModificationChange } from '@/lib/api';
import { formatDay, formatMoney, formatNumber, formatPhone, formatSmart } from '@/lib/format';
import { orderState } from '@/lib/states';

const DASH = '–';

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null;

/** A value of an order as a person reads it, by the name of its field. */
export function valueText(
  t: TFunction<['orders', 'common']>,
  field: string,
  value: unknown,
): string {
  if (value === null || value === undefined || value === '') return DASH;
  switch (field) {
    case 'price':
      return formatMoney(Number(member(value, 'price_minor')), String(member(value, 'currency')));
    case 'product':
      return String(member(value, 'name') ?? DASH);
    case 'quantity':
      return formatNumber(Number(value));
    case 'customer_phone':
      return formatPhone(String(value));
    case 'expected_at':
      return formatSmart(String(value));
    case 'expected_delivery':
      return formatDay(String(value));
    case 'priority':
      return t(`orders:priority.${value}`);
    case 'status':
      return t(`common:${orderState(String(value)).label}`, { value: String(value) });
    case 'cancellation_reason':
      return t(`orders:reason.${value}`);
    default:
      return String(value);
  }
}

const ltr = ['customer_phone', 'product_url'];
const numeric = ['price', 'quantity', 'expected_at', 'expected_delivery'];

function Value({ field, value, struck }: { field: string; value: unknown; struck?: boolean }) {
  const { t } = useTranslation(['orders', 'common']);
  const text = valueText(t, field, value);
  const look = numeric.includes(field) ? 'num' : ltr.includes(field) ? 'ltr' : undefined;
  if (struck) {
    return (
      <del className="text-ink-3">
        <bdi className={look}>{text}</bdi>
      </del>
    );
  }
  return <bdi className={look}>{text}</bdi>;
}

interface ChangeListProps {
  changes: ModificationChange[];
  /** What the order says now, where that is neither of the two. */
  now?: Record<string, unknown>;
}

/** What was and what is to be, field by field. */
export function ChangeList({ changes, now }: ChangeListProps) {
  const { t } = useTranslation('orders');
  return (
    <table className="w-full max-w-2xl table-fixed text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('modify.field')}</th>
          <th scope="col">{t('modify.before')}</th>
          <th scope="col">{t('modify.after')}</th>
          {now && <th scope="col">{t('modify.now')}</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="align-top">
            <th scope="row" className="w-28 py-0.5 pe-3 text-start font-normal text-ink-3">
              {t(`modify.fields.${field}`)}
            </th>
            <td className="py-0.5 pe-3 wrap-anywhere">
              <Value field={field} value={before} struck />
            </td>
            <td className="py-0.5 pe-3 font-semibold wrap-anywhere">
              <Value field={field} value={after} />
            </td>
            {now && (
              <td className="py-0.5 wrap-anywhere text-warning">
                {field in now && (
                  <>
                    {t('modify.now')}: <Value field={field} value={now[field]} />
                  </>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
