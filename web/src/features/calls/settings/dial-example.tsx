import { useTranslation } from 'react-i18next';
import { dialled } from './api';

/* A number as people know it, and a phone as a PBX names it. */
const NUMBER = '+971501234567';
const PHONE = 'PJSIP/201';

interface DialExampleProps {
  context: string;
  prefix: string;
}

/** What the PBX will be asked for with the settings as they are typed now. */
export function DialExample({ context, prefix }: DialExampleProps) {
  const { t } = useTranslation('call_stats');
  const lines = [
    ['Action', 'Originate'],
    ['Channel', PHONE],
    ['Context', context.trim()],
    ['Exten', dialled(prefix, NUMBER)],
    ['Priority', '1'],
  ];
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-xs text-ink-3">{t('settings.example')}</figcaption>
      <pre
        dir="ltr"
        className="thin overflow-x-auto rounded-md border border-line bg-canvas px-3 py-2 text-sm text-ink"
      >
        {lines.map(([name, value]) => `${name}: ${value}`).join('\n')}
      </pre>
    </figure>
  );
}
