import { useTranslation } from 'react-i18next';
import { asApiError, errorText } from '@/lib/api';

/** What to say when signing in failed; the same sentence for an unknown name and a wrong password. */
export function useLoginErrorText(): (error: unknown) => string {
  const { t } = useTranslation('accounts');
  return (error) => {
    const { code, retryAfter } = asApiError(error);
    if (code === 'login') return t('login.wrong');
    if (code === 'company_required') return t('login.company_required');
    if (code === 'password_expired') return t('login.password_expired');
    if (code === 'rate') return t('login.locked', { count: Math.ceil((retryAfter ?? 60) / 60) });
    return errorText(error);
  };
}
