import { CircleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { Segments } from '@/components/ui/segments';
import { Textarea } from '@/components/ui/textarea';
import type { ChatSettings } from '@/lib/api';
import { directionOf } from '@/lib/i18n';
import { AnswerPreview } from './answer-preview';
import { answerLanguages, SITUATIONS, type Situation } from './api';

type Answers = ChatSettings['answers'];

interface AnswersPartProps {
  answers: Answers;
  onChange: (answers: Answers) => void;
  error?: string;
}

const MOST = 1000;

/** What customers are answered without anybody's doing, in their language. */
export function AnswersPart({ answers, onChange, error }: AnswersPartProps) {
  const { t, i18n } = useTranslation('chat_settings');
  const id = useId();
  const [shown, setShown] = useState<Situation>('greeting');
  const texts = answers[shown];
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-2 gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 max-lg:grid-cols-1"
    >
      <div className="flex min-w-0 flex-col gap-4">
        <h2 id={id} className="text-base font-semibold">
          {t('answers.title')}
        </h2>
        <div className="max-w-full overflow-x-auto">
          <Segments
            label={t('answers.situation')}
            value={shown}
            onChange={setShown}
            options={SITUATIONS.map((value) => ({ value, label: t(`answers.${value}`) }))}
          />
        </div>
        <p className="text-sm text-ink-2">{t(`answers.${shown}_text`)}</p>
        {answerLanguages(i18n.language).map((language) => (
          <Field
            key={`${shown}-${language}`}
            label={t(`answers.in_${language}`)}
            hint={texts[language] ? undefined : t('answers.none_hint')}
          >
            {(control) => (
              <Textarea
                {...control}
                dir={directionOf(language)}
                lang={language}
                value={texts[language]}
                maxLength={MOST}
                onChange={(event) =>
                  onChange({ ...answers, [shown]: { ...texts, [language]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
        {error && (
          <p role="alert" className="flex items-start gap-1 text-xs text-danger">
            <CircleAlert aria-hidden size={13} className="mt-px shrink-0" />
            <span dir="auto">{error}</span>
          </p>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-3 text-sm text-ink-2">
        <p>{t('answers.text')}</p>
        <AnswerPreview situation={shown} texts={texts} />
      </div>
    </section>
  );
}
