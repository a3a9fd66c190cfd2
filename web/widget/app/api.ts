/* All that is asked of the server, and how its answers are called in here. */
import type {
  Details,
  Language,
  Page,
  Session,
  Settings,
  StoredFile,
  Visitor,
  WidgetChat,
  WidgetMessage,
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

// biome-ignore lint/suspicious/noExplicitAny: the shapes are held against openapi.json by the API tests
type Body = any;

export interface Conversation {
  chat: WidgetChat | null;
  messages: WidgetMessage[];
}

export interface Upload {
  id: string;
  offset: number;
  size: number;
  piece_bytes: number;
}

export interface UploadAnswer {
  upload: Upload;
  file?: StoredFile;
}

/* Texts that the company left empty are the widget's own. */
function settingsOf(from: Body, language: Language): Settings {
  const { theme, fields } = from;
  const texts = from.texts[language];
  return {
    accent: theme.accent,
    position: theme.position,
    dark: theme.dark,
    title: texts.title,
    greeting: texts.greeting,
    offlineText: texts.offline,
    fields,
    departments: from.departments,
    openNow: from.open_now,
  };
}

/** Reads an answer whatever it is; a proxy's page of words is no JSON. */
function errorOf(status: number, text: string, retryAfter: string | null): ApiError {
  let body: Body = {};
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

  private async ask(method: string, path: string, body?: unknown): Promise<Body> {
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
        keepalive: method === 'POST',
        signal: stop.signal,
      });
      text = await answer.text();
    } catch {
      throw new ApiError(0, 'network', '');
    } finally {
      clearTimeout(late);
    }
    if (!answer.ok) throw errorOf(answer.status, text, answer.headers.get('Retry-After'));
    return text ? JSON.parse(text) : {};
  }

  async session(page: Page, identity: string | undefined): Promise<Session> {
    const answer = await this.ask('POST', '/api/widget/session', {
      key: this.key,
      language: this.language,
      page,
      ...(this.token ? { token: this.token } : {}),
      ...(identity ? { identity } : {}),
    });
    this.token = answer.token;
    const visitor: Visitor = answer.visitor;
    return {
      token: answer.token,
      visitor,
      settings: settingsOf(answer.settings, this.language),
      chat: answer.chat ?? null,
    };
  }

  async begin(details: Details, message: string, id: string) {
    const given = Object.entries(details).filter(([, value]) => value !== '');
    const answer = await this.ask('POST', '/api/widget/chat', {
      ...Object.fromEntries(given),
      message,
      client_message_id: id,
    });
    return answer as { chat: WidgetChat; message: WidgetMessage };
  }

  async send(content: string, id: string, files: string[], reply: number | null) {
    const answer = await this.ask('POST', '/api/widget/messages', {
      client_message_id: id,
      content,
      ...(files.length > 0 ? { files } : {}),
      ...(reply === null ? {} : { reply_to: reply }),
    });
    return answer as { chat: WidgetChat; message: WidgetMessage };
  }

  async conversation(after: number): Promise<Conversation> {
    const answer = await this.ask('GET', `/api/widget/conversation?after=${after}`);
    return { chat: answer.chat ?? null, messages: answer.messages };
  }

  async leave(details: Details, message: string, id: string): Promise<void> {
    const { name, email, phone } = details;
    await this.ask('POST', '/api/widget/offline', {
      name,
      email,
      ...(phone ? { phone } : {}),
      message,
      client_message_id: id,
    });
  }

  async marks(delivered: number, read: number): Promise<void> {
    await this.ask('POST', '/api/widget/read', { delivered_seq: delivered, read_seq: read });
  }

  async typing(typing: boolean): Promise<void> {
    await this.ask('POST', '/api/widget/typing', { typing });
  }

  async page({ url, title }: Page): Promise<void> {
    await this.ask('POST', '/api/widget/page', { url, title });
  }

  async end(): Promise<WidgetChat> {
    return (await this.ask('POST', '/api/widget/end', {})).chat;
  }

  async rate(score: number, comment: string): Promise<WidgetChat> {
    const body = comment ? { score, comment } : { score };
    return (await this.ask('POST', '/api/widget/rating', body)).chat;
  }

  /** The address of a file that a message names. */
  address(path: string): string {
    return new URL(path, this.base).href;
  }

  beginUpload(name: string, size: number): Promise<UploadAnswer> {
    return this.ask('POST', '/api/widget/uploads', { name, size });
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
