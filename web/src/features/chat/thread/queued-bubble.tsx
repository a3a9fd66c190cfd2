import { CircleAlert, Clock, CloudUpload, Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { errorText } from '@/lib/api';
import { cx } from '@/lib/cx';
import { formatTime } from '@/lib/format';
import { FileList } from '../files/file-list';
import { drop, postAgain, type Queued } from '../store/outbox';
import { bubbleLook } from './bubble';
import { Quote } from './quote';
import { Written } from './written';

/** A message of ours that the server does not have yet, in the place where it will be. */
export function QueuedBubble({ queued }: { queued: Queued }) {
  const isNote = queued.kind === 'note';
  return (
    <article
      data-queued={queued.phase}
      className="ms-auto flex max-w-[82%] flex-col items-end gap-0.5 pt-2"
    >
      <div
        className={cx(
          'max-w-full rounded-lg px-3 py-1.5 text-base',
          bubbleLook({ speaker: 'agent', internal: isNote }),
        )}
      >
        {queued.replyTo && <Quote quoted={queued.replyTo} />}
        {queued.files.length > 0 && <FileList files={queued.files} />}
        {queued.content && <Written text={queued.content} />}
      </div>
      <span className="inline-flex items-center gap-1 text-2xs text-ink-3">
        {isNote && <Lock aria-hidden size={11} />}
        <time dateTime={queued.at} className="num">
          {formatTime(queued.at)}
        </time>
        <State queued={queued} />
      </span>
      {queued.phase === 'refused' && <Refused queued={queued} />}
    </article>
  );
}

function State({ queued: { phase, error } }: { queued: Queued }) {
  const { t } = useTranslation('chat');
  if (phase === 'refused') return null;
  const isStuck = phase === 'waiting' && error !== null;
  const Icon = isStuck ? CloudUpload : Clock;
  return (
    <span className="inline-flex items-center gap-0.5">
      <Icon aria-hidden size={12} />
      {t(isStuck ? 'queued.offline' : `queued.${phase}`)}
    </span>
  );
}

function Refused({ queued }: { queued: Queued }) {
  const { t } = useTranslation(['chat', 'common']);
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-sm text-danger">
      <CircleAlert aria-hidden size={15} className="shrink-0" />
      <span dir="auto" className="min-w-0">
        {t('queued.refused')} {queued.error ? errorText(queued.error) : ''}
      </span>
      <Button onClick={() => void postAgain(queued, false)}>{t('common:retry')}</Button>
      <Button variant="ghost" onClick={() => void drop(queued)}>
        {t('queued.discard')}
      </Button>
    </div>
  );
}
