import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveProblem } from '@/components/save-problem';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { type AnnouncementAudience, asApiError, type ManagedAnnouncement } from '@/lib/api';
import {
  type AnnouncementDraft,
  audienceKey,
  draftOf,
  useRemoveAnnouncement,
  useSaveAnnouncement,
} from '../announcements-api';
import { useWords } from '../use-words';
import { EditActions } from './edit-parts';

/** "Team Sales Dubai", "Role Supervisor". */
export function useAudienceName() {
  const { t } = useTranslation('administration');
  const words = useWords();
  return (
    audience: ManagedAnnouncement['audience'],
    code: string | null,
    name: string | null,
  ): string => {
    const shown = audience === 'role' && code ? words.role(code, name ?? code) : name;
    return t(`announcements.to.${audience}`, { name: shown ?? '' });
  };
}

interface AnnouncementDialogProps {
  /** Null writes a new one. */
  row: ManagedAnnouncement | null;
  audiences: AnnouncementAudience[];
  onClose: () => void;
}

export function AnnouncementDialog({ row, audiences, onClose }: AnnouncementDialogProps) {
  const { t } = useTranslation(['administration', 'common']);
  const audienceName = useAudienceName();
  const [seen, setSeen] = useState(row);
  const [draft, setDraft] = useState<AnnouncementDraft>(() => {
    const [first] = audiences;
    const fresh = draftOf(row);
    return row || !first ? fresh : { ...fresh, audience: audienceKey(first.audience, first.id) };
  });
  const save = useSaveAnnouncement(seen, audiences);
  const remove = useRemoveAnnouncement();
  const failure = save.error ?? remove.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<AnnouncementDraft>) =>
    setDraft((before) => ({ ...before, ...part }));
  const finish = (words: string) => {
    toast.success(words);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t(seen ? 'announcements.edit_title' : 'announcements.new_title')}
      footer={
        <EditActions
          remove={
            seen
              ? {
                  label: t('announcements.remove'),
                  busy: remove.isPending,
                  onPress: () =>
                    remove.mutate(seen.id, { onSuccess: () => finish(t('announcements.removed')) }),
                }
              : undefined
          }
          saveLabel={t(seen ? 'common:save' : 'announcements.publish')}
          saving={save.isPending}
          onSave={() => save.mutate(draft, { onSuccess: () => finish(t('announcements.saved')) })}
          onClose={onClose}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <SaveProblem<ManagedAnnouncement>
          problem={problem}
          onLoad={(current) => {
            setSeen(current);
            setDraft(draftOf(current));
            save.reset();
          }}
        />
        <Field label={t('announcements.heading')} required error={problem?.field('title')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={120}
              value={draft.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('announcements.body')} error={problem?.field('body')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={2000}
              value={draft.body}
              onChange={(event) => change({ body: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('announcements.audience')}
          error={problem?.field('audience') ?? problem?.field('audience_id')}
        >
          {(control) => (
            <Select
              {...control}
              value={draft.audience}
              onChange={(audience) => change({ audience })}
              options={audiences.map(({ audience, id, code, name }) => ({
                value: audienceKey(audience, id),
                label: audienceName(audience, code, name),
              }))}
            />
          )}
        </Field>
        <RadioGroup
          label={t('announcements.priority')}
          columns={2}
          value={draft.priority}
          onChange={(value) => change({ priority: value as AnnouncementDraft['priority'] })}
          options={[
            { value: 'normal', label: t('announcements.normal') },
            { value: 'high', label: t('announcements.high') },
          ]}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t('announcements.starts')}
            hint={t('announcements.starts_hint')}
            error={problem?.field('starts_at')}
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                className="num"
                value={draft.starts}
                onChange={(event) => change({ starts: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t('announcements.ends')}
            hint={t('announcements.ends_hint')}
            error={problem?.field('ends_at')}
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                className="num"
                value={draft.ends}
                onChange={(event) => change({ ends: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </Dialog>
  );
}
