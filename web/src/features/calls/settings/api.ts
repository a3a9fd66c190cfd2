import { useQuery } from '@tanstack/react-query';
import { api, type CallSettings, call } from '@/lib/api';

export const SETTINGS = ['calls', 'settings'];

export function useCallSettings() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: async () => (await call(api.GET('/api/settings/calls'))).settings,
  });
}

export interface RouteDraft {
  department: string;
  exten: string;
  context: string;
  queue: string;
}

export interface SettingsDraft {
  dialContext: string;
  dialPrefix: string;
  /** As typed. */
  wrapUp: string;
  offer: string;
  routes: RouteDraft[];
}

export function draftOf(settings: CallSettings): SettingsDraft {
  return {
    dialContext: settings.dial_context,
    dialPrefix: settings.dial_prefix,
    wrapUp: String(settings.wrap_up_seconds),
    offer: String(settings.offer_seconds),
    routes: settings.routes.map(({ department, exten, context, queue }) => ({
      department,
      exten: exten ?? '',
      context: context ?? '',
      queue: queue ?? '',
    })),
  };
}

/** A department that is reached nowhere has no route. */
export function bodyOf(draft: SettingsDraft, version: number) {
  return {
    dial_context: draft.dialContext.trim(),
    dial_prefix: draft.dialPrefix.trim(),
    wrap_up_seconds: Number(draft.wrapUp),
    offer_seconds: Number(draft.offer),
    routes: draft.routes
      .map(({ department, ...route }) => ({
        department,
        exten: route.exten.trim() || null,
        context: route.context.trim() || null,
        queue: route.queue.trim() || null,
      }))
      .filter(({ exten, context, queue }) => exten ?? context ?? queue),
    version,
  };
}

export async function saveCallSettings(draft: SettingsDraft, version: number) {
  const body = bodyOf(draft, version);
  return (await call(api.PUT('/api/settings/calls', { body }))).settings;
}

/** What the PBX is asked to dial for a number outside: the prefix stands before it. */
export function dialled(prefix: string, number: string): string {
  return `${prefix.trim()}${number}`;
}
