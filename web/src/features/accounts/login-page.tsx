import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { Notice } from '@/components/ui/notice';
import { setCompanyTheme } from '@/lib/appearance';
import { safeReturnPath } from '@/lib/auth/return-path';
import { loadSession, startSession, useSession } from '@/lib/auth/session';
import { usePageTitle } from '@/lib/page-title';
import { type LoginKind, useBranding } from './api';
import { BadgeLogin } from './components/badge-login';
import { ForgotPasswordDialog } from './components/forgot-password-dialog';
import { LoginForm } from './components/login-form';
import { SignInLayout } from './components/sign-in-layout';
import { SupportLine } from './components/support-line';
import { useCompanyLanguage } from './use-company-language';
import { useLoginPlace } from './use-login-place';

const homes: Record<LoginKind, string> = {
  call_center: '/call-center-panel',
  agent: '/',
  portal: '/',
};

/** One way in, three pages: the panel of the call centre, the agent desk, and the portal. */
export function LoginPage({ kind, home = homes[kind] }: { kind: LoginKind; home?: string }) {
  const { t } = useTranslation('accounts');
  const [parameters] = useSearchParams();
  const place = useLoginPlace();
  const branding = useBranding(place.company);
  const [mode, setMode] = useState<'password' | 'badge'>('password');
  const [forgot, setForgot] = useState<{ login: string } | null>(null);
  const [companyAsked, setCompanyAsked] = useState(false);
  const status = useSession((state) => state.status);
  const reason = useSession((state) => state.reason);

  const company = branding.data?.company ?? null;
  const severalCompanies = (branding.data?.companies_count ?? 0) > 1;
  const badgeAllowed = kind === 'call_center' && company?.badge_login !== false;
  usePageTitle(t(`login.${kind}.title`));
  useCompanyLanguage(company?.language);
  const theme = company?.theme;
  useEffect(() => {
    if (theme) setCompanyTheme(theme);
  }, [theme]);

  useEffect(() => {
    if (status === 'unknown') loadSession().catch(() => {});
  }, [status]);

  if (status === 'in') {
    return <Navigate to={safeReturnPath(parameters.get('next'), home)} replace />;
  }
  return (
    <SignInLayout
      company={company}
      title={t(`login.${kind}.title`)}
      footer={<SupportLine company={company} />}
    >
      {reason && (
        <Notice tone={reason === 'left' ? 'success' : 'info'} className="mb-4">
          {t(`login.reason.${reason}`)}
        </Notice>
      )}
      {mode === 'badge' ? (
        <BadgeLogin
          company={place.company}
          workstation={place.workstation}
          onDone={() => startSession(false)}
          onCancel={() => setMode('password')}
        />
      ) : (
        <LoginForm
          kind={kind}
          place={place}
          askCompany={companyAsked || (severalCompanies && company === null)}
          onCompanyRequired={() => setCompanyAsked(true)}
          onDone={startSession}
          onForgot={(login) => setForgot({ login })}
          onBadge={badgeAllowed ? () => setMode('badge') : undefined}
        />
      )}
      {forgot && (
        <ForgotPasswordDialog
          kind={kind}
          login={forgot.login}
          company={place.company}
          recovery={company?.password_recovery ?? 'both'}
          itSupportExt={company?.it_support_ext ?? null}
          onClose={() => setForgot(null)}
        />
      )}
    </SignInLayout>
  );
}
