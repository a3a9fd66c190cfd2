import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { type ShortcutId, shortcutDefinitions, useActiveShortcuts, useKeys } from '@/lib/shortcuts';

const groups = ['general', 'navigation', 'phone', 'list', 'order', 'chat'] as const;

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['shell', 'common']);
  const active = useActiveShortcuts();
  return (
    <Dialog open onClose={onClose} title={t('help.title')} description={t('help.text')}>
      <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-md:grid-cols-1">
        {groups.map((group) => {
          const ids = active.filter((id) => shortcutDefinitions[id].group === group);
          if (ids.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="pb-1 text-xs font-semibold text-ink-3">
                {t(`common:shortcut.group.${group}`)}
              </h3>
              <ul>
                {ids.map((id) => (
                  <HelpRow key={id} id={id} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function HelpRow({ id }: { id: ShortcutId }) {
  const { t } = useTranslation(['shell', 'common']);
  const keys = useKeys(id);
  return (
    <li className="flex min-h-8 items-center justify-between gap-4">
      <span>{t(`common:shortcut.${id}`)}</span>
      {keys ? <Kbd keys={keys} /> : <span className="text-ink-3">{t('settings.keys_off')}</span>}
    </li>
  );
}
