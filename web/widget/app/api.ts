/* All that is asked of the server, and how its answers are called in here. */
import type {
  ChatAnswer,
  ConversationAnswer,
  Details,
  Language,
  Page,
  SaidAnswer,
  Session,
  SessionAnswer,
  Settings,
  Upload,
  UploadAnswer,
  WidgetChat,
} from './types';

const PATIENCE_MS = 20_000;

export class ApiError extends Error {
  constructor(
    /** 0: no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Record<string, string[]> = {},
    readonly retryAfter = 0,
  ) {
    super(message);
  }

  /** It may be better in a moment: no connection, a restart of the server, too much at once. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Which messages of the chat: what follows a number, what was before one, or the newest. */
export type Pages = { after: number } | { before: number } | Record<string, never>;

export const PAGE_MESSAGES = 50;

function settingsOf(from: SessionAnswer['settings'], language: Language): Settings {
  const { theme, fields, departments } = from;
  const { title, greeting, offline } = from.texts[language];
  return {
    ...theme,
    title,
    greeting,
    offlineText: offline,
    fields,
    departments,
    openNow: from.open_now,
    fileBytesMax: from.file_bytes_max,
  };
}

/** Reads an answer whatever it is; a proxy's page of words is no JSON. */
function errorOf(status: number, text: string, retryAfter: string | null): ApiError {
  let body: { code?: string; message?: string; errors?: Record<string, string[]> } = {};
  try {
    body = JSON.parse(text) ?? {};
  } catch {
    // The status says enough.
  }
  return new ApiError(
    status,
    body.code ?? '',
    body.message ?? '',
    body.errors ?? {},
    Number(retryAfter) || 0,
  );
}

export class Api {
  token = '';

  constructor(
    readonly base: string,
    private readonly key: string,
    private readonly language: Language,
  ) {}

  private headers(): Record<string, string> {
    return {
      'Accept-Language': this.language,
      ...(this.token ? { 'X-Widget-Token': this.token } : {}),
    };
  }

  private async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE_MS);
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.base + path, {
        method,
        headers: {
          ...this.headers(),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
        // Goes on although the customer follows a link.
        keepalive: method !== 'GET',
        signal: stop.signal,
      });
      text = await answer.text();
    } catch {
      throw new ApiError(0, 'network', '');
    } finally {
      clearTimeout(late);
    }
    if (!answer.ok) throw errorOf(answer.status, text, answer.headers.get('Retry-After'));
    return JSON.parse(text);
  }

  async session(page: Page, identity: string | undefined): Promise<Session> {
    const answer = await this.ask<SessionAnswer>('POST', '/api/widget/session', {
      key: this.key,
      language: this.language,
      page,
      ...(this.token ? { token: this.token } : {}),
      ...(identity ? { identity } : {}),
    });
    this.token = answer.token;
    const { visitor, settings, chat } = answer;
    return { visitor, settings: settingsOf(settings, this.language), chat };
  }

  /** The token is good for nobody any more. */
  async leave(): Promise<void> {
    await this.ask('DELETE', '/api/widget/session');
  }

  /** Begins a chat; `offline`: for later, as nobody is there. */
  begin(details: Details, offline: boolean, message: string, id: string): Promise<SaidAnswer> {
    const given = Object.entries(details).filter(([, value]) => value !== '');
    return this.ask('POST', offline ? '/api/widget/offline' : '/api/widget/chat', {
      ...Object.fromEntries(given),
      language: this.language,
      message,
      client_message_id: id,
    });
  }

  send(content: string, id: string, files: string[], reply: number | null): Promise<SaidAnswer> {
    return this.ask('POST', '/api/widget/messages', {
      client_message_id: id,
      ...(content === '' ? {} : { content }),
      ...(files.length > 0 ? { files } : {}),
      ...(reply === null ? {} : { reply_to: reply }),
    });
  }

  conversation(pages: Pages): Promise<ConversationAnswer> {
    const limit = 'after' in pages ? {} : { limit: PAGE_MESSAGES };
    const query = Object.entries({ ...pages, ...limit }).map(([name, value]) => `${name}=${value}`);
    return this.ask('GET', `/api/widget/conversation?${query.join('&')}`);
  }

  async marks(chat: string, delivered: number, read: number): Promise<void> {
    await this.ask('POST', '/api/widget/read', { chat, delivered_seq: delivered, seq: read });
  }

  async typing(chat: string, typing: boolean): Promise<void> {
    await this.ask('POST', '/api/widget/typing', { chat, typing });
  }

  async page({ url, title }: Page): Promise<void> {
    await this.ask('POST', '/api/widget/page', { url, title });
  }

  async end(chat: string): Promise<WidgetChat> {
    return (await this.ask<ChatAnswer>('POST', '/api/widget/end', { chat })).chat;
  }

  async rate(chat: string, score: number, comment: string): Promise<WidgetChat> {
    const body = { chat, score, ...(comment ? { comment } : {}) };
    return (await this.ask<ChatAnswer>('POST', '/api/widget/rating', body)).chat;
  }

  /** The address of a file that a message names. */
  address(path: string): string {
    return new URL(path, this.base).href;
  }

  beginUpload(name: string, size: number): Promise<UploadAnswer> {
    return this.ask('POST', '/api/widget/uploads', { purpose: 'chat', name, size });
  }

  lookAtUpload(id: string): Promise<UploadAnswer> {
    return this.ask('GET', `/api/widget/uploads/${id}`);
  }

  /** One piece; by XMLHttpRequest, which alone says how far it is. */
  sendPiece(
    { id, offset }: Upload,
    piece: Blob,
    onProgress: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<UploadAnswer> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      signal.addEventListener('abort', stop);
      request.open('PATCH', `${this.base}/api/widget/uploads/${id}`);
      for (const [name, value] of Object.entries(this.headers())) {
        request.setRequestHeader(name, value);
      }
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.setRequestHeader('Upload-Offset', String(offset));
      request.upload.onprogress = ({ loaded }) => onProgress(loaded);
      request.onloadend = () => {
        signal.removeEventListener('abort', stop);
        const { status, responseText } = request;
        if (status >= 200 && status < 300) resolve(JSON.parse(responseText));
        else if (status === 0) reject(new ApiError(0, 'network', ''));
        else reject(errorOf(status, responseText, request.getResponseHeader('Retry-After')));
      };
      request.send(piece);
    });
  }
}
