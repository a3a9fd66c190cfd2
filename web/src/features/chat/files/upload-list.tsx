import { CircleAlert, FileText, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { formatBytes, formatPercent } from '@/lib/format';
import type { Upload, Uploads } from '@/lib/uploads/use-uploads';

/** Files that the next message takes along, each with how far it is. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const { t } = useTranslation('chat');
  if (uploads.list.length === 0) return null;
  return (
    <ul aria-label={t('files.label')} className="flex flex-col gap-1 px-3 pt-2">
      {uploads.list.map((upload) => (
        <OneUpload key={upload.key} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}

function OneUpload({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { t } = useTranslation(['chat', 'common']);
  const { key, name, size, state, progress, error } = upload;
  const hasFailed = state === 'failed';
  const Icon = hasFailed ? CircleAlert : FileText;
  return (
    <li className="flex items-center gap-2 rounded-md border border-line bg-surface ps-2.5 text-sm">
      <Icon
        aria-hidden
        size={15}
        className={hasFailed ? 'shrink-0 text-danger' : 'shrink-0 text-ink-3'}
      />
      <bdi className="min-w-0 truncate">{name}</bdi>
      <span className="num shrink-0 text-xs text-ink-3">{formatBytes(size)}</span>
      {state === 'sending' && (
        <>
          <progress value={progress} className="h-1.5 w-24 shrink-0 accent-accent">
            {formatPercent(progress)}
          </progress>
          <span className="num text-xs text-ink-3">{formatPercent(progress)}</span>
        </>
      )}
      {hasFailed && (
        <span role="alert" dir="auto" className="min-w-0 truncate text-danger">
          {error}
        </span>
      )}
      <span className="ms-auto flex">
        {hasFailed && (
          <IconButton
            icon={RotateCw}
            label={t('files.retry', { name })}
            onClick={() => uploads.retry(key)}
          />
        )}
        <IconButton
          icon={X}
          label={t('files.remove', { name })}
          onClick={() => uploads.remove(key)}
        />
      </span>
    </li>
  );
}
