import { Download, FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StoredFile } from '@/lib/api';
import { formatBytes } from '@/lib/format';

/** The files of a message: pictures small, sound to be heard, everything else to be saved. */
export function FileList({ files }: { files: readonly StoredFile[] }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {files.map((file) => (
        <li key={file.id}>
          <OneFile file={file} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ file }: { file: StoredFile }) {
  if (file.url === null) return <Gone file={file} />;
  if (file.kind === 'image' && file.thumbnail_url) return <Picture file={file} />;
  if (file.kind === 'audio') return <Sound file={file} />;
  return <Document file={file} />;
}

const PICTURE = 240;

function Picture({ file }: { file: StoredFile }) {
  const { width, height, name } = file;
  // Its place is kept before it is there, so that nothing below it moves.
  const scale = width && height ? Math.min(1, PICTURE / Math.max(width, height)) : null;
  const size = scale && width && height ? { width: width * scale, height: height * scale } : {};
  return (
    <a href={file.url ?? ''} target="_blank" rel="noopener" className="inline-block max-w-full">
      <img
        src={file.thumbnail_url ?? ''}
        alt={name}
        loading="lazy"
        className="max-w-full rounded-md bg-sunken object-contain"
        {...size}
      />
    </a>
  );
}

function Sound({ file }: { file: StoredFile }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: what customers say has no text of its own
    <audio
      src={file.url ?? ''}
      controls
      preload="metadata"
      aria-label={file.name}
      className="h-10 w-64 max-w-full"
    />
  );
}

function Document({ file }: { file: StoredFile }) {
  return (
    <a
      href={file.url ?? ''}
      download={file.name}
      className="flex max-w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1.5 text-sm text-ink hover:bg-sunken"
    >
      <FileText aria-hidden size={16} className="shrink-0 text-ink-3" />
      <bdi className="min-w-0 truncate">{file.name}</bdi>
      <span className="num shrink-0 text-xs text-ink-3">{formatBytes(file.size)}</span>
      <Download aria-hidden size={15} className="shrink-0 text-ink-3" />
    </a>
  );
}

function Gone({ file }: { file: StoredFile }) {
  const { t } = useTranslation('chat');
  return (
    <p className="flex items-center gap-2 text-sm text-ink-3">
      <FileText aria-hidden size={16} className="shrink-0" />
      <span>
        <bdi>{file.name}</bdi> – {t('files.gone')}
      </span>
    </p>
  );
}
