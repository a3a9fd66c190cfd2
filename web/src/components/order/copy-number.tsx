import { Copy, PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Phone } from '@/components/ui/phone';
import { toast } from '@/components/ui/toast-store';

/** The number itself: to dial with what is at hand, or to copy. */
export function CopyNumber({ number }: { number: string }) {
  const { t } = useTranslation(['orders', 'common']);
  async function copy() {
    try {
      await navigator.clipboard.writeText(number);
      toast.success(t('common:copied'));
    } catch {
      toast.warning(t('call.copy_failed'));
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Phone number={number} className="text-lg font-semibold select-all" />
      <a
        href={`tel:${number}`}
        className="inline-flex h-(--ctl-h) items-center gap-1.5 rounded-md border border-line-strong px-3 text-sm font-semibold hover:bg-sunken"
      >
        <PhoneOutgoing aria-hidden size={16} strokeWidth={1.75} />
        {t('call.dial')}
      </a>
      <Button icon={Copy} onClick={() => void copy()}>
        {t('common:copy')}
      </Button>
    </div>
  );
}
