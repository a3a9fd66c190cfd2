import {
  ArrowLeft,
  ArrowRightLeft,
  Check,
  Ellipsis,
  Hand,
  PanelRightOpen,
  RotateCcw,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { IconButton } from '@/components/ui/icon-button';
import { ChatChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import type { Chat } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { chatState } from '@/lib/states';
import { useDeed } from '../use-deed';
import { useChatDialogs } from './dialogs';
import { MoreMenu } from './more-menu';
import { useRights } from './rights';
import { Viewers } from './viewers';

interface HeaderProps {
  chat: Chat;
  onBack: () => void;
  onNext: () => void;
  onDetails: () => void;
}

/** Who it is, how it stands, and what can be done with it. */
export function Header({ chat, onBack, onNext, onDetails }: HeaderProps) {
  const { t } = useTranslation('chat');
  return (
    <header className="flex min-h-13 items-center gap-2 border-b border-line px-3 py-1.5">
      <IconButton icon={ArrowLeft} flip label={t('back')} onClick={onBack} className="md:hidden" />
      <Avatar name={nameOf(chat)} className="max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-base font-semibold">
          <bdi>{nameOf(chat)}</bdi>
        </h2>
        <p className="flex min-w-0 items-center gap-1.5 text-xs text-ink-3">
          <ChatChip state={chat.state} className="shrink-0" />
          <bdi className="ltr num max-sm:hidden">#{chat.id}</bdi>
          {chat.department && (
            <span className="truncate max-sm:hidden">
              · <bdi>{chat.department.name}</bdi>
            </span>
          )}
          {chat.agent && (
            <span className="truncate">
              · <bdi>{chat.agent.name}</bdi>
            </span>
          )}
        </p>
      </div>
      <Waits chat={chat} />
      <Viewers id={chat.id} />
      <Deeds chat={chat} onNext={onNext} />
      <IconButton
        icon={PanelRightOpen}
        flip
        label={t('customer.open')}
        onClick={onDetails}
        className="xl:hidden"
      />
    </header>
  );
}

function Waits({ chat }: { chat: Chat }) {
  if (chat.state !== 'waiting' && chat.state !== 'offered') return null;
  const look = chatState(chat.state);
  return (
    <Chip tone={chat.alert ? 'danger' : look.tone} icon={look.icon} className="max-lg:hidden">
      <Timer since={chat.waiting_since ?? chat.queued_at ?? chat.created_at} />
    </Chip>
  );
}

function Deeds({ chat, onNext }: { chat: Chat; onNext: () => void }) {
  const { t } = useTranslation('chat');
  const rights = useRights(chat);
  const claim = useDeed('claim');
  const close = useDeed('close');
  const reopen = useDeed('reopen');
  const ask = useChatDialogs((dialogs) => dialogs.open);
  const claimKeys = useKeys('chat.claim');
  const closeKeys = useKeys('chat.close');
  const transferKeys = useKeys('chat.transfer');
  const { id, version } = chat;
  const finish = () => close.mutate({ id, body: {} });
  useShortcut('chat.claim', () => claim.mutate({ id, body: { version } }), rights.claim);
  useShortcut('chat.close', finish, rights.close);
  useShortcut(
    'chat.close_next',
    () => {
      onNext();
      finish();
    },
    rights.close,
  );
  useShortcut('chat.transfer', () => ask({ kind: 'transfer', id }), rights.transfer);
  useShortcut('chat.tags', () => ask({ kind: 'tags', id }), rights.tag);
  return (
    <div className="flex items-center gap-1">
      {rights.claim && (
        <Button
          variant="primary"
          icon={Hand}
          busy={claim.isPending}
          shortcut={claimKeys}
          onClick={() => claim.mutate({ id, body: { version } })}
        >
          {t('deed.claim')}
        </Button>
      )}
      {rights.close && (
        <Button icon={Check} busy={close.isPending} shortcut={closeKeys} onClick={finish}>
          {t('deed.close')}
        </Button>
      )}
      {rights.reopen && (
        <Button icon={RotateCcw} busy={reopen.isPending} onClick={() => reopen.mutate({ id })}>
          {t('deed.reopen')}
        </Button>
      )}
      {rights.transfer && (
        <IconButton
          icon={ArrowRightLeft}
          flip
          label={t('deed.transfer')}
          shortcut={transferKeys}
          onClick={() => ask({ kind: 'transfer', id })}
          className="max-sm:hidden"
        />
      )}
      <MoreMenu chat={chat} trigger={<IconButton icon={Ellipsis} label={t('deed.more')} />} />
    </div>
  );
}
