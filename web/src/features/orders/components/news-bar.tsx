import { ArrowUp, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface NewsBarProps {
  fresh: number;
  /** Events that were not shown because live updates are off. */
  missed: number;
  onShow: () => void;
}

/** "3 new orders – show": what came in waits here instead of pushing the rows down. */
export function NewsBar({ fresh, missed, onShow }: NewsBarProps) {
  const { t } = useTranslation('orders');
  const count = fresh || missed;
  return (
    <div role="status" aria-live="polite">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="flex min-h-8 w-full items-center justify-center gap-2 border-t border-line bg-info-bg px-4 font-semibold text-info -outline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          {fresh > 0 ? <ArrowUp aria-hidden size={14} /> : <RotateCw aria-hidden size={14} />}
          {fresh > 0 ? t('news.fresh', { count }) : t('news.missed', { count })}
        </button>
      )}
    </div>
  );
}
