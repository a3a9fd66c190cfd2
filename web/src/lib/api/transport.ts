import { i18n } from '../i18n';
import { readLocal, writeLocal } from '../storage/local';
import { asApiError, errorFromResponse } from './error';

/**
 * The fetch below the typed client: cookies, the CSRF header, a time limit, one silent renewal of
 * an ended session, and every failure as an ApiError.
 */
const TIMEOUT_MS = 20_000;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

type SessionEnded = () => void;
let onSessionEnded: SessionEnded = () => {};
let renewal: Promise<boolean> | null = null;

export function setSessionEndedHandler(handler: SessionEnded): void {
  onSessionEnded = handler;
}

export function readCookie(name: string): string | null {
  for (const part of document.cookie.split('; ')) {
    const at = part.indexOf('=');
    if (part.slice(0, at) === name) return decodeURIComponent(part.slice(at + 1));
  }
  return null;
}

/* Only a remembered device has a refresh cookie; it is httpOnly, so this notes that it exists. */
const REMEMBERED_KEY = 'hatif.remembered';

export function setRemembered(remembered: boolean): void {
  writeLocal(REMEMBERED_KEY, remembered);
}

/** False when a question to the server could only be answered with 401. */
export function mayHaveSession(): boolean {
  return readCookie('XSRF-TOKEN') !== null || readLocal(REMEMBERED_KEY, false);
}

function withHeaders(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('Accept', headers.get('Accept') ?? 'application/json');
  headers.set('Accept-Language', i18n.language || document.documentElement.lang || 'en');
  const token = readCookie('XSRF-TOKEN');
  if (!SAFE.has(request.method) && token) headers.set('X-XSRF-TOKEN', token);
  return new Request(request, { headers, credentials: 'same-origin' });
}

declare global {
  interface Window {
    /** What preload.js asked before this code was there, by path; without an answer null. */
    askedAhead?: Record<string, Promise<Response | null>>;
  }
}

async function askedAhead({ method, url }: Request): Promise<Response | null> {
  const { pathname, search } = new URL(url);
  const path = pathname + search;
  const asked = method === 'GET' ? window.askedAhead?.[path] : undefined;
  if (!asked) return null;
  delete window.askedAhead?.[path];
  return asked;
}

/* A request body can be read once: the copy is sent, the original stays for the second try. */
async function send(request: Request): Promise<Response> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  return fetch(new Request(withHeaders(request.clone()), { signal }));
}

/* Sign-in itself answers 401 for a wrong password; that is no ended session. */
function isSignIn(url: string): boolean {
  const path = new URL(url).pathname;
  return /\/auth\/(login|badge|refresh|logout|forgot-password|reset-password)$/.test(path);
}

/** Several requests that fail together renew the session once. */
function renewOnce(): Promise<boolean> {
  if (!readLocal(REMEMBERED_KEY, false)) return Promise.resolve(false);
  renewal ??= fetch(
    withHeaders(
      new Request(new URL('/api/auth/refresh', location.origin), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      }),
    ),
  )
    .then((answer) => answer.ok)
    .catch(() => false)
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

export async function transport(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = (await askedAhead(request)) ?? (await send(request));
    if (response.status === 401 && !isSignIn(request.url) && (await renewOnce())) {
      response = await send(request);
    }
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw asApiError(error);
  }
  if (response.ok) return response;
  const failure = await errorFromResponse(response);
  if (response.status === 401 && !isSignIn(request.url)) onSessionEnded();
  throw failure;
}
