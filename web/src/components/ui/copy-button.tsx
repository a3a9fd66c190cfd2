import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';

interface CopyButtonProps {
  /** What it takes along, in words. */
  what: string;
  text: string;
}

/** Takes a text along, to be pasted elsewhere. */
export function CopyButton({ what, text }: CopyButtonProps) {
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
    <Button
      icon={Copy}
      variant="ghost"
      aria-label={t('copy_what', { what })}
      onClick={() => void copy()}
    >
      {t('copy')}
    </Button>
  );
}
