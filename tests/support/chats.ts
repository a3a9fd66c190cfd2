/* Chats that stand in a database before a test begins. */

/** The demo's own chats out of the way. */
export const noChats = ['chat_tagged', 'chat_turns', 'chat_reads', 'chat_guests', 'chats']
  .map((table) => `DELETE FROM ${table};`)
  .join('\n');

/** Agents of tests have no sockets: nothing waits again because they are gone. */
export const patient = `INSERT INTO chat_settings (company_id, disconnect_grace_seconds,
  waiting_alert_seconds, unseen_alert_seconds, updated_us)
  SELECT id, 0, 0, 0, 0 FROM companies WHERE code = 'gulf';`;

export interface PlacedChat {
  id: number;
  company?: string;
  /** Code; none: anyone's. */
  department?: string;
  /** Its number; none: it waits. */
  agent?: number;
  name?: string;
  email?: string;
  /** What the customer wrote, a message each. */
  said?: string[];
  /** Minutes since it began. */
  age?: number;
  state?: 'closed' | 'missed' | 'abandoned';
}

const quoted = (text: string | undefined) =>
  text === undefined ? 'NULL' : `'${text.replaceAll("'", "''")}'`;

/** SQL for both engines; ids stay below those that the program gives out later. */
export function placeChat(chat: PlacedChat): string {
  const company = `(SELECT id FROM companies WHERE code = '${chat.company ?? 'gulf'}')`;
  const at = (Date.now() - (chat.age ?? 1) * 60_000) * 1000;
  const said = chat.said ?? ['Hello'];
  const last = said.at(-1) ?? '';
  const waits = !chat.agent && !chat.state;
  const agent = (column: string) =>
    chat.agent
      ? `(SELECT ${column} FROM agents WHERE company_id = ${company} AND agent_no = ${chat.agent})`
      : 'NULL';
  const state = chat.state ?? (chat.agent ? 'active' : 'waiting');
  const name = chat.name ?? 'Fatima Ali';
  return `
    INSERT INTO conversations (company_id, id, type, created_us, updated_us)
      VALUES (${company}, ${chat.id}, 'chat', ${at}, ${at});
    INSERT INTO chats (company_id, id, state, department_id, agent_id, team_id, name, email,
        search_text, source, created_us, touched_us, queued_us, queue_key, assigned_us, closed_us,
        waiting_since_us, last_seq, message_count, customer_count, last_message_seq, last_speaker,
        last_kind, last_preview, last_message_us)
      VALUES (${company}, ${chat.id}, '${state}',
        (SELECT id FROM departments WHERE company_id = ${company}
          AND code = ${quoted(chat.department)}),
        ${agent('id')}, ${agent('team_id')}, ${quoted(name)}, ${quoted(chat.email)},
        ${quoted(`${name} ${chat.email ?? ''}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' '))},
        'widget', ${at}, ${at}, ${at}, ${waits ? at : 'NULL'}, ${chat.agent ? at : 'NULL'},
        ${chat.state ? at : 'NULL'}, ${chat.state ? 'NULL' : at}, ${said.length}, ${said.length},
        ${said.length}, ${said.length}, 'customer', 'text', ${quoted(last)}, ${at});
    ${said
      .map(
        (content, i) => `INSERT INTO conversation_messages (company_id, conversation_id, id,
          speaker, content, language, at_us) VALUES (${company}, ${chat.id}, ${i + 1}, 'customer',
          ${quoted(content)}, 'en', ${at} + ${i});`,
      )
      .join('\n')}`;
}
