import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { usePreferences } from '@/lib/preferences';
import {
  comboText,
  mayShareKeys,
  type ShortcutId,
  shortcutDefinitions,
  shortcutIds,
  useActiveShortcuts,
} from '@/lib/shortcuts';
import { ShortcutRow } from './shortcut-row';

/** The shortcut that already has these keys, if any. */
function holderOf(
  keys: string,
  except: ShortcutId,
  own: Record<string, string | null>,
): ShortcutId | null {
  const keysNow = (id: ShortcutId) =>
    own[id] === undefined ? shortcutDefinitions[id].keys : own[id];
  const clashes = (id: ShortcutId) =>
    id !== except && keysNow(id) === keys && !mayShareKeys(id, except);
  return shortcutIds.find(clashes) ?? null;
}

/** The keys of the page below, or `every` one there is. */
export function ShortcutSettings({ every = false }: { every?: boolean }) {
  const { t } = useTranslation(['shell', 'common']);
  const { characterKeys, shortcuts, set } = usePreferences();
  const active = useActiveShortcuts();
  const shown = every ? shortcutIds : active;
  const [editing, setEditing] = useState<ShortcutId | null>(null);
  const [clash, setClash] = useState<string | null>(null);

  function change(id: ShortcutId, keys: string | null | undefined) {
    setEditing(null);
    setClash(null);
    const holder = keys ? holderOf(keys, id, shortcuts) : null;
    if (keys && holder) {
      const action = t(`common:shortcut.${holder}`);
      setClash(t('settings.keys_taken', { keys: comboText(keys), action }));
      return;
    }
    const { [id]: _old, ...rest } = shortcuts;
    set({ shortcuts: keys === undefined ? rest : { ...rest, [id]: keys } });
  }

  return (
    <div className="flex flex-col gap-3 px-4 pt-4">
      <Checkbox
        checked={characterKeys}
        onChange={(on) => set({ characterKeys: on })}
        hint={t('settings.character_keys_hint')}
      >
        {t('settings.character_keys')}
      </Checkbox>
      {clash && (
        <Notice tone="warning" alert>
          {clash}
        </Notice>
      )}
      <ul>
        {shown.map((id) => (
          <ShortcutRow
            key={id}
            id={id}
            editing={editing === id}
            onEdit={() => {
              setClash(null);
              setEditing(editing === id ? null : id);
            }}
            onChange={(keys) => change(id, keys)}
          />
        ))}
      </ul>
      {Object.keys(shortcuts).length > 0 && (
        <Button className="self-start" onClick={() => set({ shortcuts: {} })}>
          {t('settings.reset_all')}
        </Button>
      )}
    </div>
  );
}
