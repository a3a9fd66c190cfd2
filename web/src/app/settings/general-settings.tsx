import { KeyRound, MonitorSmartphone, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { OwnPicture } from '@/components/own-picture';
import { RadioGroup } from '@/components/ui/radio-group';
import { useCan } from '@/lib/auth/use-can';
import { setLanguage } from '@/lib/i18n';
import {
  type Density,
  type Digits,
  type Language,
  type Theme,
  usePreferences,
} from '@/lib/preferences';

interface GeneralSettingsProps {
  onLeave: () => void;
  /** Beside a list of what is the company's, which needs no second link. */
  ownOnly?: boolean;
}

export function GeneralSettings({ onLeave, ownOnly = false }: GeneralSettingsProps) {
  const { t } = useTranslation('shell');
  const { language, theme, density, digits, set } = usePreferences();
  const mayImport = useCan('orders.import');
  const links = [
    { to: '/account/devices', icon: MonitorSmartphone, label: t('settings.devices') },
    { to: '/account/password', icon: KeyRound, label: t('settings.password') },
    ...(mayImport && !ownOnly
      ? [{ to: '/admin/order-sources', icon: Webhook, label: t('settings.order_sources') }]
      : []),
  ];
  return (
    <div className="flex flex-col gap-4 px-4 pt-4">
      <OwnPicture />
      <RadioGroup
        label={t('settings.language')}
        columns={3}
        value={language}
        onChange={(value) => void setLanguage(value as Language)}
        options={[
          { value: 'ar', label: <span lang="ar">{t('settings.language_ar')}</span> },
          { value: 'en', label: <span lang="en">{t('settings.language_en')}</span> },
        ]}
      />
      <RadioGroup
        label={t('settings.theme')}
        columns={2}
        value={theme ?? 'company'}
        onChange={(value) => set({ theme: value === 'company' ? null : (value as Theme) })}
        options={[
          { value: 'light', label: t('settings.theme_light') },
          { value: 'dark', label: t('settings.theme_dark') },
          { value: 'system', label: t('settings.theme_system') },
          { value: 'company', label: t('settings.theme_company') },
        ]}
      />
      <RadioGroup
        label={t('settings.density')}
        columns={3}
        value={density}
        onChange={(value) => set({ density: value as Density })}
        options={[
          { value: 'compact', label: t('settings.density_compact') },
          { value: 'comfortable', label: t('settings.density_comfortable') },
        ]}
      />
      {language === 'ar' && (
        <RadioGroup
          label={t('settings.digits')}
          columns={3}
          value={digits}
          onChange={(value) => set({ digits: value as Digits })}
          options={[
            { value: 'latn', label: t('settings.digits_latn') },
            { value: 'arab', label: t('settings.digits_arab') },
          ]}
        />
      )}
      <ul className="-mx-1.5 border-t border-line pt-2">
        {links.map((link) => (
          <li key={link.to}>
            <Link
              to={link.to}
              onClick={onLeave}
              className="flex min-h-9 items-center gap-2 rounded-md px-1.5 text-accent hover:bg-sunken"
            >
              <link.icon aria-hidden size={16} />
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
