import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useCompanySettings } from './company-api';
import { CompanyForm } from './components/company-form';
import { FilesForm } from './components/files-form';

/** What holds for the whole company: its name and logo, where it is, how people log in. */
export function CompanyPage() {
  const { t } = useTranslation('administration');
  const company = useCompanySettings();
  return (
    <Page title={t('company.title')}>
      {company.isPending && <SkeletonRows rows={8} rowClassName="h-12" />}
      {company.isError && !company.data && (
        <ErrorState
          title={t('company.failed')}
          error={company.error}
          onRetry={() => void company.refetch()}
        />
      )}
      {company.data && <CompanyForm company={company.data} />}
      {company.data && <FilesForm />}
    </Page>
  );
}
