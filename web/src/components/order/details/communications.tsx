import {
  ArrowLeftRight,
  type LucideIcon,
  Mail,
  MessageSquare,
  PhoneIncoming,
  PhoneOutgoing,
  StickyNote,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Communication } from '@/lib/api';
import { formatDateTime, formatSmart } from '@/lib/format';
import { orderState } from '@/lib/states';

const icons: Record<Communication['kind'], LucideIcon> = {
  call: PhoneOutgoing,
  sms: MessageSquare,
  email: Mail,
  status: ArrowLeftRight,
  note: StickyNote,
};

function isInbound(item: Communication): boolean {
  return item.direction === 'inbound';
}

/** Everything that went to and from the customer, the latest first. */
export function Communications({ items }: { items: Communication[] }) {
  const { t, i18n } = useTranslation(['orders', 'common']);
  if (items.length === 0) return <p className="text-ink-3">{t('communication.none')}</p>;
  const latestFirst = [...items].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const titleOf = (item: Communication) => {
    const kind =
      item.kind === 'call' && isInbound(item)
        ? t('communication.call_in')
        : t(`communication.${item.kind}`);
    if (!item.outcome) return kind;
    if (item.kind === 'status') {
      const outcome = t(`common:${orderState(item.outcome).label}`, { value: item.outcome });
      return t('communication.with_outcome', { kind, outcome });
    }
    const key = `orders:outcome.${item.outcome}`;
    const outcome = i18n.exists(key) ? t(key) : item.outcome.replaceAll('_', ' ');
    return t('communication.with_outcome', { kind, outcome });
  };
  return (
    <ul className="flex flex-col gap-2">
      {latestFirst.map((item) => {
        const Icon = item.kind === 'call' && isInbound(item) ? PhoneIncoming : icons[item.kind];
        return (
          <li key={`${item.kind}:${item.id}`} className="flex items-start gap-2">
            <Icon aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
            <div className="min-w-0">
              <p>
                <time dateTime={item.at} title={formatDateTime(item.at)} className="num text-ink-3">
                  {formatSmart(item.at)}
                </time>
                {' – '}
                {titleOf(item)}
              </p>
              {item.text && (
                <p dir="auto" className="match wrap-anywhere text-ink-2">
                  {item.text}
                </p>
              )}
              {item.agent && (
                <p className="text-xs text-ink-3">
                  <bdi>{item.agent.name}</bdi>
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
