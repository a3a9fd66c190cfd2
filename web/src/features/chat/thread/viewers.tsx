import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/auth/session';
import { isolate } from '@/lib/bidi';
import { formatList, formatNumber } from '@/lib/format';
import { useViewers } from '../store/viewers';

/** Colleagues who have the same chat before them, so that two do not answer at once. */
export function Viewers({ id }: { id: number }) {
  const { t } = useTranslation('chat');
  const self = useSession((state) => state.user?.id);
  const others = useViewers(id).filter(({ user_id }) => user_id !== self);
  if (others.length === 0) return null;
  const names = formatList(others.map(({ name }) => isolate(name)));
  const label = t('thread.viewers', { count: others.length, names });
  return (
    <span
      role="status"
      title={label}
      className="inline-flex shrink-0 items-center gap-1 rounded-sm bg-info-bg px-1.5 text-xs text-info"
    >
      <Eye aria-hidden size={13} />
      <span aria-hidden className="num">
        {formatNumber(others.length)}
      </span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
