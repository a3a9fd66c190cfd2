import { useTranslation } from 'react-i18next';
import type { OrderSource } from '@/lib/api';

const STEPS = ['1', '2', '3'] as const;

/** Where in the shop the address and the secret go. */
export function ShopSteps({ kind }: { kind: OrderSource['kind'] }) {
  const { t } = useTranslation('intake');
  return (
    <ol className="list-decimal ps-5 text-sm text-ink-2">
      {STEPS.map((step) => (
        <li key={step} dir="auto" className="match">
          {t(`steps.${kind}.${step}`)}
        </li>
      ))}
    </ol>
  );
}
