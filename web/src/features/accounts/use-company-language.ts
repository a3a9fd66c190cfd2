import { useEffect } from 'react';
import { i18n, setLanguage } from '@/lib/i18n';
import { usePreferences } from '@/lib/preferences';

/** The first visit on a device speaks the company's language, until somebody chooses. */
export function useCompanyLanguage(language: string | undefined): void {
  const chosen = usePreferences((state) => state.languageChosen);
  useEffect(() => {
    const known = language === 'ar' || language === 'en';
    if (!chosen && known && language !== i18n.language) void setLanguage(language);
  }, [chosen, language]);
}
