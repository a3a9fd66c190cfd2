import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '@/components/ui/page';
import { useAreas } from '../areas';
import { GeneralSettings } from './general-settings';

/** Everything that may be set: one's own, and what of the company's is one's business. */
export function SettingsPage() {
  const { t } = useTranslation('shell');
  const areas = useAreas().filter(({ group }) => group === 'administration');
  return (
    <Page title={t('settings.title')}>
      <div className="grid items-start gap-4 px-4 pb-4 lg:grid-cols-2">
        <section className="rounded-lg border border-line bg-surface py-3">
          <h2 className="px-4 font-semibold">{t('settings.page_own')}</h2>
          <GeneralSettings ownOnly onLeave={() => {}} />
        </section>
        {areas.length > 0 && (
          <section className="rounded-lg border border-line bg-surface py-3">
            <h2 className="px-4 pb-2 font-semibold">{t('settings.page_company')}</h2>
            <ul>
              {areas.map((area) => (
                <li key={area.id}>
                  <Link
                    to={area.path}
                    className="flex min-h-10 items-center gap-3 px-4 text-accent hover:bg-sunken"
                  >
                    <area.icon aria-hidden size={17} strokeWidth={1.75} />
                    {t(area.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Page>
  );
}
