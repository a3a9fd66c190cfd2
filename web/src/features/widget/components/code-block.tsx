import { CopyButton } from '@/components/ui/copy-button';
import { ScrollRegion } from '@/components/ui/scroll-region';

interface CodeBlockProps {
  label: string;
  code: string;
}

/** Several lines to be pasted elsewhere. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs text-ink-2">{label}</span>
        <CopyButton what={label} text={code} />
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
