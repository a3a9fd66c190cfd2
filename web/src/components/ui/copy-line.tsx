import { CopyButton } from './copy-button';

interface CopyLineProps {
  label: string;
  text: string;
}

/** Something to be pasted elsewhere, with a button that takes it along. */
export function CopyLine({ label, text }: CopyLineProps) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs text-ink-2">{label}</span>
      <div className="flex items-center gap-2 rounded-md border border-line bg-canvas py-1 ps-2 pe-1">
        <code className="ltr min-w-0 flex-1 text-start text-sm break-all select-all">{text}</code>
        <CopyButton what={label} text={text} />
      </div>
    </div>
  );
}
