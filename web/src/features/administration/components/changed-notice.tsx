import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Somebody else was first: what is there now is one press away. */
export function ChangedNotice({ onLoad }: { onLoad: () => void }) {
  const { t } = useTranslation('administration');
  return (
    <Notice tone="warning" alert>
      <span className="flex flex-wrap items-center gap-2">
        {t('changed_elsewhere')}
        <Button onClick={onLoad}>{t('load_current')}</Button>
      </span>
    </Notice>
  );
}
