import { PhoneCall, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LineChip, PhoneStatusChip } from '@/components/phone/look-chip';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { PresenceChip } from '@/components/ui/state-chip';
import { Timer } from '@/components/ui/timer';
import type { Extension } from '@/lib/api';
import { useSession } from '@/lib/auth/session';
import { useExtensions } from '@/lib/phones/api';
import { fits } from '@/lib/phones/filters';
import { PHONE_STATUSES } from '@/lib/phones/looks';
import { ExtensionDialog } from './extension-dialog';
import { HistoryDrawer } from './history-drawer';
import { SipDialog } from './sip-dialog';

const ALL = 'all';

/** Every phone: what it is, what its line does, and whether somebody is there. */
export function PhonesView() {
  const { t } = useTranslation('telephony');
  const extensions = useExtensions();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState(ALL);
  const [editing, setEditing] = useState<Extension | 'new' | null>(null);
  const [shown, setShown] = useState<Extension | null>(null);
  const [account, setAccount] = useState<Extension | null>(null);
  const mayChange = useSession((state) => state.user?.permissions.includes('agents.manage'));
  const rows = extensions.data;
  const fitting = rows?.filter((row) => fits(row, search, status === ALL ? '' : status));
  const add = mayChange && (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('extensions.new')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-3 p-4 max-md:px-3">
      {rows && rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            label={t('extensions.search')}
            value={search}
            onChange={setSearch}
            className="w-72 max-md:w-full"
          />
          <Select
            aria-label={t('extensions.status_filter')}
            value={status}
            onChange={setStatus}
            options={[
              { value: ALL, label: t('extensions.all') },
              ...PHONE_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
            ]}
          />
          <span className="ms-auto">{add}</span>
        </div>
      )}
      {extensions.isPending && <SkeletonRows rows={6} rowClassName="h-16" />}
      {extensions.isError && !rows && (
        <ErrorState
          title={t('extensions.failed')}
          error={extensions.error}
          onRetry={() => void extensions.refetch()}
        />
      )}
      {rows?.length === 0 && (
        <Empty icon={PhoneCall} title={t('extensions.empty')} text={t('extensions.empty_text')}>
          {add}
        </Empty>
      )}
      {rows && rows.length > 0 && fitting?.length === 0 && (
        <Empty icon={PhoneCall} title={t('extensions.none_fits')} />
      )}
      {fitting && fitting.length > 0 && (
        <ul
          aria-label={t('extensions.list')}
          className="grid gap-3 [grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))]"
        >
          {fitting.map((extension) => (
            <PhoneCard
              key={extension.id}
              extension={extension}
              onEdit={mayChange ? () => setEditing(extension) : undefined}
              onAccount={mayChange ? () => setAccount(extension) : undefined}
              onHistory={() => setShown(extension)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <ExtensionDialog
          extension={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {account && <SipDialog extension={account} onClose={() => setAccount(null)} />}
      {shown && <HistoryDrawer extension={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

interface PhoneCardProps {
  extension: Extension;
  onEdit?: () => void;
  onAccount?: () => void;
  onHistory: () => void;
}

function PhoneCard({ extension, onEdit, onAccount, onHistory }: PhoneCardProps) {
  const { t } = useTranslation('telephony');
  const { extension: number, availability_status: status, line_state: line } = extension;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="flex items-center gap-2 font-semibold">
            <bdi className="num ltr">{number}</bdi>
            <bdi className="truncate font-normal">
              {extension.agent_name ?? <span className="text-ink-3">{t('extensions.nobody')}</span>}
            </bdi>
          </h2>
          <p className="truncate text-xs text-ink-3">
            <bdi className="ltr">{extension.endpoint}</bdi>
            {extension.team_name && (
              <>
                {' · '}
                <bdi>{extension.team_name}</bdi>
              </>
            )}
            {!extension.is_active && ` · ${t('extensions.inactive')}`}
          </p>
        </div>
        {onEdit && (
          <Button aria-label={t('extensions.edit_label', { number })} onClick={onEdit}>
            {t('extensions.edit')}
          </Button>
        )}
      </div>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1 text-sm">
        <dt className="text-ink-3">{t('extensions.phone')}</dt>
        <dd>
          <PhoneStatusChip status={status} />
        </dd>
        <dd className="text-end text-xs text-ink-3">
          <Timer since={extension.status_changed_at} />
        </dd>
        {status === 'online' && (
          <>
            <dt className="text-ink-3">{t('extensions.line')}</dt>
            <dd>
              <LineChip line={line} />
            </dd>
            <dd className="text-end text-xs text-ink-3">
              <Timer since={extension.line_changed_at} />
            </dd>
          </>
        )}
        {extension.presence && extension.presence_since && (
          <>
            <dt className="text-ink-3">{t('extensions.person')}</dt>
            <dd>
              <PresenceChip presence={extension.presence} />
            </dd>
            <dd className="text-end text-xs text-ink-3">
              <Timer since={extension.presence_since} />
            </dd>
          </>
        )}
      </dl>
      <div className="mt-auto flex items-center gap-2 text-xs text-ink-3">
        <span>{t(`registration.${extension.registration}`)}</span>
        {onAccount && (
          <Button
            variant="ghost"
            className="ms-auto"
            aria-label={t('sip.title', { number })}
            onClick={onAccount}
          >
            {t('sip.open')}
          </Button>
        )}
        <Button
          variant="ghost"
          className={onAccount ? undefined : 'ms-auto'}
          aria-label={t('extensions.history_label', { number })}
          onClick={onHistory}
        >
          {t('extensions.history_open')}
        </Button>
      </div>
    </li>
  );
}
