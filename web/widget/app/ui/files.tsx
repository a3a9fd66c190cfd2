import type { StoredFile } from '../types';
import { useSurroundings } from './context';
import { FileIcon } from './icons';

/** The files of a message. */
export function Files({ files }: { files: readonly StoredFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <OneFile file={file} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ file }: { file: StoredFile }) {
  const { chat, t, format } = useSurroundings();
  const { name, kind, url, thumbnail_url: thumbnail, width, height } = file;
  if (!url) {
    return (
      <span class="file">
        <FileIcon />
        <span>
          <bdi>{name}</bdi>
          <small>{t('file_gone')}</small>
        </span>
      </span>
    );
  }
  const address = chat.api.address(url);
  if (kind === 'image') {
    const ratio = width && height ? `${width} / ${height}` : undefined;
    return (
      <a class="picture" href={address} target="_blank" rel="noopener noreferrer">
        <img
          src={chat.api.address(thumbnail ?? url)}
          alt={t('image', { name })}
          loading="lazy"
          style={{ aspectRatio: ratio }}
        />
      </a>
    );
  }
  if (kind === 'audio') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what somebody said into it, of which nobody wrote it down
      <audio controls preload="none" src={address} aria-label={name} />
    );
  }
  return (
    <a class="file" href={address} target="_blank" rel="noopener noreferrer">
      <FileIcon />
      <span>
        <bdi>{name}</bdi>
        <small>
          <bdi>{format.size(file.size)}</bdi>
        </small>
      </span>
    </a>
  );
}
