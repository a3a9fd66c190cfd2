import type { Uploads } from '../uploads';
import { useChatState, useSurroundings } from './context';
import { CloseIcon, FileIcon } from './icons';

/** What goes along with the next message, and how far it is. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const { t, format } = useSurroundings();
  const { settings } = useChatState();
  if (uploads.list.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('files')}>
      {uploads.list.map(({ key, name, state, progress, error }) => (
        <li key={key}>
          <FileIcon />
          <span class="grow">
            <bdi class="cut">{name}</bdi>
            {(state === 'sending' || state === 'waiting') && (
              <progress
                max={1}
                value={progress}
                aria-label={t('file_sending', { name, percent: Math.round(progress * 100) })}
              />
            )}
            {state === 'too large' && (
              <small class="wrong" role="alert">
                {t('file_large', { size: format.size(settings?.fileBytesMax ?? 0) })}
              </small>
            )}
            {state === 'failed' && (
              <small class="wrong" role="alert">
                {error || t('file_failed')}{' '}
                <button type="button" class="text" onClick={() => uploads.retry(key)}>
                  {t('retry')}
                </button>
              </small>
            )}
          </span>
          <button
            type="button"
            class="plain small"
            aria-label={t('file_remove', { name })}
            onClick={() => uploads.remove(key)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}
