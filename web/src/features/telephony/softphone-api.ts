import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/lib/api';

/* The phone in the browser, as it is set up; using it is features/calls/softphone. */

export const SOFTPHONE_SETTINGS = ['telephony', 'softphone'];

export function useSoftphoneSettings() {
  return useQuery({
    queryKey: SOFTPHONE_SETTINGS,
    queryFn: async () => (await call(api.GET('/api/settings/softphone'))).settings,
  });
}

export interface IceDraft {
  key: number;
  url: string;
  username: string;
  /** Empty leaves the one of before. */
  credential: string;
  /** The server has one. */
  kept: boolean;
}

export interface SoftphoneDraft {
  ws_url: string;
  domain: string;
  is_active: boolean;
  ice_servers: IceDraft[];
}

export function saveSoftphone({ ice_servers, ...rest }: SoftphoneDraft, version: number) {
  const servers = ice_servers.map(({ url, username, credential }) => ({
    url,
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  }));
  return call(
    api.PUT('/api/settings/softphone', {
      body: { ...rest, ice_servers: servers, ...(version ? { version } : {}) },
    }),
  );
}

export function useSipAccount(extension: number | undefined) {
  return useQuery({
    queryKey: ['telephony', 'sip', extension],
    enabled: extension !== undefined,
    // What was typed must not go because somebody came back to the window.
    refetchOnWindowFocus: false,
    queryFn: async () =>
      (
        await call(
          api.GET('/api/extensions/{id}/sip', { params: { path: { id: String(extension) } } }),
        )
      ).account,
  });
}

export interface SipDraft {
  sip_user: string;
  secret: string;
}

export function saveSipAccount(extension: number, draft: SipDraft, version: number) {
  return call(
    api.PUT('/api/extensions/{id}/sip', {
      params: { path: { id: String(extension) } },
      body: {
        ...(draft.sip_user ? { sip_user: draft.sip_user } : {}),
        ...(draft.secret ? { secret: draft.secret } : {}),
        ...(version ? { version } : {}),
      },
    }),
  );
}

export function removeSipAccount(extension: number) {
  return call(
    api.DELETE('/api/extensions/{id}/sip', { params: { path: { id: String(extension) } } }),
  );
}
