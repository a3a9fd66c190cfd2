import { Ellipsis, KeyRound, List, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { CopyLine } from '@/components/ui/copy-line';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast-store';
import type { OrderSource } from '@/lib/api';
import { useChangeSource, useRemoveSource, useRestoreSource } from '../api';
import { changeError } from '../change-error';
import { isFailure, sourceState } from '../states';
import { KINDS } from './source-fields';

export type SourceTask = 'deliveries' | 'edit' | 'secret';

interface SourceRowProps {
  source: OrderSource;
  onTask: (task: SourceTask) => void;
}

export function SourceRow({ source, onTask }: SourceRowProps) {
  const { t } = useTranslation('intake');
  const look = sourceState(source);
  const Icon = KINDS.find(({ value }) => value === source.kind)?.icon ?? List;
  return (
    <li className="flex flex-col gap-3 border-b border-line p-4 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Icon aria-hidden size={20} strokeWidth={1.5} className="mt-0.5 shrink-0 text-ink-3" />
        <div className="min-w-0 flex-1 basis-52">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
            <bdi className="break-words">{source.name}</bdi>
            <Chip tone={look.tone} icon={look.icon}>
              {t(look.label)}
            </Chip>
          </h2>
          <p className="text-xs text-ink-3">
            {t(`kind.${source.kind}`)}
            {source.seller_name && (
              <>
                {' · '}
                {t('row.seller')} <bdi>{source.seller_name}</bdi>
              </>
            )}
          </p>
          <p className="text-xs text-ink-3">
            {source.last_used_at ? (
              <>
                {t('row.last_order')} <RelativeTime at={source.last_used_at} />
              </>
            ) : (
              t('row.no_order')
            )}
          </p>
        </div>
        <SourceActions source={source} onTask={onTask} />
      </div>
      {source.last_delivery && isFailure(source.last_delivery) && (
        <p className="rounded-md bg-danger-bg px-3 py-2 text-sm text-danger">
          {t('row.last_refused')} <RelativeTime at={source.last_delivery.at} />
          {': '}
          <bdi>{source.last_delivery.reason}</bdi>
        </p>
      )}
      <CopyLine label={t('connect.address')} text={source.url} />
    </li>
  );
}

function SourceActions({ source, onTask }: SourceRowProps) {
  const { t } = useTranslation(['intake', 'common']);
  const change = useChangeSource();
  const remove = useRemoveSource();
  const restore = useRestoreSource();
  const paused = source.status === 'paused';

  async function toggle() {
    try {
      await change.mutateAsync({ source, change: { status: paused ? 'active' : 'paused' } });
      toast.success(t(paused ? 'row.resumed' : 'row.paused', { name: source.name }));
    } catch (error) {
      toast.error(changeError(error));
    }
  }
  async function putBack() {
    try {
      await restore.mutateAsync(source.id);
    } catch (error) {
      toast.error(changeError(error));
    }
  }
  async function takeAway() {
    try {
      await remove.mutateAsync(source.id);
      const text = t('row.removed', { name: source.name });
      toast.undo(text, t('common:undo'), () => void putBack());
    } catch (error) {
      toast.error(changeError(error));
    }
  }

  return (
    <div className="flex items-center gap-2 max-md:w-full">
      <Button icon={List} onClick={() => onTask('deliveries')} className="max-md:flex-1">
        {t('row.deliveries')}
      </Button>
      <Button
        icon={paused ? Play : Pause}
        flipIcon={paused}
        busy={change.isPending}
        onClick={() => void toggle()}
        className="max-md:flex-1"
      >
        {t(paused ? 'row.resume' : 'row.pause')}
      </Button>
      <Menu trigger={<IconButton icon={Ellipsis} label={t('row.more', { name: source.name })} />}>
        <MenuItem icon={Pencil} onSelect={() => onTask('edit')}>
          {t('row.edit')}
        </MenuItem>
        <MenuItem icon={KeyRound} onSelect={() => onTask('secret')}>
          {t('row.secret')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Trash2} tone="danger" onSelect={() => void takeAway()}>
          {t('row.remove')}
        </MenuItem>
      </Menu>
    </div>
  );
}
