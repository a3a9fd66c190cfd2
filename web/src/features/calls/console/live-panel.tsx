import { PhoneCall } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { VirtualList } from '@/components/ui/virtual-list';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { useLiveCalls } from '../api';
import { LIVE_KINDS, type LiveKind, useLiveIds } from '../live';
import { LiveRow } from './live-row';
import { Panel } from './panel';

const ROW_HEIGHT = 58;

/** Every call that goes on now: one row a call, the oldest first. */
export function LivePanel() {
  const { t } = useTranslation('calls');
  const calls = useLiveCalls();
  const [kind, setKind] = useState<LiveKind | 'all'>('all');
  const ids = useLiveIds(kind);
  const row = useCallback((id: number) => <LiveRow id={id} />, []);
  return (
    <Panel title={t('live.title')} head={<Kinds shown={kind} onChange={setKind} />}>
      {calls.isPending && <SkeletonRows rows={6} rowClassName="h-14" />}
      {calls.isError && !calls.data && (
        <ErrorState
          title={t('live.failed')}
          error={calls.error}
          onRetry={() => void calls.refetch()}
        />
      )}
      {calls.data && ids.length === 0 && (
        <Empty
          icon={PhoneCall}
          title={t(kind === 'all' ? 'live.empty' : 'live.none_of_kind')}
          text={kind === 'all' ? t('live.empty_text') : undefined}
        />
      )}
      {ids.length > 0 && (
        <VirtualList
          label={t('live.rows')}
          items={ids as number[]}
          getKey={(id) => id}
          estimate={ROW_HEIGHT}
          renderItem={row}
          className="min-h-0 flex-1"
        />
      )}
    </Panel>
  );
}

interface KindsProps {
  shown: LiveKind | 'all';
  onChange: (kind: LiveKind | 'all') => void;
}

/** How many wait, ring and talk; pressed, only those are shown. */
function Kinds({ shown, onChange }: KindsProps) {
  const { t } = useTranslation('calls');
  const counts = {
    all: useLiveIds('all').length,
    waiting: useLiveIds('waiting').length,
    ringing: useLiveIds('ringing').length,
    talking: useLiveIds('talking').length,
  };
  return (
    <fieldset className="flex gap-1 border-b border-line px-2 py-1.5">
      <legend className="sr-only">{t('live.kinds')}</legend>
      {(['all', ...LIVE_KINDS] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={shown === kind}
          onClick={() => onChange(kind)}
          className={cx(
            'flex h-7 min-w-0 flex-auto items-center justify-center gap-1 rounded-md px-1 text-sm -outline-offset-2 pointer-coarse:h-11',
            shown === kind
              ? 'bg-selected font-semibold text-accent'
              : 'text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          <span className="truncate">{t(`live.kind.${kind}`)}</span>
          <span className="num">{formatNumber(counts[kind])}</span>
        </button>
      ))}
    </fieldset>
  );
}
