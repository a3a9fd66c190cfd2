import { Pencil, ShieldBan, Star, Tags, UserRoundSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/components/ui/avatar';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { Phone } from '@/components/ui/phone';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { Chat } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { formatDateTime, formatNumber } from '@/lib/format';
import { useTagName } from '../choices';
import { useChat } from '../store/chats';
import { useChatDialogs } from '../thread/dialogs';
import { useRights } from '../thread/rights';
import { Notes } from './notes';
import { PersonParts } from './person-parts';
import { TimelinePart } from './timeline-part';
import { VisitorPart } from './visitor-part';

/** Who the customer is, where they are on the site, and what was between us before. */
export function CustomerPanel({ id }: { id: number }) {
  const { t } = useTranslation('chat');
  const chat = useChat(id);
  if (!chat) return null;
  return (
    <ScrollRegion label={t('customer.title')} className="flex h-full flex-col gap-4 p-4">
      <Identity chat={chat} />
      <PersonParts chat={chat} />
      <VisitorPart chat={chat} />
      <TagsPart chat={chat} />
      {chat.rating && (
        <Part title={t('customer.rating')}>
          <p className="flex items-center gap-1.5">
            <Star aria-hidden size={15} className="text-ink-3" />
            {t('customer.score', { score: formatNumber(chat.rating.score) })}
          </p>
          {chat.rating.comment && (
            <p dir="auto" className="match text-sm text-ink-2">
              {chat.rating.comment}
            </p>
          )}
        </Part>
      )}
      <Notes id={id} />
      <TimelinePart id={id} />
    </ScrollRegion>
  );
}

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

export function Part({ title, action, children }: PartProps) {
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="flex min-h-6 items-center text-sm font-semibold">
        {title}
        {action && <span className="ms-auto">{action}</span>}
      </h3>
      {children}
    </section>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 truncate text-end">{children}</dd>
    </div>
  );
}

function Identity({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  const rights = useRights(chat);
  const ask = useChatDialogs((dialogs) => dialogs.open);
  const { email, phone, blocked, verified } = chat.customer;
  return (
    <section aria-label={t('customer.identity')} className="flex flex-col gap-3">
      <div className="flex items-center gap-2.5">
        <Avatar name={nameOf(chat)} />
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">
          <bdi>{nameOf(chat)}</bdi>
        </h2>
        {rights.tag && (
          <IconButton
            icon={Pencil}
            label={t('customer.edit')}
            onClick={() => ask({ kind: 'identity', id: chat.id })}
          />
        )}
      </div>
      {blocked && (
        <Chip tone="danger" icon={ShieldBan} className="self-start">
          {t('customer.blocked')}
        </Chip>
      )}
      {chat.customer.id !== null && !verified && (
        <div className="flex flex-col gap-1">
          <Chip tone="warning" icon={UserRoundSearch} className="self-start">
            {t('customer.possible')}
          </Chip>
          <p className="text-xs text-ink-2">{t('customer.possible_hint')}</p>
        </div>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {phone && (
          <Fact label={t('customer.phone')}>
            <a href={`tel:${phone}`} className="text-accent hover:underline">
              <Phone number={phone} />
            </a>
          </Fact>
        )}
        {email && (
          <Fact label={t('customer.email')}>
            <a href={`mailto:${email}`} className="text-accent hover:underline">
              <bdi dir="ltr">{email}</bdi>
            </a>
          </Fact>
        )}
        <Fact label={t('customer.since')}>{formatDateTime(chat.created_at)}</Fact>
        <Fact label={t('customer.source')}>{t(`source.${chat.source}`)}</Fact>
        {chat.subject && (
          <Fact label={t('customer.subject')}>
            <bdi>{chat.subject}</bdi>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function TagsPart({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  const rights = useRights(chat);
  const ask = useChatDialogs((dialogs) => dialogs.open);
  const named = useTagName();
  return (
    <Part
      title={t('customer.tags')}
      action={
        rights.tag && (
          <IconButton
            icon={Tags}
            label={t('deed.tags')}
            onClick={() => ask({ kind: 'tags', id: chat.id })}
          />
        )
      }
    >
      {chat.tags.length === 0 ? (
        <p className="text-sm text-ink-3">{t('customer.no_tags')}</p>
      ) : (
        <ul className="flex flex-wrap gap-1">
          {chat.tags.map((code) => (
            <li key={code} className="rounded-sm bg-neutral-bg px-1.5 text-xs text-neutral">
              <bdi>{named(code)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
