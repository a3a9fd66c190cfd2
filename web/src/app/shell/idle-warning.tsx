import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { stayActive, watchIdle } from '@/lib/auth/idle';
import { formatTimer } from '@/lib/format';
import { useLogout } from './use-logout';

/** A minute before a resting session ends. */
export function IdleWarning() {
  const { t } = useTranslation('shell');
  const [endsInMs, setEndsInMs] = useState<number | null>(null);
  const logout = useLogout();
  useEffect(() => watchIdle((state) => setEndsInMs(state.endsInMs)), []);

  const stay = () => {
    stayActive()
      .then(() => setEndsInMs(null))
      .catch(() => {});
  };
  if (endsInMs === null) return null;
  return (
    <Dialog
      open
      width="small"
      dismissable={false}
      onClose={stay}
      title={t('idle.title')}
      description={t('idle.text', { time: formatTimer(endsInMs / 1000) })}
      footer={
        <>
          <Button onClick={logout}>{t('logout')}</Button>
          <Button variant="primary" onClick={stay}>
            {t('idle.stay')}
          </Button>
        </>
      }
    />
  );
}
