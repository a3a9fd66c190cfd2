import { ServerCrash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { toast } from '@/components/ui/toast-store';
import { ApiError, asApiError, errorText } from '@/lib/api';
import { usePageTitle } from '@/lib/page-title';

/* A chunk of an older release is gone after an update of the server. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|import/i.test(error.message);
}

/* Without a server a reload would leave the browser's own error page, and no app to come back to. */
async function reloadWhenReachable(): Promise<void> {
  try {
    await fetch('/health', { cache: 'no-store' });
    location.reload();
  } catch (error) {
    toast.error(errorText(asApiError(error)));
  }
}

/** What stands in the place of a page that broke; the rest of the app goes on. */
export function RouteError() {
  const error = useRouteError();
  const { t } = useTranslation('common');
  usePageTitle(t('error.crash_title'));
  if (error instanceof ApiError || isMissingChunk(error)) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState
          title={t('error.crash_title')}
          error={error}
          onRetry={() => void reloadWhenReachable()}
        />
      </div>
    );
  }
  return (
    <div className="grid h-full place-items-center">
      <Empty heading icon={ServerCrash} title={t('error.crash_title')} text={t('error.crash_text')}>
        <Button onClick={() => void reloadWhenReachable()}>{t('error.crash_reload')}</Button>
      </Empty>
    </div>
  );
}
