import type { Extension } from '@/lib/api';

/** Is it among what somebody looks for? An empty search or status is no limit. */
export function fits(extension: Extension, search: string, status: string): boolean {
  if (status && extension.availability_status !== status) return false;
  const typed = search.trim().toLocaleLowerCase();
  if (!typed) return true;
  const { extension: number, agent_name, agent_code, team_name } = extension;
  return [number, agent_name, agent_code, team_name].some((text) =>
    text?.toLocaleLowerCase().includes(typed),
  );
}
