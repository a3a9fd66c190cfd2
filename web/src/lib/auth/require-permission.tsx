import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '@/components/ui/empty';
import { useCan } from './use-can';

/** Shows the page, or says plainly that this person may not see it. */
export function RequirePermission({ name, children }: { name: string; children: ReactNode }) {
  const allowed = useCan(name);
  const { t } = useTranslation('common');
  if (allowed) return children;
  return (
    <div className="grid h-full place-items-center p-4">
      <Empty heading icon={Lock} title={t('error.denied_title')} text={t('error.denied_text')}>
        <Link to="/" className="font-semibold text-accent underline-offset-2 hover:underline">
          {t('go_home')}
        </Link>
      </Empty>
    </div>
  );
}
