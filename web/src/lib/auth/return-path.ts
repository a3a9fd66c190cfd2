/** Where to go after signing in. Only a path of this site: anything else becomes the fallback. */
export function safeReturnPath(wanted: string | null | undefined, fallback = '/'): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//')) return fallback;
  // Browsers read a backslash as a slash, and drop tabs and line breaks inside a URL.
  if (/[\\\t\r\n]/.test(wanted)) return fallback;
  const url = new URL(wanted, location.origin);
  if (url.origin !== location.origin || isLoginPath(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}

export function isLoginPath(path: string): boolean {
  return /^\/((call-center-panel|agent|admin)\/)?login\/?$/.test(path);
}

/** Each area has its own sign-in page, with its own wording. */
export function loginPathFor(path: string): string {
  if (path.startsWith('/call-center-panel')) return '/call-center-panel/login';
  if (path.startsWith('/agent')) return '/agent/login';
  if (path.startsWith('/admin')) return '/admin/login';
  return '/login';
}
