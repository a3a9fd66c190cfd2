import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type CompanyChange, type CompanySettings, call } from '@/lib/api';
import { WEEKDAYS, type Weekday } from '@/lib/hours';
import { useEvent } from '@/lib/realtime';

const COMPANY = ['company-settings'];

export interface Span {
  from: string;
  to: string;
}
export type Week = Record<Weekday, Span[]>;
export interface ClosedDraft {
  date: string;
  name: string;
}

/** What a week begins with; it is there to be changed. */
export const usualSpan: Span = { from: '09:00', to: '18:00' };

export function usualWeek(): Week {
  const week = weekOfHours([]);
  for (const day of WEEKDAYS.slice(0, 5)) week[day] = [usualSpan];
  return week;
}

function weekOfHours(hours: CompanySettings['business_hours']): Week {
  const week: Week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  for (const { day, from, to } of hours) week[day].push({ from, to });
  return week;
}

const hoursOfWeek = (week: Week) =>
  WEEKDAYS.flatMap((day) => week[day].map((span) => ({ day, ...span })));

/** What the form holds; minutes where the server has seconds. */
export interface CompanyDraft {
  name: string;
  domain: string;
  timeZone: string;
  currency: string;
  country: string;
  language: CompanySettings['language'];
  theme: CompanySettings['theme'];
  itExt: string;
  helpExt: string;
  recovery: CompanySettings['password_recovery'];
  badge: boolean;
  ownNames: boolean;
  idleMinutes: string;
  awayMinutes: string;
  passwordHours: string;
  /** Null: open around the clock. A day has none, one or two. */
  hours: Week | null;
  closed: ClosedDraft[];
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
    theme: company.theme,
    itExt: company.it_support_ext,
    helpExt: company.help_desk_ext,
    recovery: company.password_recovery,
    badge: company.badge_login,
    ownNames: company.own_names,
    idleMinutes: String(company.idle_timeout_s / 60),
    awayMinutes: String(company.away_after_s / 60),
    passwordHours: String(company.temporary_password_hours),
    hours: company.business_hours.length > 0 ? weekOfHours(company.business_hours) : null,
    closed: company.closed_days.map(({ date, name }) => ({ date, name: name ?? '' })),
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
    theme: draft.theme,
    it_support_ext: draft.itExt,
    help_desk_ext: draft.helpExt,
    password_recovery: draft.recovery,
    badge_login: draft.badge,
    own_names: draft.ownNames,
    idle_timeout_s: Math.round(Number(draft.idleMinutes || '0') * 60),
    away_after_s: Math.round(Number(draft.awayMinutes || '0') * 60),
    temporary_password_hours: Math.round(Number(draft.passwordHours)),
    business_hours: (draft.hours
      ? hoursOfWeek(draft.hours)
      : []) as CompanyChange['business_hours'],
    closed_days: draft.closed.map(({ date, name }) => ({
      date,
      name: name.trim() || null,
    })) as CompanyChange['closed_days'],
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
