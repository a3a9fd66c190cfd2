import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Role } from '@/lib/api';
import { useEvent } from '@/lib/realtime';

const ROLES = ['roles'];

export interface RoleDraft {
  name: string;
  scope: Role['scope'];
  permissions: Set<string>;
}

export function draftOf(role: Role | null): RoleDraft {
  if (!role) return { name: '', scope: 'own', permissions: new Set() };
  return { name: role.name, scope: role.scope, permissions: new Set(role.permissions) };
}

export function useRoles() {
  const cache = useQueryClient();
  useEvent('account:changed', () => void cache.invalidateQueries({ queryKey: ROLES }));
  return useQuery({
    queryKey: [...ROLES, 'list'],
    queryFn: async () => (await call(api.GET('/api/admin/roles'))).roles,
  });
}

export function usePermissions() {
  return useQuery({
    queryKey: [...ROLES, 'permissions'],
    queryFn: async () => (await call(api.GET('/api/admin/permissions'))).permissions,
  });
}

export function useRolePeople(id: number | null) {
  return useQuery({
    // Not among ROLES: one that was just removed is not asked for again.
    queryKey: ['role-people', id],
    enabled: id !== null,
    queryFn: async () =>
      (await call(api.GET('/api/admin/roles/{id}', { params: { path: { id: String(id) } } })))
        .people,
  });
}

export function useSaveRole(role: Role | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, scope, permissions }: RoleDraft) => {
      const body = { name, scope, permissions: [...permissions] };
      if (!role) return (await call(api.POST('/api/admin/roles', { body }))).role;
      return (
        await call(
          api.PUT('/api/admin/roles/{id}', {
            params: { path: { id: String(role.id) } },
            body: { ...body, version: role.version },
          }),
        )
      ).role;
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ROLES }),
  });
}

export function useRemoveRole() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      call(api.DELETE('/api/admin/roles/{id}', { params: { path: { id: String(id) } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ROLES }),
  });
}
