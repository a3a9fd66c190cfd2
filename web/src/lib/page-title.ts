import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The name of the page in the tab: "Orders · Hatif". */
export function usePageTitle(title: string): void {
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = title ? `${title} · ${t('product')}` : t('product');
  }, [title, t]);
}
