import { Bot, Headset, Info, type LucideIcon, MessagesSquare, UserRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { TranscriptMessage } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatTime } from '@/lib/format';
import { useTranscript } from './api';

type Speaker = TranscriptMessage['speaker'];

const looks: Record<Speaker, { icon: LucideIcon; side: string; bubble: string }> = {
  customer: { icon: UserRound, side: 'self-start', bubble: 'bg-sunken' },
  agent: { icon: Headset, side: 'self-end', bubble: 'bg-bubble-out' },
  bot: { icon: Bot, side: 'self-end', bubble: 'bg-violet-bg' },
  system: { icon: Info, side: 'self-center', bubble: 'bg-neutral-bg' },
};

/** What was said in a call, in its order; new lines are read out and come into sight. */
export function Transcript({ callId }: { callId: string }) {
  const { t } = useTranslation('call_stats');
  const transcript = useTranscript(callId);
  const end = useRef<HTMLLIElement>(null);
  const count = transcript.data?.messages.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each new line
  useEffect(() => {
    // Some browsers answer with a promise, which is no way to clean up.
    void end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  if (transcript.isPending) return <SkeletonRows rows={4} rowClassName="h-12" />;
  if (!transcript.data)
    return (
      <ErrorState
        title={t('desk.transcript_failed')}
        error={transcript.error}
        onRetry={() => void transcript.refetch()}
      />
    );
  if (count === 0)
    return (
      <Empty
        icon={MessagesSquare}
        title={t('desk.nothing_said')}
        text={t('desk.nothing_said_text')}
      />
    );
  return (
    <div role="log" aria-label={t('desk.transcript')}>
      <ul className="flex flex-col gap-3 p-4">
        {transcript.data.messages.map((message) => (
          <Line key={message.id} message={message} />
        ))}
        <li ref={end} aria-hidden className="h-px" />
      </ul>
    </div>
  );
}

function Line({ message }: { message: TranscriptMessage }) {
  const { t } = useTranslation('call_stats');
  const { icon: Icon, side, bubble } = looks[message.speaker];
  return (
    <li className={cx('flex max-w-[85%] flex-col gap-1', side)} data-speaker={message.speaker}>
      <span className="flex items-center gap-1.5 text-xs text-ink-3">
        <Icon aria-hidden size={13} className="shrink-0" />
        {t(`desk.speaker.${message.speaker}`)}
        {message.speaker === 'agent' && message.author && <bdi>{message.author}</bdi>}
        <time dateTime={message.timestamp} className="num">
          {formatTime(message.timestamp)}
        </time>
      </span>
      <p
        dir="auto"
        lang={message.language}
        className={cx('rounded-lg px-3 py-2 text-base whitespace-pre-wrap break-words', bubble)}
      >
        {message.content}
      </p>
    </li>
  );
}
