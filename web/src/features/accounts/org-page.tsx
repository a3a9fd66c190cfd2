import { CircleCheck, CircleSlash, Network, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Department, Team } from '@/lib/api';
import { Swatch } from './components/team-color';
import { UnitDialog } from './components/unit-dialog';
import { type UnitKind, useDepartments, useTeams } from './org-api';

type Editing = { kind: UnitKind; row: Department | Team | null } | null;

/** How the company is divided: departments, and the teams in them. */
export function OrgPage() {
  const { t } = useTranslation('admin');
  const departments = useDepartments();
  const teams = useTeams();
  const [editing, setEditing] = useState<Editing>(null);
  return (
    <Page title={t('org.title')}>
      <div className="grid items-start gap-4 px-4 pb-4 lg:grid-cols-2">
        <Units
          kind="department"
          list={departments}
          onEdit={(row) => setEditing({ kind: 'department', row })}
        />
        <Units kind="team" list={teams} onEdit={(row) => setEditing({ kind: 'team', row })} />
      </div>
      {editing && (
        <UnitDialog
          kind={editing.kind}
          row={editing.row}
          departments={departments.data ?? []}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

interface UnitsProps {
  kind: UnitKind;
  list: ReturnType<typeof useDepartments> | ReturnType<typeof useTeams>;
  onEdit: (row: Department | Team | null) => void;
}

function Units({ kind, list, onEdit }: UnitsProps) {
  const { t } = useTranslation('admin');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <h2 id={id} className="font-semibold">
          {t(`org.${kind}s`)}
        </h2>
        <Button icon={Plus} className="ms-auto" onClick={() => onEdit(null)}>
          {t(`org.new_${kind}`)}
        </Button>
      </div>
      {list.isPending && <SkeletonRows rows={3} rowClassName="h-14" />}
      {list.isError && (
        <ErrorState
          title={t('org.failed')}
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.data?.length === 0 && <Empty icon={Network} title={t(`org.no_${kind}s`)} />}
      {list.data && list.data.length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {list.data.map((row) => (
            <UnitRow key={row.id} row={row} onEdit={() => onEdit(row)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function UnitRow({ row, onEdit }: { row: Department | Team; onEdit: () => void }) {
  const { t } = useTranslation('admin');
  const place = 'slug' in row ? row.department?.name : row.code;
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <span className="flex items-center gap-2 font-semibold">
          {'slug' in row && row.color && <Swatch color={row.color} />}
          <bdi>{row.name}</bdi>
        </span>
        <p className="text-sm text-ink-3">
          {place && (
            <>
              <bdi>{place}</bdi>
              {' · '}
            </>
          )}
          {t('org.agents', { count: row.agents_count })}
        </p>
        {'slug' in row && row.description && (
          <p dir="auto" className="match text-sm text-ink-2">
            {row.description}
          </p>
        )}
      </div>
      <Chip
        tone={row.is_active ? 'success' : 'neutral'}
        icon={row.is_active ? CircleCheck : CircleSlash}
      >
        {t(row.is_active ? 'org.open' : 'org.closed')}
      </Chip>
      <Button aria-label={t('org.edit_label', { name: row.name })} onClick={onEdit}>
        {t('org.edit')}
      </Button>
    </li>
  );
}
