import { RotateCw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError, errorText } from '@/lib/api/error';
import { cx } from '@/lib/cx';
import { Button } from './button';

interface ErrorStateProps {
  /** What failed, in the words of the page: "The orders could not be loaded." */
  title: string;
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** Stands in the place of what failed; the request id lets support find the log line. */
export function ErrorState({ title, error, onRetry, className }: ErrorStateProps) {
  const { t } = useTranslation('common');
  const { requestId } = asApiError(error);
  return (
    <div
      role="alert"
      className={cx('mx-auto flex max-w-md flex-col items-center gap-2 p-8 text-center', className)}
    >
      <span className="grid size-12 place-items-center rounded-full bg-danger-bg text-danger">
        <TriangleAlert aria-hidden size={22} strokeWidth={1.5} />
      </span>
      <p className="text-base font-semibold">{title}</p>
      <p dir="auto" className="text-sm text-ink-2">
        {errorText(error)}
      </p>
      {onRetry && (
        <Button icon={RotateCw} onClick={onRetry} className="mt-1">
          {t('retry')}
        </Button>
      )}
      {requestId && (
        <p className="text-xs text-ink-3">
          {t('error.request_id')} <bdi className="ltr num select-all">{requestId}</bdi>
        </p>
      )}
    </div>
  );
}
