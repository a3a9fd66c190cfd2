import { MessageCircle, SendHorizontal } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import { cx } from '@/lib/cx';
import { accentVariables } from '../../../../widget/app/theme';
import type { WidgetDraft } from '../api';
import { ownTexts, sampleTalk } from '../own-texts';
import { Section } from './section';

type Language = 'en' | 'ar';

/** How visitors will see it: the colours are made by what makes them in the widget. */
export function Preview({ draft }: { draft: WidgetDraft }) {
  const { t, i18n } = useTranslation('widget');
  const [language, setLanguage] = useState<Language>(i18n.language === 'ar' ? 'ar' : 'en');
  const [wanted, setWanted] = useState('light');
  const { dark } = draft.theme;
  const isDark = dark === 'auto' ? wanted === 'dark' : dark === 'dark';
  return (
    <div className="w-full max-w-3xl shrink-0 xl:sticky xl:top-0 xl:w-96">
      <Section title={t('preview')} text={t('preview_text')}>
        <div className="flex flex-wrap gap-2">
          <Select
            aria-label={t('preview_language')}
            value={language}
            onChange={(value) => setLanguage(value as Language)}
            options={[
              { value: 'ar', label: t('arabic') },
              { value: 'en', label: t('english') },
            ]}
          />
          {dark === 'auto' && (
            <Select
              aria-label={t('preview_theme')}
              value={wanted}
              onChange={setWanted}
              options={[
                { value: 'light', label: t('light') },
                { value: 'dark', label: t('dark_short') },
              ]}
            />
          )}
        </div>
        <Sight draft={draft} language={language} isDark={isDark} />
      </Section>
    </div>
  );
}

interface SightProps {
  draft: WidgetDraft;
  language: Language;
  isDark: boolean;
}

function Sight({ draft, language, isDark }: SightProps) {
  const own = ownTexts[language];
  const texts = draft.texts[language];
  const { accent, position } = draft.theme;
  return (
    <div
      lang={language}
      dir={language === 'ar' ? 'rtl' : 'ltr'}
      data-theme={isDark ? 'dark' : 'light'}
      data-preview
      style={accentVariables(accent, isDark) as CSSProperties}
      className={cx(
        'flex flex-col gap-3 rounded-lg bg-(--canvas) p-4 text-(--ink)',
        position === 'end' ? 'items-end' : 'items-start',
      )}
    >
      <div className="w-full max-w-80 overflow-hidden rounded-2xl border border-(--line) bg-(--surface)">
        <div className="bg-(--accent) px-4 py-3 text-(--on-accent)">
          <p dir="auto" className="match truncate font-semibold">
            {texts.title || own.title}
          </p>
          <p className="text-xs">{own.online}</p>
        </div>
        <div className="flex flex-col gap-2 p-4 text-sm">
          <Said>{texts.greeting || own.greeting}</Said>
          <Said own>{sampleTalk[language].question}</Said>
          <Said>{sampleTalk[language].answer}</Said>
        </div>
        <div className="flex items-center gap-2 border-t border-(--line) p-2">
          <span className="flex-1 rounded-lg border border-(--line-strong) px-3 py-2 text-sm text-(--ink-2)">
            {own.write}
          </span>
          <span className="grid size-9 place-items-center rounded-lg border border-(--accent-edge) bg-(--accent) text-(--on-accent)">
            <SendHorizontal aria-hidden size={16} className="flip" />
          </span>
        </div>
      </div>
      <span className="grid size-12 place-items-center rounded-full border-2 border-(--surface) bg-(--accent) text-(--on-accent) shadow-lg">
        <MessageCircle aria-hidden size={22} className="flip" />
      </span>
    </div>
  );
}

function Said({ own = false, children }: { own?: boolean; children: string }) {
  return (
    <p
      dir="auto"
      className={cx(
        'max-w-5/6 rounded-2xl px-3 py-2 break-words whitespace-pre-line',
        own
          ? 'self-end border border-(--accent-edge) bg-(--accent) text-(--on-accent)'
          : 'self-start bg-(--sunken)',
      )}
    >
      {children}
    </p>
  );
}
