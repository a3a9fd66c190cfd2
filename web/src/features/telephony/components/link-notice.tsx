import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from '@/components/ui/notice';
import { useSession } from '@/lib/auth/session';
import { formatTime } from '@/lib/format';
import { usePbxLink } from '@/lib/phones/api';

/** Says when what the page shows is not what the phones do. */
export function LinkNotice() {
  const { t } = useTranslation('telephony');
  const link = usePbxLink();
  const mayChange = useSession((state) => state.user?.permissions.includes('providers.manage'));
  if (!link.data || link.data.state === 'connected') return null;
  const { state, reason, since } = link.data;
  const isSetUp = state !== 'not_configured' && state !== 'disabled';
  return (
    <Notice tone={isSetUp ? 'warning' : 'info'} className="mx-4 mb-3">
      <p>
        {isSetUp
          ? t('link.down', { when: formatTime(since) })
          : `${t(`link.state.${state}`)}. ${t('link.none_text')}`}{' '}
        {isSetUp && reason !== 'none' && reason !== 'stopped' && t(`link.reason.${reason}`)}
      </p>
      {mayChange && (
        <Link to="/admin/pbx" className="underline">
          {t('link.set_up')}
        </Link>
      )}
    </Notice>
  );
}
