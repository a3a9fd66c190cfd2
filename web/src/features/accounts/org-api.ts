import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Department, type Team } from '@/lib/api';

export type Unit = { kind: 'department'; row: Department } | { kind: 'team'; row: Team };
export type UnitKind = Unit['kind'];

export interface UnitDraft {
  code: string;
  name: string;
  /** Of a team: code of the department, or empty. */
  department: string;
  /** Of a team; empty for none. */
  description: string;
  /** Of a team: #rrggbb, or empty. */
  color: string;
  active: boolean;
}

export function useDepartments() {
  return useQuery({
    queryKey: ['org', 'departments'],
    queryFn: async () => (await call(api.GET('/api/admin/departments'))).departments,
  });
}

export function useTeams() {
  return useQuery({
    queryKey: ['org', 'teams'],
    queryFn: async () => (await call(api.GET('/api/teams'))).teams,
  });
}

function save(kind: UnitKind, row: Department | Team | null, draft: UnitDraft): Promise<unknown> {
  const { code, name, department, description, color, active } = draft;
  if (kind === 'department') {
    if (!row) return call(api.POST('/api/admin/departments', { body: { code, name } }));
    const body = { code, name, is_active: active, version: row.version };
    const params = { path: { id: String(row.id) } };
    return call(api.PUT('/api/admin/departments/{id}', { params, body }));
  }
  const team = { name, slug: code === '' ? null : code, department, description, color };
  if (!row) return call(api.POST('/api/teams', { body: team }));
  const body = { ...team, is_active: active, version: row.version };
  return call(api.PUT('/api/teams/{id}', { params: { path: { id: String(row.id) } }, body }));
}

function remove(kind: UnitKind, id: number): Promise<unknown> {
  const params = { path: { id: String(id) } };
  if (kind === 'department') return call(api.DELETE('/api/admin/departments/{id}', { params }));
  return call(api.DELETE('/api/teams/{id}', { params }));
}

function useChanging<Input>(change: (input: Input) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['org'] }),
        cache.invalidateQueries({ queryKey: ['people'] }),
      ]),
  });
}

export function useSaveUnit(kind: UnitKind, row: Department | Team | null) {
  return useChanging((draft: UnitDraft) => save(kind, row, draft));
}

export function useRemoveUnit(kind: UnitKind) {
  return useChanging((id: number) => remove(kind, id));
}
