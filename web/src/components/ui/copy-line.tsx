import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';

interface CopyLineProps {
  label: string;
  text: string;
}

/** Something to be pasted elsewhere, with a button that takes it along. */
export function CopyLine({ label, text }: CopyLineProps) {
  const { t } = useTranslation('common');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      toast.success(t('copied'));
    } catch {
      toast.warning(t('copy_failed'));
    }
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs text-ink-2">{label}</span>
      <div className="flex items-center gap-2 rounded-md border border-line bg-canvas py-1 ps-2 pe-1">
        <code className="ltr min-w-0 flex-1 text-start text-sm break-all select-all">{text}</code>
        <Button
          icon={Copy}
          variant="ghost"
          aria-label={t('copy_what', { what: label })}
          onClick={() => void copy()}
        >
          {t('copy')}
        </Button>
      </div>
    </div>
  );
}
