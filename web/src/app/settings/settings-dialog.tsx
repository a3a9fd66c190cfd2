import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/ui/dialog';
import { Tabs } from '@/components/ui/tabs';
import { GeneralSettings } from './general-settings';
import { ShortcutSettings } from './shortcut-settings';

export default function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const [tab, setTab] = useState('general');
  return (
    <Dialog open onClose={onClose} title={t('settings.title')}>
      <Tabs
        label={t('settings.title')}
        value={tab}
        onChange={setTab}
        className="-mx-4 -mt-3"
        tabs={[
          {
            id: 'general',
            label: t('settings.tab_general'),
            content: <GeneralSettings onLeave={onClose} />,
          },
          { id: 'keys', label: t('settings.tab_keys'), content: <ShortcutSettings /> },
        ]}
      />
    </Dialog>
  );
}
