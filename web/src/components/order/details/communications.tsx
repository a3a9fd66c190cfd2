import {
  type LucideIcon,
  Mail,
  MessageSquare,
  NotebookPen,
  PhoneIncoming,
  PhoneOutgoing,
  ShieldAlert,
  Star,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Communication } from '@/lib/api';
import { formatDateTime, formatSmart, formatTimer } from '@/lib/format';
import { escalationState, messageState } from '@/lib/states';

/* Notes and changes of the status have sections of their own. */
type Contact = Exclude<Communication['kind'], 'status' | 'note'>;

const icons: Record<Contact, LucideIcon> = {
  call: PhoneOutgoing,
  sms: MessageSquare,
  email: Mail,
  interaction: NotebookPen,
  rating: Star,
  escalation: ShieldAlert,
};

type Item = Communication & { kind: Contact };

function isContact(item: Communication): item is Item {
  return item.kind !== 'status' && item.kind !== 'note';
}

function isInbound(item: Communication): boolean {
  return item.direction === 'inbound';
}

/** "Call attempt (Answered)": what it was, and how it ended. */
function useTitle() {
  const { t, i18n } = useTranslation(['orders', 'common']);
  const kindOf = (item: Item) => {
    if (item.kind === 'call' && isInbound(item)) return t('communication.call_in');
    if (item.kind === 'sms' || item.kind === 'email')
      return t(`communication.${item.kind}_${isInbound(item) ? 'in' : 'out'}`);
    if (item.kind === 'interaction') return t(`interaction.types.${item.channel}`);
    return t(`communication.${item.kind}`);
  };
  const outcomeOf = (item: Item) => {
    if (item.kind === 'rating') return t('communication.score', { score: item.score });
    if (item.template)
      return t(`template.${item.template}`, {
        defaultValue: item.template.replaceAll('_', ' '),
      });
    if (!item.outcome) return null;
    if (item.kind === 'escalation')
      return t(`common:${escalationState(item.outcome).label}`, { value: item.outcome });
    const key = `orders:${item.kind === 'interaction' ? 'resolution' : 'outcome'}.${item.outcome}`;
    return i18n.exists(key) ? t(key) : item.outcome.replaceAll('_', ' ');
  };
  return (item: Item) => {
    const [kind, outcome] = [kindOf(item), outcomeOf(item)];
    return outcome ? t('communication.with_outcome', { kind, outcome }) : kind;
  };
}

/** What is said beside it: the level, the stars, how long it took. */
function useDetails() {
  const { t } = useTranslation(['orders', 'common']);
  return (item: Communication) =>
    [
      item.kind === 'escalation' && t(`common:level.${item.channel}`),
      item.kind === 'interaction' &&
        item.score !== null &&
        t('communication.score', { score: item.score }),
      item.kind === 'interaction' &&
        item.duration_seconds !== null &&
        formatTimer(item.duration_seconds),
    ]
      .filter(Boolean)
      .join(' · ');
}

/** Whether a message has reached the customer, and why not. */
function Delivery({ item: { status, error } }: { item: Item }) {
  const { t } = useTranslation('common');
  const look = messageState(status ?? '');
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <Chip tone={look.tone} icon={look.icon}>
        {t(look.label)}
      </Chip>
      {error && (
        <span dir="auto" className="wrap-anywhere text-xs text-danger">
          {error}
        </span>
      )}
    </p>
  );
}

/** Everything that went to and from the customer, the latest first. */
export function Communications({ items }: { items: Communication[] }) {
  const { t } = useTranslation('orders');
  const titleOf = useTitle();
  const detailsOf = useDetails();
  const contacts = items.filter(isContact);
  if (contacts.length === 0) return <p className="text-ink-3">{t('communication.none')}</p>;
  const latestFirst = contacts.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
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
              {item.status && item.status !== 'received' && <Delivery item={item} />}
              {detailsOf(item) && <p className="num text-xs text-ink-3">{detailsOf(item)}</p>}
              {item.text && (
                <p dir="auto" className="match wrap-anywhere whitespace-pre-line text-ink-2">
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
