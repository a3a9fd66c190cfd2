import { BellRing, Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import type { Chat } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { formatTimer } from '@/lib/format';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { useNow } from '@/lib/use-now';
import { useChat } from '../store/chats';
import { useOffers } from '../store/offers';
import { useDeed } from '../use-deed';

/** Chats that are offered to this person, each until its time is over. */
export function Offers({ onOpen }: { onOpen: (id: number) => void }) {
  const { t } = useTranslation('chat');
  const offers = useOffers();
  return (
    <section aria-label={t('offer.title')} aria-live="polite">
      {offers.map((id, index) => (
        <Offer key={id} id={id} isFirst={index === 0} onOpen={onOpen} />
      ))}
    </section>
  );
}

interface OfferProps {
  id: number;
  isFirst: boolean;
  onOpen: (id: number) => void;
}

function Offer({ id, isFirst, onOpen }: OfferProps) {
  const { t } = useTranslation('chat');
  const chat = useChat(id);
  const accept = useDeed('accept', () => onOpen(id));
  const decline = useDeed('decline');
  const acceptKeys = useKeys('chat.accept');
  const declineKeys = useKeys('chat.decline');
  const isBusy = accept.isPending || decline.isPending;
  useShortcut('chat.accept', () => accept.mutate({ id }), isFirst && !isBusy);
  useShortcut('chat.decline', () => decline.mutate({ id }), isFirst && !isBusy);
  if (!chat) return null;
  return (
    <div className="flex items-center gap-2 border-b border-line bg-info-bg px-3 py-2 text-info">
      <BellRing aria-hidden size={16} className="shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          <bdi>{nameOf(chat)}</bdi>
        </p>
        <p className="truncate text-xs">
          {chat.department ? <bdi>{chat.department.name}</bdi> : t('offer.any')}
          {' · '}
          <Left chat={chat} />
        </p>
      </div>
      <Button
        variant="primary"
        icon={Check}
        busy={accept.isPending}
        shortcut={isFirst ? acceptKeys : undefined}
        onClick={() => accept.mutate({ id })}
      >
        {t('offer.accept')}
      </Button>
      <IconButton
        icon={X}
        label={t('offer.decline')}
        shortcut={isFirst ? declineKeys : undefined}
        disabled={isBusy}
        onClick={() => decline.mutate({ id })}
      />
    </div>
  );
}

/* Seconds that are left; read out once, not each second. */
function Left({ chat }: { chat: Chat }) {
  const { t } = useTranslation('chat');
  const now = useNow('second');
  if (chat.offer_until === null) return null;
  const seconds = Math.max(0, (Date.parse(chat.offer_until) - now) / 1000);
  return (
    <span aria-hidden className="num">
      {t('offer.left', { time: formatTimer(seconds) })}
    </span>
  );
}
