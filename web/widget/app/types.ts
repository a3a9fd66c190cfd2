/* What the server says, in the words of api/openapi.json. */

export type Language = 'en' | 'ar';
export type Need = 'off' | 'optional' | 'required';
export type FieldName = 'name' | 'email' | 'phone' | 'department';

export interface Department {
  code: string;
  name: string;
}

export interface Settings {
  accent: string;
  position: 'start' | 'end';
  dark: 'auto' | 'light' | 'dark';
  title: string;
  greeting: string;
  offlineText: string;
  fields: Record<FieldName, Need>;
  departments: Department[];
  openNow: boolean;
}

export interface Visitor {
  name: string | null;
  email: string | null;
  phone: string | null;
  /** By a signed token: what it says of the visitor is not asked again. */
  identified: boolean;
}

export interface StoredFile {
  id: string;
  name: string;
  mime: string;
  size: number;
  kind: 'image' | 'audio' | 'document';
  width: number | null;
  height: number | null;
  url: string | null;
  thumbnail_url: string | null;
}

export interface Replied {
  seq: number;
  speaker: Speaker;
  preview: string;
}

export type Speaker = 'customer' | 'agent' | 'bot' | 'system';

export interface WidgetMessage {
  seq: number;
  speaker: Speaker;
  name: string | null;
  content: string;
  kind: string;
  files: StoredFile[];
  client_message_id: string | null;
  reply_to: Replied | null;
  sent_at: string;
  edited_at: string | null;
}

export interface WidgetChat {
  id: string;
  state: 'waiting' | 'active' | 'closed';
  agent_name: string | null;
  position: number | null;
  last_seq: number;
  delivered_seq: number;
  read_seq: number;
  rating: number | null;
}

export interface Session {
  token: string;
  visitor: Visitor;
  settings: Settings;
  chat: WidgetChat | null;
}

export interface Page {
  url: string;
  title: string;
  referrer: string;
}

/** What the form before a chat asks for. */
export interface Details {
  name: string;
  email: string;
  phone: string;
  department: string;
}
