import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';

export function PriorityFlag() {
  const { t } = useTranslation('orders');
  return (
    <Chip tone="danger" icon={TriangleAlert}>
      {t('priority.high_flag')}
    </Chip>
  );
}
