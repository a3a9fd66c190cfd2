import { ArrowRightLeft, CircleCheck, Tags, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { formatNumber } from '@/lib/format';
import { useKeys, useShortcut } from '@/lib/shortcuts';
import { setSelected, stopSelecting, useSelection } from '../store/selection';
import type { BulkKind } from './bulk-dialog';

const BulkDialog = lazyDialog(async () => (await import('./bulk-dialog')).BulkDialog);

/** How many chats are chosen, and what can be done with them. */
export function BulkBar({ shown }: { shown: readonly number[] }) {
  const { t } = useTranslation('chat');
  const chosen = useSelection((selection) => selection.ids);
  const [kind, setKind] = useState<BulkKind | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const keys = useKeys('list.bulk');
  // What has left the list meanwhile is not touched unseen.
  const ids = shown.filter((id) => chosen.has(id));
  useShortcut('list.bulk', () => first.current?.focus(), ids.length > 0);
  const all = ids.length > 0 && ids.length === shown.length;
  const none = ids.length === 0;
  return (
    <section
      aria-label={t('bulk.label')}
      className="flex flex-col gap-2 border-t border-line bg-sunken px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <Checkbox
          checked={all || (ids.length > 0 && 'indeterminate')}
          aria-label={t('bulk.all')}
          onChange={() => setSelected(all ? [] : shown)}
        />
        <p role="status" className="me-auto text-sm font-semibold">
          {t('bulk.count', { count: ids.length, shown: formatNumber(ids.length) })}
        </p>
        <IconButton icon={X} label={t('bulk.stop')} onClick={stopSelecting} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          ref={first}
          icon={CircleCheck}
          shortcut={keys}
          disabled={none}
          onClick={() => setKind('close')}
        >
          {t('deed.close')}
        </Button>
        <Button icon={Tags} disabled={none} onClick={() => setKind('tag')}>
          {t('bulk.tag')}
        </Button>
        <Button icon={ArrowRightLeft} flipIcon disabled={none} onClick={() => setKind('assign')}>
          {t('bulk.assign')}
        </Button>
      </div>
      {kind && <BulkDialog kind={kind} ids={ids} onClose={() => setKind(null)} />}
    </section>
  );
}
