import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';

interface RowListProps<Row> {
  query: {
    data: { pages: { rows: Row[] }[] } | undefined;
    isPending: boolean;
    isError: boolean;
    error: unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  icon: LucideIcon;
  empty: string;
  text: string;
  row: (row: Row) => ReactNode;
}

/** A list of one tab, in each of its states. */
export function RowList<Row>({ query, icon, empty, text, row }: RowListProps<Row>) {
  const { t } = useTranslation('escalations');
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <SkeletonRows rows={5} rowClassName="h-24" />;
  if (query.isError && rows.length === 0) {
    return (
      <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (rows.length === 0) return <Empty icon={icon} title={empty} text={text} />;
  return (
    <>
      <ul className="m-4 rounded-lg border border-line bg-surface">{rows.map(row)}</ul>
      {query.hasNextPage && (
        <div className="flex justify-center pb-4">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}
