import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';

interface MoreRowsProps {
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
}

/** The way on at the end of a list that is read page by page. */
export function MoreRows({ hasMore, busy, onMore }: MoreRowsProps) {
  const { t } = useTranslation('messaging');
  if (!hasMore) return null;
  return (
    <div className="flex justify-center p-3">
      <Button busy={busy} onClick={onMore}>
        {t('older')}
      </Button>
    </div>
  );
}
