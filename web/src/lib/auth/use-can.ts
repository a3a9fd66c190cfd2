import { useSession } from './session';

/** May the signed-in person do this? The server decides again; this only shapes the page. */
export function useCan(permission: string): boolean {
  return useSession((state) => state.user?.permissions.includes(permission) ?? false);
}

export function can(permission: string): boolean {
  return useSession.getState().user?.permissions.includes(permission) ?? false;
}
