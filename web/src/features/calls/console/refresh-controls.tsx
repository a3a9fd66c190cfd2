import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { formatNumber } from '@/lib/format';
import { CALL_REFRESH_SECONDS, usePreferences } from '@/lib/preferences';
import { useKeys, useShortcut } from '@/lib/shortcuts';

/** Loading again: by hand, and by itself as often as one likes, remembered with the account. */
export function RefreshControls({ busy, onRefresh }: { busy: boolean; onRefresh: () => void }) {
  const { t } = useTranslation(['calls', 'common']);
  const seconds = usePreferences((state) => state.callRefresh);
  const keys = useKeys('list.refresh');
  useShortcut('list.refresh', onRefresh);
  return (
    <>
      <Select
        aria-label={t('refresh.label')}
        value={String(seconds)}
        onChange={(value) => usePreferences.getState().set({ callRefresh: Number(value) })}
        options={CALL_REFRESH_SECONDS.map((value) => ({
          value: String(value),
          label:
            value === 0
              ? t('refresh.off')
              : t('refresh.every', { count: value, shown: formatNumber(value) }),
        }))}
      />
      <Button icon={RotateCw} shortcut={keys} busy={busy} onClick={onRefresh}>
        {t('common:refresh')}
      </Button>
    </>
  );
}
