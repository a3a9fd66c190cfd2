import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-store';
import { useSession } from '@/lib/auth/session';

interface TemporaryPasswordProps {
  name: string;
  password: string;
  onClose: () => void;
}

/** Shown this one time; nobody can ask for it again. */
export function TemporaryPassword({ name, password, onClose }: TemporaryPasswordProps) {
  const { t } = useTranslation(['accounts', 'common']);
  const hours = useSession((session) => session.company?.temporary_password_hours);

  async function copy() {
    try {
      await navigator.clipboard.writeText(password);
      toast.success(t('common:copied'));
    } catch {
      toast.warning(t('requests.copy_failed'));
    }
  }

  return (
    <Dialog
      open
      width="small"
      once
      onClose={onClose}
      title={t('requests.temporary_title', { name })}
      description={t('requests.temporary_text', { hours })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('requests.temporary_done')}
        </Button>
      }
    >
      <div className="flex items-center justify-between gap-3 rounded-md border border-line-strong bg-canvas px-3 py-2">
        <code className="ltr text-lg font-semibold break-all select-all">{password}</code>
        <Button icon={Copy} onClick={() => void copy()}>
          {t('common:copy')}
        </Button>
      </div>
    </Dialog>
  );
}
