import i18n from 'i18next';
import { asApiError, errorText } from '@/lib/api';

/** Why a source was not changed; that somebody else was faster is said in the person's language. */
export function changeError(error: unknown): string {
  if (asApiError(error).code === 'conflict') return i18n.t('common:error.code.conflict');
  return errorText(error);
}
