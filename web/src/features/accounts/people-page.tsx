import { Plus, UserX } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { type DataColumn, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SearchBox } from '@/components/ui/search-box';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ManagedUser, ManagedUserChoices } from '@/lib/api';
import { useAddressParams } from '@/lib/use-address-params';
import { useMedia } from '@/lib/use-media';
import { PersonDrawer } from './components/person-drawer';
import { PersonState, useRoleName } from './components/person-words';
import { type PeopleFilters, usePeople, usePeopleChoices } from './people-api';

/* Filters and the open person live in the address. */
function usePeopleAddress() {
  const [params, change] = useAddressParams();
  const filters: PeopleFilters = {
    search: params.get('search') ?? '',
    role: params.get('role') ?? 'all',
    status: params.get('status') ?? 'all',
    department: params.get('department') ?? 'all',
  };
  const set = (name: keyof PeopleFilters | 'user', value: string, replace = true) =>
    change((before) => {
      const next = new URLSearchParams(before);
      if (value === '' || value === 'all') next.delete(name);
      else next.set(name, value);
      return next;
    }, replace);
  return { filters, set, open: params.get('user') };
}

/** Everybody whom one may manage: made, changed and taken out of service here. */
export function PeoplePage() {
  const { t } = useTranslation('admin');
  const { filters, set, open } = usePeopleAddress();
  const choices = usePeopleChoices();
  const people = usePeople(filters);
  const wide = useMedia('(min-width: 768px)');
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? [];
  const show = (user: ManagedUser) => set('user', String(user.id), false);
  const more = () => {
    if (people.hasNextPage && !people.isFetchingNextPage) void people.fetchNextPage();
  };
  return (
    <Page
      title={t('users.title')}
      scroll={!wide}
      actions={
        <>
          <PeopleFilterBar filters={filters} choices={choices.data} onSet={set} />
          <Button variant="primary" icon={Plus} onClick={() => set('user', 'new', false)}>
            {t('users.add')}
          </Button>
        </>
      }
    >
      {people.isPending && <SkeletonRows rows={8} rowClassName="h-9" />}
      {people.isError && (
        <ErrorState
          title={t('users.failed')}
          error={people.error}
          onRetry={() => void people.refetch()}
        />
      )}
      {people.data && rows.length === 0 && (
        <Empty icon={UserX} title={t('users.empty')} text={t('users.empty_text')} />
      )}
      {rows.length > 0 && wide && (
        <PeopleTable
          rows={rows}
          choices={choices.data}
          openId={open}
          busy={people.isFetchingNextPage}
          onOpen={show}
          onEnd={more}
        />
      )}
      {rows.length > 0 && !wide && <PeopleCards rows={rows} choices={choices.data} onOpen={show} />}
      {people.hasNextPage && !wide && (
        <div className="flex justify-center p-3">
          <Button busy={people.isFetchingNextPage} onClick={more}>
            {t('users.more')}
          </Button>
        </div>
      )}
      {open && choices.data && (
        <PersonDrawer
          key={open}
          id={open === 'new' ? null : Number(open)}
          choices={choices.data}
          onClose={() => set('user', '')}
        />
      )}
    </Page>
  );
}

interface PeopleFilterBarProps {
  filters: PeopleFilters;
  choices: ManagedUserChoices | undefined;
  onSet: (name: keyof PeopleFilters, value: string) => void;
}

