import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';

interface LeaveDialogProps {
  title: string;
  text: string;
  /** The word on the button. */
  action: string;
  /** What is said when it is done. */
  done: string;
  busy: boolean;
  onLeave: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before somebody is logged out somewhere. */
export function LeaveDialog({
  title,
  text,
  action,
  done,
  busy,
  onLeave,
  onClose,
}: LeaveDialogProps) {
  const { t } = useTranslation(['accounts', 'common']);

  async function leave() {
    try {
      await onLeave();
      toast.success(done);
      onClose();
    } catch (error) {
      toast.error(t('sessions.leave_failed'), { detail: errorText(error) });
    }
  }

  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void leave()}>
            {action}
          </Button>
        </>
      }
    />
  );
}
