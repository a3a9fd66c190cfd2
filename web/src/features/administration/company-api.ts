import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type CompanySettings, call } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const COMPANY = ['company-settings'];

/** What the form holds; minutes where the server has seconds. */
export interface CompanyDraft {
  name: string;
  domain: string;
  timeZone: string;
  currency: string;
  country: string;
  language: CompanySettings['language'];
  itExt: string;
  helpExt: string;
  recovery: CompanySettings['password_recovery'];
  badge: boolean;
  idleMinutes: string;
  awayMinutes: string;
  passwordHours: string;
  /** A new one, '' to take it away, null as it is. */
  logo: string | null;
}

export function draftOf(company: CompanySettings): CompanyDraft {
  return {
    name: company.name,
    domain: company.domain ?? '',
    timeZone: company.time_zone,
    currency: company.currency,
    country: company.default_country,
    language: company.language,
    itExt: company.it_support_ext,
    helpExt: company.help_desk_ext,
    recovery: company.password_recovery,
    badge: company.badge_login,
    idleMinutes: String(company.idle_timeout_s / 60),
    awayMinutes: String(company.away_after_s / 60),
    passwordHours: String(company.temporary_password_hours),
    logo: null,
  };
}

export function bodyOf(draft: CompanyDraft, version: number) {
  return {
    name: draft.name,
    domain: draft.domain.trim().toLowerCase(),
    time_zone: draft.timeZone,
    currency: draft.currency,
    default_country: draft.country,
    language: draft.language,
    it_support_ext: draft.itExt,
    help_desk_ext: draft.helpExt,
    password_recovery: draft.recovery,
    badge_login: draft.badge,
    idle_timeout_s: Math.round(Number(draft.idleMinutes || '0') * 60),
    away_after_s: Math.round(Number(draft.awayMinutes || '0') * 60),
    temporary_password_hours: Math.round(Number(draft.passwordHours)),
    ...(draft.logo === null ? {} : { logo_svg: draft.logo }),
    version,
  };
}

export function useCompanySettings() {
  const cache = useQueryClient();
  useEvent('account:changed', () => void cache.invalidateQueries({ queryKey: COMPANY }));
  return useQuery({
    queryKey: COMPANY,
    queryFn: async () => (await call(api.GET('/api/company'))).company,
  });
}

export function useSaveCompany(version: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (draft: CompanyDraft) =>
      (await call(api.PUT('/api/company', { body: bodyOf(draft, version) }))).company,
    onSuccess: (company) => cache.setQueryData(COMPANY, company),
  });
}
