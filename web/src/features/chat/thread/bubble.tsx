import {
  Bot,
  Check,
  CheckCheck,
  CornerUpLeft,
  Ellipsis,
  Lock,
  type LucideIcon,
  Pencil,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { ChatMessage } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';
import { formatDateTime, formatTime } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { FileList } from '../files/file-list';
import { useChatPart } from '../store/chats';
import { EditForm } from './edit-form';
import { Quote } from './quote';
import { Written } from './written';

interface BubbleProps {
  message: ChatMessage;
  isFirst: boolean;
  isLast: boolean;
  onReply: (message: ChatMessage) => void;
}

/** The look of what one side wrote; a note is never mistaken for something the customer sees. */
export function bubbleLook(message: Pick<ChatMessage, 'speaker' | 'internal'>): string {
  if (message.internal) return 'border border-dashed border-warning bg-note';
  if (message.speaker === 'customer') return 'bg-sunken';
  return message.speaker === 'bot' ? 'bg-violet-bg' : 'bg-bubble-out';
}

export function Bubble({ message, isFirst, isLast, onReply }: BubbleProps) {
  const [isEditing, setIsEditing] = useState(false);
  const isOurs = message.speaker !== 'customer';
  return (
    <article
      data-seq={message.seq}
      className={cx(
        'group flex max-w-[82%] flex-col gap-0.5',
        isFirst ? 'pt-2' : 'pt-0.5',
        isOurs ? 'ms-auto items-end' : 'items-start',
      )}
    >
      {isFirst && isOurs && <Author message={message} />}
      {isEditing ? (
        <EditForm message={message} onClose={() => setIsEditing(false)} />
      ) : (
        <div className={cx('flex max-w-full items-center gap-1', !isOurs && 'flex-row-reverse')}>
          <Deeds message={message} onReply={onReply} onEdit={() => setIsEditing(true)} />
          <div className={cx('min-w-0 rounded-lg px-3 py-1.5 text-base', bubbleLook(message))}>
            {message.reply_to && <Quote quoted={message.reply_to} />}
            {message.files.length > 0 && <FileList files={message.files} />}
            {message.content && <Written text={message.content} />}
          </div>
        </div>
      )}
      {isLast && <Foot message={message} />}
      {!isLast && <span className="sr-only">{formatTime(message.sent_at)}</span>}
    </article>
  );
}

function Author({ message }: { message: ChatMessage }) {
  const { t } = useTranslation('chat');
  const name = message.author?.name;
  const isBot = message.speaker === 'bot';
  if (!name && !isBot && !message.internal) return null;
  const Icon = message.internal ? Lock : isBot ? Bot : null;
  return (
    <span className="inline-flex items-center gap-1 text-xs text-ink-3">
      {Icon && <Icon aria-hidden size={12} />}
      {message.internal && <span>{t('thread.note')}</span>}
      {name ? <bdi>{name}</bdi> : isBot && t('thread.bot')}
    </span>
  );
}

const EDIT_MS = 15 * 60_000;

/** Answering it, and correcting one's own while that is fresh. */
function Deeds({
  message,
  onReply,
  onEdit,
}: Pick<BubbleProps, 'message' | 'onReply'> & { onEdit: () => void }) {
  const { t } = useTranslation('chat');
  const mayWrite = useCan('chats.write');
  const self = useSession((state) => state.user?.id);
  const isOpen = useChatPart(message.chat_id, (entry) => entry?.chat.state === 'active');
  const now = useNow('minute');
  if (!mayWrite) return null;
  const isOwn = message.author?.user_id === self && message.kind !== 'file';
  const mayEdit = isOwn && now - Date.parse(message.sent_at) < EDIT_MS;
  const mayReply = isOpen && !message.internal;
  if (!mayEdit && !mayReply) return null;
  return (
    <span className="opacity-0 transition-opacity duration-120 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
      <Menu trigger={<IconButton icon={Ellipsis} label={t('thread.deeds')} className="size-7" />}>
        {mayReply && (
          <MenuItem icon={CornerUpLeft} onSelect={() => onReply(message)}>
            {t('thread.reply')}
          </MenuItem>
        )}
        {mayEdit && (
          <MenuItem icon={Pencil} onSelect={onEdit}>
            {t('thread.edit')}
          </MenuItem>
        )}
      </Menu>
    </span>
  );
}

function Foot({ message }: { message: ChatMessage }) {
  const { t } = useTranslation('chat');
  return (
    <span className="inline-flex items-center gap-1 text-2xs text-ink-3">
      <time dateTime={message.sent_at} title={formatDateTime(message.sent_at)} className="num">
        {formatTime(message.sent_at)}
      </time>
      {message.edited_at && <span>{t('thread.edited')}</span>}
      {message.speaker === 'agent' && !message.internal && <Receipt message={message} />}
    </span>
  );
}

const receipts: Record<'sent' | 'delivered' | 'read', { icon: LucideIcon; tone: string }> = {
  sent: { icon: Check, tone: 'text-ink-3' },
  delivered: { icon: CheckCheck, tone: 'text-ink-3' },
  read: { icon: CheckCheck, tone: 'text-accent' },
};

/** How far it came: an icon and a word for each, since a colour alone says nothing. */
function Receipt({ message }: { message: ChatMessage }) {
  const { t } = useTranslation('chat');
  const state = useChatPart(message.chat_id, (entry) => {
    if (!entry) return 'sent';
    if (entry.chat.customer_read_seq >= message.seq) return 'read';
    return entry.chat.customer_delivered_seq >= message.seq ? 'delivered' : 'sent';
  });
  const { icon: Icon, tone } = receipts[state];
  return (
    <span className={cx('inline-flex items-center gap-0.5', tone)}>
      <Icon aria-hidden size={13} />
      {t(`receipt.${state}`)}
    </span>
  );
}
