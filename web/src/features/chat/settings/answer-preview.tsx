import { Bot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChatSettings } from '@/lib/api';
import { directionOf } from '@/lib/i18n';
import { type AnswerLanguage, answerLanguages, type Situation } from './api';

interface AnswerPreviewProps {
  situation: Situation;
  texts: ChatSettings['answers'][Situation];
}

/** The answer as a customer sees it, in either language. */
export function AnswerPreview({ situation, texts }: AnswerPreviewProps) {
  const { t, i18n } = useTranslation('chat_settings');
  return (
    <figure className="flex flex-col gap-2" aria-live="off">
      <figcaption className="text-xs text-ink-3">
        {t('answers.preview', { situation: t(`answers.${situation}`) })}
      </figcaption>
      {answerLanguages(i18n.language).map((language) => (
        <Exchange key={language} language={language} text={texts[language].trim()} />
      ))}
    </figure>
  );
}

/* What a customer might have written, in the language of the answer. */
const questions: Record<AnswerLanguage, string> = {
  en: 'Hello, is anybody there?',
  ar: 'السلام عليكم، هل من أحد هنا؟',
};

function Exchange({ language, text }: { language: AnswerLanguage; text: string }) {
  const { t, i18n } = useTranslation('chat_settings');
  return (
    <div
      dir={directionOf(language)}
      lang={language}
      className="flex flex-col gap-1.5 rounded-lg border border-line bg-canvas p-3 text-base text-ink"
    >
      <p className="max-w-[85%] self-end rounded-lg bg-bubble-out px-3 py-1.5">
        {questions[language]}
      </p>
      {text ? (
        <p className="flex max-w-[85%] items-start gap-2 self-start rounded-lg border border-line bg-surface px-3 py-1.5">
          <Bot aria-hidden size={16} className="mt-1 shrink-0 text-violet" />
          <span className="min-w-0 wrap-anywhere whitespace-pre-line">{text}</span>
        </p>
      ) : (
        <p lang={i18n.language} dir="auto" className="text-sm text-ink-3">
          {t('answers.nothing')}
        </p>
      )}
    </div>
  );
}
