import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { Role } from '@/lib/api';
import { findPermissions, type PermissionGroup } from '../permissions';
import { useWords } from '../use-words';

interface RoleMatrixProps {
  roles: Role[];
  groups: PermissionGroup[];
  typed: string;
  onOpen: (role: Role) => void;
}

/** Permissions down, roles across; both heads stay in sight. A role's name opens it. */
export function RoleMatrix({ roles, groups, typed, onOpen }: RoleMatrixProps) {
  const { t } = useTranslation('administration');
  const words = useWords();
  const shown = findPermissions(groups, typed, words.permission);
  if (shown.length === 0) return <Empty icon={Check} title={t('roles.nothing')} />;
  return (
    <ScrollRegion
      label={t('roles.matrix')}
      className="mx-4 mb-4 min-h-0 flex-1 overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky start-0 top-0 z-20 min-w-56 border-b border-line bg-sunken px-4 py-2 text-start"
            >
              {t('roles.permission')}
            </th>
            {roles.map((role) => (
              <th
                key={role.id}
                scope="col"
                className="sticky top-0 z-10 min-w-28 border-b border-line bg-sunken px-2 py-1 text-center align-bottom"
              >
                <button
                  type="button"
                  aria-label={t('roles.open', { name: words.role(role.code, role.name) })}
                  onClick={() => onOpen(role)}
                  className="min-h-8 w-full rounded-md px-1 font-semibold text-accent hover:bg-selected hover:underline"
                >
                  <bdi>{words.role(role.code, role.name)}</bdi>
                </button>
                <span className="block text-xs font-normal text-ink-2">
                  {t('roles.holders', { count: role.users_count })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((group) => (
            <Fragment key={group.id}>
              <tr>
                <th
                  scope="rowgroup"
                  className="sticky start-0 bg-surface px-4 pt-3 pb-1 text-start text-xs font-semibold text-ink-2"
                >
                  {words.group(group.id)}
                </th>
                <td colSpan={roles.length} />
              </tr>
              {group.names.map((name) => (
                <tr key={name}>
                  <th
                    scope="row"
                    className="sticky start-0 border-b border-line bg-surface px-4 py-1.5 text-start font-normal"
                  >
                    {words.permission(name)}
                  </th>
                  {roles.map((role) => (
                    <Cell key={role.id} may={role.permissions.includes(name)} />
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Cell({ may }: { may: boolean }) {
  const { t } = useTranslation('administration');
  return (
    <td className="border-b border-line px-2 py-1.5 text-center">
      {may ? (
        <Check role="img" aria-label={t('roles.yes')} size={16} className="mx-auto text-success" />
      ) : (
        <span role="img" aria-label={t('roles.no')} className="text-ink-3">
          –
        </span>
      )}
    </td>
  );
}
