import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/ui/checkbox';
import { SearchInput } from '@/components/ui/search-input';
import { findPermissions, groupPermissions } from '../permissions';
import { useWords } from '../use-words';

interface PermissionPickerProps {
  /** All there are to choose from. */
  names: readonly string[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
  /** Why a box cannot be moved, or nothing when it can. */
  fixed?: (name: string) => string | undefined;
}

/** Boxes in groups, with a search over them. */
export function PermissionPicker({ names, chosen, onChange, fixed }: PermissionPickerProps) {
  const { t } = useTranslation('administration');
  const words = useWords();
  const [typed, setTyped] = useState('');
  const groups = useMemo(() => groupPermissions(names), [names]);
  const shown = findPermissions(groups, typed, words.permission);
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    onChange(next);
  };
  return (
    <div className="flex flex-col gap-3">
      <SearchInput label={t('roles.search')} value={typed} onChange={setTyped} />
      {shown.length === 0 && <p className="text-sm text-ink-3">{t('roles.nothing')}</p>}
      {shown.map((group) => (
        <fieldset key={group.id} className="flex flex-col gap-1.5">
          <legend className="pb-1 text-sm font-semibold">{words.group(group.id)}</legend>
          {group.names.map((name) => {
            const why = fixed?.(name);
            return (
              <Checkbox
                key={name}
                checked={chosen.has(name)}
                disabled={why !== undefined}
                onChange={(on) => toggle(name, on)}
                hint={why}
              >
                {words.permission(name)}
              </Checkbox>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
