import {
  CircleCheck,
  CircleSlash,
  Clock,
  KeySquare,
  type LucideIcon,
  Plus,
  UserX,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { type ApiKey, errorText } from '@/lib/api';
import { formatDateTime } from '@/lib/format';
import type { Tone } from '@/lib/states';
import { KeyDialog } from './components/key-dialog';
import { useApiKeys, useRevokeKey } from './keys-api';
import { useWords } from './use-words';

/** Keys with which programs call the API: made, looked at and revoked here. */
export function ApiKeysPage() {
  const { t } = useTranslation('administration');
  const keys = useApiKeys();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t('keys.add')}
    </Button>
  );
  return (
    <Page title={t('keys.title')} actions={keys.data?.length ? add : undefined}>
      <p className="max-w-3xl px-4 pb-3 text-sm text-ink-2">{t('keys.text')}</p>
      {keys.isPending && <SkeletonRows rows={3} rowClassName="h-20" />}
      {keys.isError && !keys.data && (
        <ErrorState
          title={t('loading_failed')}
          error={keys.error}
          onRetry={() => void keys.refetch()}
        />
      )}
      {keys.data?.length === 0 && (
        <Empty icon={KeySquare} title={t('keys.empty')} text={t('keys.empty_text')}>
          {add}
        </Empty>
      )}
      {keys.data && keys.data.length > 0 && (
        <ul className="mx-4 mb-4 max-w-4xl rounded-lg border border-line bg-surface">
          {keys.data.map((key) => (
            <KeyRow key={key.id} row={key} onRevoke={() => setRevoking(key)} />
          ))}
        </ul>
      )}
      {making && <KeyDialog onClose={() => setMaking(false)} />}
      {revoking && <RevokeDialog row={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

const looks: Record<ApiKey['state'], { tone: Tone; icon: LucideIcon }> = {
  active: { tone: 'success', icon: CircleCheck },
  expired: { tone: 'neutral', icon: Clock },
  revoked: { tone: 'neutral', icon: CircleSlash },
  owner_disabled: { tone: 'warning', icon: UserX },
};

function KeyRow({ row, onRevoke }: { row: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation('administration');
  const words = useWords();
  const { tone, icon } = looks[row.state];
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-2 text-base">
          <bdi className="font-semibold">{row.name}</bdi>
          <bdi className="ltr num text-sm text-ink-3">hatif_…{row.hint}</bdi>
          <Chip tone={tone} icon={icon}>
            {t(`keys.state.${row.state}`)}
          </Chip>
        </p>
        <p className="text-ink-2">
          {t('keys.by', { name: row.created_by.name })}
          {' · '}
          {row.expires_at ? (
            <>
              {t('keys.expires_at')}{' '}
              <time dateTime={row.expires_at}>{formatDateTime(row.expires_at)}</time>
            </>
          ) : (
            t('keys.no_end')
          )}
        </p>
        <p className="text-ink-2">
          {row.last_used_at ? (
            <>
              {t('keys.last_used')} <RelativeTime at={row.last_used_at} />
              {row.last_ip && (
                <>
                  {' '}
                  {t('keys.from')} <bdi className="ltr num">{row.last_ip}</bdi>
                </>
              )}
            </>
          ) : (
            t('keys.never_used')
          )}
        </p>
        <details>
          <summary className="cursor-pointer py-1 text-ink-2">
            {t('roles.rights', { count: row.permissions.length })}
          </summary>
          <ul className="list-disc ps-5 text-ink-2">
            {row.permissions.map((name) => (
              <li key={name}>{words.permission(name)}</li>
            ))}
          </ul>
        </details>
      </div>
      {row.state !== 'revoked' && (
        <Button aria-label={t('keys.revoke_label', { name: row.name })} onClick={onRevoke}>
          {t('keys.revoke')}
        </Button>
      )}
    </li>
  );
}

function RevokeDialog({ row, onClose }: { row: ApiKey; onClose: () => void }) {
  const { t } = useTranslation(['administration', 'common']);
  const revoke = useRevokeKey();
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t('keys.revoke_title', { name: row.name })}
      description={t('keys.revoke_text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            variant="danger"
            busy={revoke.isPending}
            onClick={() =>
              revoke.mutate(row.id, {
                onSuccess: () => {
                  toast.success(t('keys.revoked', { name: row.name }));
                  onClose();
                },
                onError: (error) => toast.error(errorText(error)),
              })
            }
          >
            {t('keys.revoke')}
          </Button>
        </>
      }
    />
  );
}
