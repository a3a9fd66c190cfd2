import { Music, Play, Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast-store';
import { errorText } from '@/lib/api';
import { OWN, playSound } from '@/lib/notifications/sounds';
import { useUploads } from '@/lib/uploads/use-uploads';
import { useAddSound, useOwnSounds, useRemoveSound } from '../api';

/** Sounds that the person brought along; each can be chosen for any topic (S1-NOTIF-18). */
export function OwnSounds({ volume }: { volume: number }) {
  const { t } = useTranslation('profile');
  const sounds = useOwnSounds();
  const uploads = useUploads('sound');
  const add = useAddSound();
  const remove = useRemoveSound();
  const input = useRef<HTMLInputElement>(null);
  const [upload] = uploads.list;
  const { take } = uploads;
  const { mutate } = add;
  const isWhole = upload?.state === 'done';

  useEffect(() => {
    if (!isWhole) return;
    const [file] = take();
    if (file) mutate(file.id);
  }, [isWhole, take, mutate]);

  function choose(file: File | undefined) {
    if (!file) return;
    for (const { key } of uploads.list) uploads.remove(key);
    add.reset();
    uploads.add([file]);
  }

  const isSending = upload?.state === 'waiting' || upload?.state === 'sending';
  const error = upload?.error ?? (add.error && errorText(add.error));
  return (
    <section aria-label={t('own_sounds.title')} className="flex max-w-xl flex-col gap-2">
      <h2 className="font-semibold">{t('own_sounds.title')}</h2>
      <p className="text-sm text-ink-2">{t('own_sounds.text')}</p>
      {(sounds.data ?? []).length > 0 && (
        <ul className="rounded-lg border border-line bg-surface">
          {(sounds.data ?? []).map(({ id, name }) => (
            <li
              key={id}
              className="flex items-center gap-2 border-b border-line px-3 last:border-b-0"
            >
              <Music aria-hidden size={16} className="shrink-0 text-ink-3" />
              <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
              <IconButton
                icon={Play}
                label={t('own_sounds.listen', { name })}
                onClick={() => void playSound(OWN + id, volume)}
              />
              <IconButton
                icon={Trash2}
                label={t('own_sounds.remove', { name })}
                onClick={() =>
                  remove.mutate(id, { onError: (failed) => void toast.error(errorText(failed)) })
                }
              />
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        accept="audio/*"
        aria-label={t('own_sounds.add')}
        hidden
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button
        icon={Plus}
        busy={isSending || add.isPending}
        className="self-start"
        onClick={() => input.current?.click()}
      >
        {t('own_sounds.add')}
      </Button>
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
    </section>
  );
}
