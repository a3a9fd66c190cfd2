import { useTranslation } from 'react-i18next';
import { Popover } from '@/components/ui/popover';
import { cx } from '@/lib/cx';
import { buttonLook } from '../model';
import { setPanelOpen, usePhone } from '../store';
import { PhonePanel } from './phone-panel';

const colours: Record<string, string> = {
  success: 'text-success',
  info: 'text-info',
  danger: 'text-danger',
  neutral: 'text-ink-2',
};

/** The state of the line as icon and word; opens the pad. */
export function PhoneButton() {
  const { t } = useTranslation('softphone');
  const line = usePhone((state) => state.line);
  const calls = usePhone((state) => state.calls);
  const open = usePhone((state) => state.panelOpen);
  const { icon: Icon, tone } = buttonLook(line, calls);
  const trigger = (
    <button
      type="button"
      className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-1.5 text-sm hover:bg-sunken pointer-coarse:h-11 pointer-coarse:min-w-11"
    >
      <Icon aria-hidden size={17} strokeWidth={1.75} className={cx('shrink-0', colours[tone])} />
      <span className="sr-only">{t('title')}:</span>
      <span className="max-xl:sr-only">{t(`line.${line}`)}</span>
    </button>
  );
  return (
    <Popover
      label={t('title')}
      open={open}
      onOpenChange={setPanelOpen}
      className="thin w-80 max-w-[calc(100vw-1rem)] overflow-y-auto"
      trigger={trigger}
    >
      <PhonePanel />
    </Popover>
  );
}
