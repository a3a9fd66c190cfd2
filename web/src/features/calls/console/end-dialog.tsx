import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Call } from '@/lib/api';
import { asApiError, errorText } from '@/lib/api';
import { useCallAction } from '../api';
import { CallLine } from './call-line';

/** A call that ended cannot be taken back: whoever ends one sees which it is. */
export function EndDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { t } = useTranslation(['calls', 'common']);
  const act = useCallAction({ onDone: onClose, quiet: true });
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('end.title')}
      description={t('end.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="danger"
            busy={act.isPending}
            onClick={() => act.mutate({ action: 'end', call })}
          >
            {t('action.end')}
          </Button>
        </>
      }
    >
      <CallLine call={call} />
      {act.isError && (
        <Notice tone="danger" alert className="mt-3">
          {errorText(asApiError(act.error))}
        </Notice>
      )}
    </Dialog>
  );
}