function PeopleFilterBar({ filters, choices, onSet }: PeopleFilterBarProps) {
  const { t } = useTranslation('admin');
  const roleName = useRoleName(choices);
  return (
    <>
      <SearchBox
        label={t('users.search')}
        value={filters.search}
        onChange={(search) => onSet('search', search)}
        className="max-md:basis-full"
      />
      <Select
        aria-label={t('users.filter_role')}
        value={filters.role}
        onChange={(value) => onSet('role', value)}
        options={[
          { value: 'all', label: t('users.every_role') },
          ...(choices?.roles ?? []).map(({ code }) => ({ value: code, label: roleName(code) })),
        ]}
      />
      <Select
        aria-label={t('users.filter_status')}
        value={filters.status}
        onChange={(value) => onSet('status', value)}
        options={[
          { value: 'all', label: t('users.every_state') },
          { value: 'active', label: t('users.active') },
          { value: 'disabled', label: t('users.disabled') },
        ]}
      />
      <Select
        aria-label={t('users.filter_department')}
        value={filters.department}
        onChange={(value) => onSet('department', value)}
        options={[
          { value: 'all', label: t('users.every_department') },
          ...(choices?.departments ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
    </>
  );
}

interface PeopleTableProps {
  rows: ManagedUser[];
  choices: ManagedUserChoices | undefined;
  openId: string | null;
  busy: boolean;
  onOpen: (user: ManagedUser) => void;
  onEnd: () => void;
}

function PeopleTable({ rows, choices, openId, busy, onOpen, onEnd }: PeopleTableProps) {
  const { t } = useTranslation('admin');
  const columns = usePeopleColumns(choices);
  return (
    <DataTable
      id="people"
      label={t('users.title')}
      className="min-h-0 flex-1"
      columns={columns}
      rows={rows}
      getRowId={(user) => String(user.id)}
      openId={openId}
      onOpen={onOpen}
      onEndReached={onEnd}
      loadingMore={busy}
    />
  );
}

function usePeopleColumns(choices: ManagedUserChoices | undefined) {
  const { t } = useTranslation('admin');
  const roleName = useRoleName(choices);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with t and choices
  return useMemo<DataColumn<ManagedUser>[]>(
    () => [
      {
        id: 'name',
        label: t('users.name'),
        size: 180,
        grow: 2,
        cell: (user) => <bdi className="truncate font-semibold">{user.name}</bdi>,
      },
      {
        id: 'username',
        label: t('users.username'),
        size: 150,
        cell: (user) => <bdi className="ltr num truncate">{user.username}</bdi>,
      },
      {
        id: 'code',
        label: t('users.code'),
        size: 100,
        cell: (user) => <bdi className="ltr num truncate">{user.agent?.code}</bdi>,
      },
      {
        id: 'roles',
        label: t('users.roles'),
        size: 170,
        grow: 1,
        cell: (user) => <span className="truncate">{user.roles.map(roleName).join(', ')}</span>,
      },
      {
        id: 'department',
        label: t('users.department'),
        size: 120,
        cell: (user) => <bdi className="truncate">{user.agent?.department?.name}</bdi>,
      },
      {
        id: 'team',
        label: t('users.team'),
        size: 120,
        cell: (user) => <bdi className="truncate">{user.agent?.team?.name}</bdi>,
      },
      {
        id: 'state',
        label: t('users.state'),
        size: 150,
        cell: (user) => <PersonState user={user} />,
      },
      {
        id: 'last_login',
        label: t('users.last_login'),
        size: 130,
        cell: (user) =>
          user.last_login_at ? <RelativeTime at={user.last_login_at} /> : t('users.never'),
      },
    ],
    [t, choices],
  );
}

interface PeopleCardsProps {
  rows: ManagedUser[];
  choices: ManagedUserChoices | undefined;
  onOpen: (user: ManagedUser) => void;
}

/* On a telephone: one below the other, the whole row opens. */
function PeopleCards({ rows, choices, onOpen }: PeopleCardsProps) {
  const roleName = useRoleName(choices);
  return (
    <ul className="mx-4 mb-4 rounded-lg border border-line bg-surface">
      {rows.map((user) => (
        <li key={user.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            onClick={() => onOpen(user)}
            className="flex min-h-14 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-start"
          >
            <span className="min-w-0 flex-1">
              <span className="block font-semibold">
                <bdi>{user.name}</bdi>
              </span>
              <span className="block text-sm text-ink-3">
                <bdi className="ltr num">{user.username}</bdi>
                {' · '}
                {user.agent && (
                  <>
                    <bdi className="ltr num">{user.agent.code}</bdi>
                    {' · '}
                  </>
                )}
                {user.roles.map(roleName).join(', ')}
              </span>
            </span>
            <PersonState user={user} />
          </button>
        </li>
      ))}
    </ul>
  );
}
