import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Role } from '@/lib/api';
import { useMedia } from '@/lib/use-media';
import { RoleDrawer } from './components/role-drawer';
import { RoleMatrix } from './components/role-matrix';
import { groupPermissions } from './permissions';
import { usePermissions, useRoles } from './roles-api';
import { useWords } from './use-words';

/* The open role lives in the address. */
function useOpenRole() {
  const [params, setParams] = useSearchParams();
  const open = (id: string | null) => setParams(id === null ? {} : { role: id });
  return { id: params.get('role'), open };
}

/** What each role may do; the company's own are made here, and built-in ones widened. */
export function RolesPage() {
  const { t } = useTranslation('administration');
  const roles = useRoles();
  const permissions = usePermissions();
  const { id, open } = useOpenRole();
  const [typed, setTyped] = useState('');
  const wide = useMedia('(min-width: 768px)');
  const names = useMemo(() => (permissions.data ?? []).map(({ name }) => name), [permissions.data]);
  const groups = useMemo(() => groupPermissions(names), [names]);
  const failed = roles.error ?? permissions.error;
  const chosen = roles.data?.find((role) => String(role.id) === id) ?? null;
  const show = (role: Role) => open(String(role.id));
  return (
    <Page
      title={t('roles.title')}
      scroll={!wide}
      actions={
        <>
          {wide && <SearchInput label={t('roles.search')} value={typed} onChange={setTyped} />}
          <Button variant="primary" icon={Plus} onClick={() => open('new')}>
            {t('roles.add')}
          </Button>
        </>
      }
    >
      {(roles.isPending || permissions.isPending) && !failed && (
        <SkeletonRows rows={8} rowClassName="h-9" />
      )}
      {failed && !roles.data && (
        <ErrorState
          title={t('loading_failed')}
          error={failed}
          onRetry={() => {
            void roles.refetch();
            void permissions.refetch();
          }}
        />
      )}
      {roles.data && permissions.data && wide && (
        <RoleMatrix roles={roles.data} groups={groups} typed={typed} onOpen={show} />
      )}
      {roles.data && !wide && <RoleCards roles={roles.data} onOpen={show} />}
      {permissions.data && (chosen || id === 'new') && (
        <RoleDrawer
          key={id}
          role={chosen}
          permissions={permissions.data}
          onClose={() => open(null)}
        />
      )}
    </Page>
  );
}

interface RoleCardsProps {
  roles: Role[];
  onOpen: (role: Role) => void;
}

/* On a telephone: one below the other, the whole row opens. */
function RoleCards({ roles, onOpen }: RoleCardsProps) {
  const { t } = useTranslation('administration');
  const words = useWords();
  return (
    <ul className="mx-4 mb-4 rounded-lg border border-line bg-surface">
      {roles.map((role) => (
        <li key={role.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            onClick={() => onOpen(role)}
            className="flex min-h-14 w-full flex-col justify-center px-4 py-2 text-start"
          >
            <bdi className="font-semibold">{words.role(role.code, role.name)}</bdi>
            <span className="text-sm text-ink-3">
              {t('roles.rights', { count: role.permissions.length })}
              {' · '}
              {t('roles.holders', { count: role.users_count })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
