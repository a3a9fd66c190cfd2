import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { toast } from '@/components/ui/toast-store';

interface CodeBlockProps {
  label: string;
  code: string;
}

/** Several lines to be pasted elsewhere. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  const { t } = useTranslation('common');
  async function copy() {
    try {
      await navigator.clipboard.writeText(code);
      toast.success(t('copied'));
    } catch {
      toast.warning(t('copy_failed'));
    }
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs text-ink-2">{label}</span>
        <Button
          icon={Copy}
          variant="ghost"
          aria-label={t('copy_what', { what: label })}
          onClick={() => void copy()}
        >
          {t('copy')}
        </Button>
      </div>
      <ScrollRegion
        label={label}
        className="thin max-h-80 overflow-auto rounded-md border border-line bg-canvas p-3"
      >
        <pre dir="ltr" className="text-start text-xs leading-5">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  );
}
