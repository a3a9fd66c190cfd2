import { CircleCheck, CircleX, LogIn, LogOut, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Login } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import { useLogins } from '../api';
import { type LoginTurn, loginReason, loginTurn } from '../login-log';
import { useDeviceWords } from './use-device-words';

const looks = {
  in: { tone: 'success', icon: CircleCheck },
  refused: { tone: 'danger', icon: CircleX },
  out: { tone: 'neutral', icon: LogOut },
} as const satisfies Record<LoginTurn, unknown>;

/** Each login and its end, and each that was refused: newest first. */
export function LoginLog() {
  const { t } = useTranslation('accounts');
  const [shown, setShown] = useState<'all' | 'refused'>('all');
  const log = useLogins(shown === 'refused');
  const rows = log.data?.pages.flatMap((page) => page.logins) ?? [];
  return (
    <section aria-label={t('logins.title')} className="px-4 pb-4">
      <div className="flex flex-wrap items-center gap-2 py-3">
        <Select
          aria-label={t('logins.filter')}
          value={shown}
          onChange={(value) => setShown(value as typeof shown)}
          options={[
            { value: 'all', label: t('logins.all') },
            { value: 'refused', label: t('logins.refused_only') },
          ]}
        />
        <IconButton
          icon={RotateCw}
          label={t('logins.reload')}
          onClick={() => void log.refetch()}
          disabled={log.isRefetching}
        />
      </div>
      {log.isPending && <SkeletonRows rows={6} rowClassName="h-12" />}
      {log.isError && !log.data && (
        <ErrorState
          title={t('logins.failed')}
          error={log.error}
          onRetry={() => void log.refetch()}
        />
      )}
      {log.data && rows.length === 0 && <Empty icon={LogIn} title={t(`logins.empty_${shown}`)} />}
      {rows.length > 0 && (
        <ul className="max-w-4xl rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <LoginRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {log.hasNextPage && (
        <Button
          className="mt-3"
          busy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t('logins.more')}
        </Button>
      )}
    </section>
  );
}

function LoginRow({ row }: { row: Login }) {
  const { t } = useTranslation('accounts');
  const device = useDeviceWords()(row);
  const kind = loginTurn(row);
  const { tone, icon } = looks[kind];
  return (
    <li
      data-login-id={row.id}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
    >
      <time
        dateTime={row.at}
        className="num w-36 shrink-0 text-sm text-ink-2 max-md:order-last max-md:w-full max-md:text-xs"
      >
        {formatDateTime(row.at)}
      </time>
      <span className="min-w-40 flex-1">
        <bdi className="font-semibold">{row.user?.name ?? t('logins.nobody')}</bdi>{' '}
        {row.user && (
          <bdi className="ltr num text-sm text-ink-3">
            {row.user.agent_code ?? row.user.username}
          </bdi>
        )}
        <span className="block text-xs text-ink-3">
          <span title={row.user_agent}>{device}</span>
          {row.ip && (
            <>
              {' · '}
              <bdi className="ltr num">{row.ip}</bdi>
            </>
          )}
        </span>
      </span>
      <Chip tone={tone} icon={icon}>
        {t(`logins.reason.${loginReason(row)}`)}
      </Chip>
    </li>
  );
}
