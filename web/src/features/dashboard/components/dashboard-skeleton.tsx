import { useTranslation } from 'react-i18next';
import { SkeletonBar } from '@/components/ui/skeleton';
import { useDelayed } from '@/lib/use-delayed';

/** The places of the figures and cards, until they come. */
export function DashboardSkeleton() {
  const { t } = useTranslation('common');
  const shown = useDelayed(true);
  const card = 'rounded-lg border border-line bg-surface px-4 py-3';
  return (
    <div role="status" className={shown ? 'flex flex-col gap-5' : 'invisible flex flex-col gap-5'}>
      <span className="sr-only">{t('loading')}</span>
      <div className="grid grid-cols-5 gap-3 max-lg:grid-cols-3 max-md:grid-cols-2">
        {['a', 'b', 'c', 'd', 'e'].map((place) => (
          <div key={place} className={`${card} flex h-29 flex-col gap-3`}>
            <SkeletonBar className="w-24" />
            <SkeletonBar className="h-6 w-12" />
          </div>
        ))}
      </div>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-5 max-lg:grid-cols-1">
        <div className={`${card} flex h-44 flex-col gap-4`}>
          <SkeletonBar className="w-40" />
          <SkeletonBar className="w-56" />
          <SkeletonBar className="w-72" />
        </div>
        <div className={`${card} flex h-44 flex-col gap-4`}>
          <SkeletonBar className="w-full" />
          <SkeletonBar className="w-full" />
          <SkeletonBar className="w-full" />
        </div>
      </div>
    </div>
  );
}
