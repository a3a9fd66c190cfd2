import { useTranslation } from 'react-i18next';
import type { Branding } from '@/lib/api';

/** "IT Support: ext. 2200 | Help Desk: ext. 2100", from the company's settings. */
export function SupportLine({ company }: { company: Branding | null }) {
  const { t } = useTranslation('accounts');
  const lines = [
    { id: 'it', label: t('support.it'), ext: company?.it_support_ext },
    { id: 'desk', label: t('support.desk'), ext: company?.help_desk_ext },
  ].filter((line) => line.ext);
  if (lines.length === 0) return null;
  return (
    <p className="flex flex-wrap justify-center gap-x-2">
      {lines.map((line, index) => (
        <span key={line.id} className="inline-flex gap-x-2">
          {index > 0 && (
            <span aria-hidden className="text-ink-3">
              |
            </span>
          )}
          <span>
            {line.label}: {t('support.ext')} <bdi className="ltr num">{line.ext}</bdi>
          </span>
        </span>
      ))}
    </p>
  );
}
