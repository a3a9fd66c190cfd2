import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { usePolicies } from './api';
import { PoliciesForm } from './components/policies-form';

/** How calls are handled: what is chosen here is what the server enforces. */
export function PoliciesPage() {
  const { t } = useTranslation('policies');
  const policies = usePolicies();
  // The form begins anew with what is stored, when the person says so.
  const [round, setRound] = useState(0);
  return (
    <Page title={t('title')}>
      {policies.isPending && <SkeletonRows rows={6} rowClassName="h-16" />}
      {policies.isError && (
        <ErrorState
          title={t('failed')}
          error={policies.error}
          onRetry={() => void policies.refetch()}
        />
      )}
      {policies.data && (
        <PoliciesForm
          key={round}
          policies={policies.data}
          onAgain={() => setRound((count) => count + 1)}
        />
      )}
    </Page>
  );
}
