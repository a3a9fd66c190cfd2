import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type ApiError, errorText } from '@/lib/api';

interface SaveProblemProps<Row> {
  problem: ApiError | null;
  onLoad: (current: Row) => void;
}

/** Why it was not saved. Where somebody else was first, what is there now is one press away. */
export function SaveProblem<Row>({ problem, onLoad }: SaveProblemProps<Row>) {
  const { t } = useTranslation('common');
  if (!problem) return null;
  if (problem.status !== 409 || !problem.current) {
    return (
      <Notice tone="danger" alert>
        {errorText(problem)}
      </Notice>
    );
  }
  return (
    <Notice tone="warning" alert>
      <span className="flex flex-wrap items-center gap-2">
        {t('changed_elsewhere')}
        <Button onClick={() => onLoad(problem.current as Row)}>{t('load_current')}</Button>
      </span>
    </Notice>
  );
}
