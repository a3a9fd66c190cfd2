import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, call } from '../api';

export interface DepartmentChoice {
  id: number;
  code: string;
  name: string;
}

/** The departments that have somebody. */
export function useDepartments(): DepartmentChoice[] {
  const { data } = useQuery({
    queryKey: ['org', 'teams'],
    queryFn: async () => (await call(api.GET('/api/teams'))).teams,
  });
  return useMemo(() => {
    const found = new Map(
      (data ?? []).flatMap(({ department }) => (department ? [[department.id, department]] : [])),
    );
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [data]);
}
