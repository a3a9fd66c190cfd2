import type { OpenSession } from '@/lib/api';

export interface PersonSessions {
  user: OpenSession['user'];
  sessions: OpenSession[];
}

/** The sessions of each person together, in the order of their last use; only those who fit. */
export function byPerson(sessions: OpenSession[], search: string): PersonSessions[] {
  const wanted = search.trim().toLocaleLowerCase();
  const people = new Map<number, PersonSessions>();
  for (const session of sessions) {
    const { id, name, username, agent_code } = session.user;
    const words = `${name} ${username} ${agent_code ?? ''} ${session.ip}`.toLocaleLowerCase();
    if (!words.includes(wanted)) continue;
    const person = people.get(id) ?? { user: session.user, sessions: [] };
    person.sessions.push(session);
    people.set(id, person);
  }
  return [...people.values()];
}
