import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { usePageTitle } from '@/lib/page-title';

export function NotFoundPage() {
  const { t } = useTranslation('common');
  usePageTitle(t('error.not_found_title'));
  return (
    <div className="grid h-full place-items-center p-4">
      <Empty
        heading
        icon={MapPinOff}
        title={t('error.not_found_title')}
        text={t('error.not_found_text')}
      >
        <Link to="/" className="font-semibold text-accent underline-offset-2 hover:underline">
          {t('go_home')}
        </Link>
      </Empty>
    </div>
  );
}
