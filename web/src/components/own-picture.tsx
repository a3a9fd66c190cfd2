import { useMutation } from '@tanstack/react-query';
import { ImagePlus, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call, errorText } from '@/lib/api';
import { loadSession, useSession } from '@/lib/auth/session';
import { formatPercent } from '@/lib/format';
import { useUploads } from '@/lib/uploads/use-uploads';
import { Avatar } from './ui/avatar';
import { Button } from './ui/button';
import { Notice } from './ui/notice';
import { ProgressBar } from './ui/progress-bar';
import { toast } from './ui/toast-store';

const TYPES = 'image/jpeg,image/png,image/webp,image/gif';

/** One's own picture: seen, changed and taken away. */
export function OwnPicture() {
  const { t } = useTranslation('shell');
  const user = useSession((state) => state.user);
  const uploads = useUploads('avatar');
  const input = useRef<HTMLInputElement>(null);
  const [upload] = uploads.list;

  const save = useMutation({
    mutationFn: (file_id: string) =>
      call(api.POST('/api/agent/profile/avatar', { body: { file_id } })),
    onSuccess: () => {
      toast.success(t('settings.picture_saved'));
      void loadSession().catch(() => {});
    },
  });
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/agent/profile/avatar')),
    onSuccess: () => {
      toast.success(t('settings.picture_removed'));
      void loadSession().catch(() => {});
    },
  });

  const { take } = uploads;
  const { mutate } = save;
  const whole = upload?.state === 'done';
  useEffect(() => {
    if (!whole) return;
    const [file] = take();
    if (file) mutate(file.id);
  }, [whole, take, mutate]);

  if (!user) return null;
  const sending = upload?.state === 'waiting' || upload?.state === 'sending';
  const busy = sending || save.isPending || remove.isPending;
  const error = upload?.error ?? (save.error && errorText(save.error));

  function choose(file: File | undefined) {
    if (!file) return;
    for (const { key } of uploads.list) uploads.remove(key);
    save.reset();
    uploads.add([file]);
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-semibold">{t('settings.picture')}</legend>
      <div className="flex flex-wrap items-center gap-3">
        <Avatar name={user.name} src={user.avatar_url} className="size-14 text-lg" />
        <input
          ref={input}
          type="file"
          accept={TYPES}
          aria-label={t('settings.picture')}
          hidden
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button icon={ImagePlus} busy={busy} onClick={() => input.current?.click()}>
          {t(user.avatar_url ? 'settings.picture_change' : 'settings.picture_choose')}
        </Button>
        {user.avatar_url && (
          <Button
            icon={Trash2}
            variant="ghost"
            disabled={busy}
            aria-label={t('settings.picture_remove_label')}
            onClick={() => remove.mutate()}
          >
            {t('settings.picture_remove')}
          </Button>
        )}
      </div>
      <p className="text-xs text-ink-2">{t('settings.picture_hint')}</p>
      {upload && sending && (
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <ProgressBar
              share={upload.progress}
              label={t('settings.picture_sending', { share: formatPercent(upload.progress) })}
            />
          </div>
          <Button onClick={() => uploads.remove(upload.key)}>{t('settings.picture_stop')}</Button>
        </div>
      )}
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
      {remove.isError && (
        <Notice tone="danger" alert>
          {errorText(remove.error)}
        </Notice>
      )}
    </fieldset>
  );
}
