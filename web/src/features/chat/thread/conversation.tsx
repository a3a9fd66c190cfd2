import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ChatMessage } from '@/lib/api';
import { nameOf } from '@/lib/chats/names';
import { cx } from '@/lib/cx';
import { getChat } from '../api';
import { Composer } from '../composer/composer';
import { putChat, useChat } from '../store/chats';
import { openThread, useMessagesStore } from '../store/threads';
import { Header } from './header';
import { History } from './history';
import { TypingLine } from './typing-line';

interface ConversationProps {
  id: number;
  /** Back to the list, where only one of them has room. */
  onBack: () => void;
  onNext: () => void;
  onDetails: () => void;
  className?: string;
}

/** One chat: what was said, and what one says next. */
export function Conversation({ id, onBack, onNext, onDetails, className }: ConversationProps) {
  const { t } = useTranslation('chat');
  const chat = useChat(id);
  const query = useQuery({
    queryKey: ['chats', 'one', id],
    staleTime: 0,
    structuralSharing: false,
    queryFn: () => getChat(id),
  });
  const { data } = query;
  useEffect(() => {
    if (data) putChat(data.chat);
  }, [data]);
  const [replyTo, setReplyTo] = useState<ChatMessage | null>(null);
  if (!chat) {
    return (
      <section aria-label={t('thread.label')} className={cx('bg-surface', className)}>
        {query.isError ? (
          <ErrorState
            title={t('thread.failed')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonRows rows={6} rowClassName="h-14" />
        )}
      </section>
    );
  }
  return (
    <section
      id="conversation"
      aria-label={nameOf(chat)}
      className={cx('flex min-h-0 min-w-0 flex-col bg-surface', className)}
    >
      <Header chat={chat} onBack={onBack} onNext={onNext} onDetails={onDetails} />
      <Messages id={id} onReply={setReplyTo} />
      <TypingLine id={id} />
      <Composer chat={chat} replyTo={replyTo} onReplyTo={setReplyTo} />
    </section>
  );
}

function Messages({ id, onReply }: { id: number; onReply: (message: ChatMessage) => void }) {
  const { t } = useTranslation('chat');
  const phase = useMessagesStore(id, (thread) => thread.phase);
  const error = useMessagesStore(id, (thread) => thread.error);
  useEffect(() => {
    void openThread(id);
  }, [id]);
  if (phase === 'ready') return <History id={id} onReply={onReply} />;
  return (
    <div className="min-h-0 flex-1">
      {phase === 'failed' ? (
        <ErrorState title={t('thread.failed')} error={error} onRetry={() => void openThread(id)} />
      ) : (
        <SkeletonRows rows={6} rowClassName="h-14" />
      )}
    </div>
  );
}
