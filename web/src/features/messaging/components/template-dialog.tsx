import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { api, asApiError, call, errorText, type MessageTemplate } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useDebounced } from '@/lib/use-debounced';
import { type Channel, removeTemplate, saveTemplate, type TemplateText } from '../api';

interface TemplateDialogProps {
  /** Null makes a new one. */
  template: MessageTemplate | null;
  channel: Channel;
  variables: string[];
  onClose: () => void;
}

/** Changes a text, with a preview beside it. */
export function TemplateDialog({ template, channel, variables, onClose }: TemplateDialogProps) {
  const { t } = useTranslation(['messaging', 'common']);
  const queryClient = useQueryClient();
  const [text, setText] = useState<TemplateText>(
    template ?? { code: '', channel, language: 'en', subject: '', body: '', version: 0 },
  );
  const done = (words: string) => {
    void queryClient.invalidateQueries({ queryKey: ['message-templates'] });
    toast.success(words);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => saveTemplate(text, template === null),
    onSuccess: () => done(t('templates.saved')),
  });
  const back = useMutation({
    mutationFn: () => removeTemplate(text),
    onSuccess: () => done(t(template?.built_in ? 'templates.restored' : 'templates.removed')),
  });
  const failure = save.error ?? back.error;
  const problem = failure ? asApiError(failure) : null;
  const change = (part: Partial<TemplateText>) => setText((before) => ({ ...before, ...part }));
  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      dismissable={false}
      title={template ? t('templates.edit_title') : t('templates.new')}
      footer={
        <>
          {template?.changed && (
            <Button
              variant="ghost"
              className="me-auto"
              busy={back.isPending}
              onClick={() => back.mutate()}
            >
              {t(template.built_in ? 'templates.restore' : 'templates.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <div className="flex flex-col gap-4">
          {template === null && (
            <Field
              label={t('templates.code')}
              required
              hint={t('templates.code_hint')}
              error={problem?.field('code')}
            >
              {(control) => (
                <Input
                  {...control}
                  dir="ltr"
                  value={text.code}
                  onChange={(event) => change({ code: event.target.value })}
                />
              )}
            </Field>
          )}
          {template === null && (
            <Field label={t('templates.language')} required>
              {(control) => (
                <Select
                  {...control}
                  value={text.language}
                  onChange={(value) => change({ language: value === 'ar' ? 'ar' : 'en' })}
                  options={[
                    { value: 'en', label: t('language.en') },
                    { value: 'ar', label: t('language.ar') },
                  ]}
                />
              )}
            </Field>
          )}
          {channel === 'email' && (
            <Field label={t('templates.subject')} required error={problem?.field('subject')}>
              {(control) => (
                <Input
                  {...control}
                  dir="auto"
                  value={text.subject}
                  onChange={(event) => change({ subject: event.target.value })}
                />
              )}
            </Field>
          )}
          <Field
            label={t('templates.body')}
            required
            hint={t('templates.variables', { list: variables.map((v) => `{{${v}}}`).join(' ') })}
            error={problem?.field('body')}
          >
            {(control) => (
              <Textarea
                {...control}
                dir="auto"
                rows={8}
                value={text.body}
                onChange={(event) => change({ body: event.target.value })}
              />
            )}
          </Field>
          {problem && (
            <Notice tone="danger" alert>
              {errorText(problem)}
            </Notice>
          )}
        </div>
        <Preview text={text} />
      </div>
    </Dialog>
  );
}

function Preview({ text }: { text: TemplateText }) {
  const { t } = useTranslation('messaging');
  const shown = useDebounced(text, 300);
  const { data } = useQuery({
    queryKey: ['template-preview', shown.channel, shown.language, shown.subject, shown.body],
    enabled: shown.body.trim() !== '',
    placeholderData: (before) => before,
    queryFn: () =>
      call(
        api.POST('/api/agent/communication/preview', {
          body: {
            channel: shown.channel,
            language: shown.language,
            subject: shown.subject,
            message: shown.body,
          },
        }),
      ),
  });
  return (
    <section aria-label={t('templates.preview')} className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">{t('templates.preview')}</h3>
      <div className="flex flex-col gap-1 rounded-lg bg-sunken p-3">
        {data?.subject && (
          <p dir="auto" className="match font-semibold">
            {data.subject}
          </p>
        )}
        <p dir="auto" className="match min-h-16 wrap-anywhere whitespace-pre-line">
          {data?.text}
        </p>
      </div>
      {data && text.channel === 'sms' && (
        <p className="text-xs text-ink-3">
          {t('templates.parts', {
            count: data.segments,
            shown: formatNumber(data.segments),
            left: formatNumber(data.left),
          })}
        </p>
      )}
    </section>
  );
}
