import { useTranslation } from 'react-i18next';
import { Chip } from '@/components/ui/chip';
import type { Extension, PbxState } from '@/lib/api';
import { lineLooks, linkLooks, statusLooks } from '@/lib/phones/looks';

export function PhoneStatusChip({ status }: { status: Extension['availability_status'] }) {
  const { t } = useTranslation('telephony');
  const { tone, icon } = statusLooks[status];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`status.${status}`)}
    </Chip>
  );
}

export function LineChip({ line }: { line: Extension['line_state'] }) {
  const { t } = useTranslation('telephony');
  const { tone, icon } = lineLooks[line];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`line.${line}`)}
    </Chip>
  );
}

export function LinkChip({ state }: { state: PbxState['state'] }) {
  const { t } = useTranslation('telephony');
  const { tone, icon } = linkLooks[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`link.state.${state}`)}
    </Chip>
  );
}
