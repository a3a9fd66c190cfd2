import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Bot,
  Headset,
  type LucideIcon,
  MessagesSquare,
  Send,
  Server,
  UserRound,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { asApiError, errorText, type TranscriptMessage } from '@/lib/api';
import { useCan } from '@/lib/auth/use-can';
import { cx } from '@/lib/cx';
import { formatClock, formatDateTime } from '@/lib/format';
import { useDraft } from '@/lib/storage/use-draft';
import { addMessage, transcriptKey, useTranscript } from '../../api';

type Speaker = TranscriptMessage['speaker'];

const icons: Record<Speaker, LucideIcon> = {
  bot: Bot,
  customer: UserRound,
  agent: Headset,
  system: Server,
};

/** What a person can write down; the others speak for themselves. */
const WRITABLE: Speaker[] = ['agent', 'customer'];

/** What was said, in order, and a line more by whoever may add one. */
export function Transcript({ callId }: { callId: string }) {
  const { t } = useTranslation('calls');
  const transcript = useTranscript(callId);
  const mayAdd = useCan('calls.make');
  if (transcript.isPending) return <SkeletonRows rows={3} rowClassName="h-10" />;
  if (transcript.isError && !transcript.data) {
    return (
      <ErrorState
        title={t('transcript.failed')}
        error={transcript.error}
        onRetry={() => void transcript.refetch()}
      />
    );
  }
  const { messages } = transcript.data;
  return (
    <div className="flex flex-col gap-3">
      {messages.length === 0 && <p className="text-sm text-ink-3">{t('transcript.empty')}</p>}
      {messages.length > 0 && (
        <ol className="flex flex-col gap-2">
          {messages.map((message) => (
            <Line key={message.id} message={message} />
          ))}
        </ol>
      )}
      {mayAdd && <AddLine callId={callId} />}
    </div>
  );
}

function Line({ message }: { message: TranscriptMessage }) {
  const { t } = useTranslation('calls');
  const Icon = icons[message.speaker] ?? MessagesSquare;
  const isOurs = message.speaker === 'agent' || message.speaker === 'bot';
  return (
    <li className={cx('flex items-start gap-2', isOurs && 'flex-row-reverse')}>
      <span className="mt-0.5 grid size-6 shrink-0 place-items-center rounded-full bg-sunken text-ink-3">
        <Icon aria-hidden size={14} />
      </span>
      <div
        className={cx(
          'min-w-0 max-w-[85%] rounded-lg px-3 py-1.5',
          isOurs ? 'bg-selected' : 'bg-sunken',
        )}
      >
        <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-ink-3">
          <span className="font-semibold text-ink-2">{t(`speaker.${message.speaker}`)}</span>
          <time
            dateTime={message.timestamp}
            title={formatDateTime(message.timestamp)}
            className="num"
          >
            {formatClock(message.timestamp)}
          </time>
        </p>
        <p
          dir="auto"
          lang={message.language}
          className="wrap-anywhere text-base whitespace-pre-line"
        >
          {message.content}
        </p>
      </div>
    </li>
  );
}

function AddLine({ callId }: { callId: string }) {
  const { t } = useTranslation(['calls', 'common']);
  const cache = useQueryClient();
  const [text, setText, clear] = useDraft(`call:${callId}:line`);
  const [speaker, setSpeaker] = useState<Speaker>('agent');
  const add = useMutation({
    mutationFn: () => addMessage(callId, { speaker, content: text.trim() }),
    onSuccess: () => {
      clear();
      void cache.invalidateQueries({ queryKey: transcriptKey(callId) });
    },
  });
  const problem = add.error ? asApiError(add.error) : null;
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !add.isPending) add.mutate();
      }}
    >
      <Field label={t('transcript.add')} error={problem?.field('content')}>
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            rows={2}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.code === 'Enter' && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('transcript.speaker')}
          value={speaker}
          onChange={(value) => setSpeaker(value as Speaker)}
          options={WRITABLE.map((value) => ({ value, label: t(`speaker.${value}`) }))}
        />
        <Button
          type="submit"
          variant="primary"
          icon={Send}
          flipIcon
          busy={add.isPending}
          disabled={text.trim() === ''}
          className="ms-auto"
        >
          {t('transcript.send')}
        </Button>
      </div>
      {problem && !problem.field('content') && (
        <Notice tone="danger" alert>
          {errorText(problem)}
        </Notice>
      )}
    </form>
  );
}
