import { Monitor, MonitorSmartphone, Smartphone, Tablet } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface Words {
  browser: string | null;
  system: string | null;
}

/** "Firefox on Linux", in the reader's language. */
export function useDeviceWords(): (words: Words) => string {
  const { t } = useTranslation('accounts');
  return ({ browser, system }) => {
    if (browser && system) return t('sessions.on', { browser, system });
    return browser ?? system ?? t('sessions.unknown');
  };
}

export function deviceIcon(system: string | null) {
  if (system === 'iPhone' || system === 'Android') return Smartphone;
  if (system === 'iPad') return Tablet;
  return system ? Monitor : MonitorSmartphone;
}
