import { Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { toast } from '@/components/ui/toast-store';
import { usePageTitle } from '@/lib/page-title';
import { SetupForm } from './components/setup-form';
import { SignInLayout } from './components/sign-in-layout';
import { tokenOf } from './setup';
import { useLoginPlace } from './use-login-place';

/** Behind the one-time link that the server prints at its first start. */
export function SetupPage() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const { hash, pathname } = useLocation();
  const place = useLoginPlace();
  const [token, setToken] = useState(() => tokenOf(hash));
  usePageTitle(t('setup.title'));

  // The token is a secret: it stays in no address bar, no history and no screenshot.
  useEffect(() => {
    if (!hash) return;
    const next = tokenOf(hash);
    if (next) setToken(next);
    navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);

  function leave(code: string) {
    place.setCompany(code);
    toast.success(t('setup.done'));
    navigate('/login', { replace: true });
  }

  return (
    <SignInLayout company={null} title={t('setup.title')}>
      {token ? (
        <SetupForm token={token} onDone={leave} />
      ) : (
        <Empty icon={Link2Off} title={t('setup.no_token')} text={t('setup.no_token_text')} />
      )}
    </SignInLayout>
  );
}
