import { HeartHandshake, Languages, Link2Off } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { ProductMark } from '@/components/ui/product-mark';
import { useRatingNames } from '@/components/ui/rating-names';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Stars } from '@/components/ui/stars';
import { Textarea } from '@/components/ui/textarea';
import { asApiError, errorText } from '@/lib/api';
import { isolate } from '@/lib/bidi';
import { i18n, setLanguage, toggleLanguage } from '@/lib/i18n';
import { usePageTitle } from '@/lib/page-title';
import { usePreferences } from '@/lib/preferences';
import { useLogo, useRate, useRatingLink } from './api';

/** Behind the link that a customer got: five stars, a few words, and thanks. */
export function RatePage() {
  const { t } = useTranslation('interactions');
  const { key = '' } = useParams();
  const link = useRatingLink(key);
  const failure = link.error ? asApiError(link.error) : null;
  useCustomersLanguage(link.data?.language);
  usePageTitle(t('rate.title'));
  return (
    <Frame company={link.data?.company}>
      {link.isPending && <SkeletonRows rows={4} />}
      {failure?.status === 404 && <Gone />}
      {failure && failure.status !== 404 && (
        <ErrorState title={t('rate.failed')} error={failure} onRetry={() => void link.refetch()} />
      )}
      {link.data && <RateForm linkKey={key} company={link.data.company.name} />}
    </Frame>
  );
}

/* As in the message that brought the customer here, unless this browser's owner chose another. */
function useCustomersLanguage(language: string | undefined): void {
  const chosen = usePreferences((state) => state.languageChosen);
  useEffect(() => {
    const known = language === 'ar' || language === 'en';
    if (!chosen && known && language !== i18n.language) void setLanguage(language);
  }, [chosen, language]);
}

interface FrameProps {
  company: { code: string; name: string } | undefined;
  children: ReactNode;
}

function Frame({ company, children }: FrameProps) {
  const { t } = useTranslation(['interactions', 'shell', 'common']);
  const logo = useLogo(company?.code);
  return (
    <div className="thin flex h-full flex-col overflow-y-auto bg-canvas">
      <header className="flex justify-end p-3">
        <Button variant="ghost" icon={Languages} onClick={() => void toggleLanguage()}>
          <span lang={i18n.language === 'ar' ? 'en' : 'ar'}>{t('shell:language.switch')}</span>
        </Button>
      </header>
      <main className="m-auto w-full max-w-md p-4">
        <div className="rounded-lg border border-line bg-surface px-8 pt-8 pb-6 max-md:px-5 max-md:pt-6">
          <div className="flex flex-col items-center gap-3 pb-6 text-center">
            {logo.data && company ? (
              <img src={logo.data} alt="" className="h-14 max-w-48 object-contain" />
            ) : (
              <ProductMark size={52} />
            )}
            {company && (
              <p className="text-sm text-ink-2">
                <bdi>{company.name}</bdi>
              </p>
            )}
            <h1 className="text-xl font-semibold">{t('rate.title')}</h1>
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}

/** Used, expired, mistyped: nobody learns which. */
function Gone() {
  const { t } = useTranslation('interactions');
  return <Empty icon={Link2Off} title={t('rate.gone')} text={t('rate.gone_text')} />;
}

function RateForm({ linkKey, company }: { linkKey: string; company: string }) {
  const { t } = useTranslation(['interactions', 'common']);
  const names = useRatingNames();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const rate = useRate(linkKey);
  const failure = rate.error ? asApiError(rate.error) : null;

  if (rate.isSuccess) {
    return (
      <div role="status">
        <Empty icon={HeartHandshake} title={t('rate.thanks')} text={t('rate.thanks_text')} />
      </div>
    );
  }
  if (failure?.status === 404) return <Gone />;
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (score > 0 && !rate.isPending) rate.mutate({ score, comment: comment.trim() });
      }}
    >
      <Stars
        large
        label={t('rate.question', { company: isolate(company) })}
        value={score}
        onChange={setScore}
        names={names}
        error={tried && score === 0 ? t('rate.choose') : undefined}
      />
      <Field
        label={t('rate.comment')}
        hint={t('rate.comment_hint')}
        error={failure?.field('comment')}
      >
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            value={comment}
            maxLength={1000}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
      {failure && !failure.field('comment') && (
        <Notice tone="danger" alert>
          {errorText(failure)}
        </Notice>
      )}
      <Button type="submit" variant="primary" busy={rate.isPending} className="h-11">
        {t('rate.send')}
      </Button>
    </form>
  );
}
