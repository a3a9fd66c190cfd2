import { Ban, Pencil, RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { usePreferences } from '@/lib/preferences';
import { comboOf, isModifier, type ShortcutId, shortcutDefinitions } from '@/lib/shortcuts';

interface ShortcutRowProps {
  id: ShortcutId;
  editing: boolean;
  onEdit: () => void;
  /** New keys, null for none, undefined for the first ones. */
  onChange: (keys: string | null | undefined) => void;
}

/** While `editing`, the next key press becomes the shortcut; Esc leaves it as it was. */
export function ShortcutRow({ id, editing, onEdit, onChange }: ShortcutRowProps) {
  const { t } = useTranslation(['shell', 'common']);
  const own = usePreferences((state) => state.shortcuts[id]);
  const keys = own === undefined ? shortcutDefinitions[id].keys : own;
  const action = t(`common:shortcut.${id}`);

  useEffect(() => {
    if (!editing) return;
    const capture = (event: KeyboardEvent) => {
      if (isModifier(event.code) || event.code === 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.code === 'Escape') onEdit();
      else onChange(comboOf(event));
    };
    addEventListener('keydown', capture, true);
    return () => removeEventListener('keydown', capture, true);
  }, [editing, onEdit, onChange]);

  return (
    <li className="flex min-h-9 items-center gap-1 border-b border-line last:border-b-0">
      <span className="min-w-0 flex-1 truncate">{action}</span>
      <span aria-live="polite" className="px-2 text-xs text-ink-2">
        {editing && t('settings.press_keys')}
        {!editing && keys && <Kbd keys={keys} />}
        {!editing && !keys && t('settings.keys_off')}
      </span>
      {own !== undefined && (
        <IconButton
          icon={RotateCcw}
          label={t('settings.reset_keys', { action })}
          onClick={() => onChange(undefined)}
        />
      )}
      {keys && (
        <IconButton
          icon={Ban}
          label={t('settings.disable_keys', { action })}
          onClick={() => onChange(null)}
        />
      )}
      <IconButton
        icon={Pencil}
        label={t('settings.change_keys', { action })}
        aria-pressed={editing}
        onClick={onEdit}
      />
    </li>
  );
}
