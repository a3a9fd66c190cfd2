import { Languages, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { ProductMark } from '@/components/ui/product-mark';
import type { Branding } from '@/lib/api';
import { toggleTheme, useIsDark } from '@/lib/appearance';
import { toggleLanguage } from '@/lib/i18n';

interface SignInLayoutProps {
  company: Branding | null;
  title: string;
  footer?: ReactNode;
  children: ReactNode;
}

/** The frame of all pages before the session: whose site it is, one card, language and theme. */
export function SignInLayout({ company, title, footer, children }: SignInLayoutProps) {
  const { t, i18n } = useTranslation(['accounts', 'shell', 'common']);
  const dark = useIsDark();
  const name = company?.name ?? t('common:product');
  return (
    <div className="thin flex h-full flex-col overflow-y-auto bg-canvas">
      <header className="flex justify-end gap-1 p-3">
        <Button variant="ghost" icon={Languages} onClick={() => void toggleLanguage()}>
          <span lang={i18n.language === 'ar' ? 'en' : 'ar'}>{t('shell:language.switch')}</span>
        </Button>
        <IconButton
          icon={dark ? Sun : Moon}
          label={dark ? t('shell:theme.to_light') : t('shell:theme.to_dark')}
          onClick={toggleTheme}
        />
      </header>
      <main className="m-auto w-full max-w-md p-4">
        <div className="rounded-lg border border-line bg-surface px-8 pt-8 pb-6 max-md:px-5 max-md:pt-6">
          <div className="flex flex-col items-center gap-3 pb-6 text-center">
            {company?.logo_url ? (
              <img
                src={company.logo_url}
                alt={t('logo', { company: name })}
                className="h-14 max-w-48 object-contain"
              />
            ) : (
              <ProductMark size={52} />
            )}
            <p className="text-sm text-ink-2">
              <bdi>{name}</bdi>
            </p>
            <h1 className="text-xl font-semibold">{title}</h1>
          </div>
          {children}
        </div>
        {footer && <div className="pt-4 text-center text-sm text-ink-2">{footer}</div>}
      </main>
      <footer className="flex items-center justify-center gap-1.5 p-4 text-xs text-ink-3">
        <ProductMark size={16} />
        <span>{t('common:product')}</span>
      </footer>
    </div>
  );
}
