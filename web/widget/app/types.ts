/* What the server says: the types that web/src has from api/openapi.json, by short names. */
import type { components } from '../../src/lib/api/schema';

type Schemas = components['schemas'];

export type Language = 'en' | 'ar';
export type WidgetMessage = Schemas['WidgetMessage'];
export type WidgetChat = Schemas['WidgetChat'];
export type Visitor = Schemas['WidgetVisitor'];
export type StoredFile = Schemas['File'];
export type Replied = Schemas['WidgetReplied'];
export type Department = Schemas['WidgetDepartmentChoice'];
export type Fields = Schemas['WidgetFields'];
export type FieldName = keyof Fields;
export type SessionAnswer = Schemas['WidgetSessionAnswer'];
export type ConversationAnswer = Schemas['WidgetConversationAnswer'];
export type SaidAnswer = Schemas['WidgetSaidAnswer'];
export type ChatAnswer = Schemas['WidgetChatAnswer'];
export type UploadAnswer = Schemas['UploadAnswer'];
export type Upload = Schemas['Upload'];

/** What of the settings is drawn, in one language. */
export interface Settings {
  accent: string;
  position: 'start' | 'end';
  dark: 'auto' | 'light' | 'dark';
  /** "": the widget's own. */
  title: string;
  greeting: string;
  offlineText: string;
  fields: Fields;
  departments: Department[];
  openNow: boolean;
  fileBytesMax: number;
}

export interface Session {
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
