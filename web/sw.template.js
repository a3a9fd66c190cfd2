/* The build fills in the version and the list of files. */
const SHELL = 'shell-__VERSION__';
const PRECACHE = ['__PRECACHE__'];
const SERVER_PATHS = /^\/(api|docs|redoc|ws|health|openapi\.json|files|widget)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (!event.data) return;
  if (event.data.type === 'SKIP_WAITING') self.skipWaiting();
  if (event.data.type === 'SHOW_NOTIFICATION') {
    event.waitUntil(showNotification(event.data.notification));
  }
});

self.addEventListener('push', (event) => {
  event.waitUntil(showNotification(readPush(event.data)));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openNotification(event.notification.data));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (SERVER_PATHS.test(url.pathname)) return;
  if (request.mode === 'navigate') {
    event.respondWith(page(request));
  } else if (url.pathname.startsWith('/assets/') || PRECACHE.includes(url.pathname)) {
    event.respondWith(asset(request));
  }
});

/* What cannot be read is no reason to show nothing: browsers take the right to push away for that. */
function readPush(data) {
  try {
    return data.json();
  } catch {
    return { id: 0, title: 'Hatif', body: '' };
  }
}

/* Who looks at one of our pages has seen it there. The same one, by page and by push, is shown once. */
async function showNotification({ id, tag, title, body, language }) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some((page) => page.focused)) return;
  await self.registration.showNotification(title, {
    body,
    tag: tag || `hatif-${id}`,
    lang: language,
    dir: language === 'ar' ? 'rtl' : 'ltr',
    icon: '/icon.svg',
    data: { id },
  });
}

/* In a page that is open, else in a new one: it knows the place of each notification. */
async function openNotification(data) {
  const path = data?.id ? `/agent/notifications/${data.id}` : '/agent/notifications';
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => one.visibilityState === 'visible') || pages[0];
  if (!page) return self.clients.openWindow(path);
  page.postMessage({ type: 'OPEN', path });
  return page.focus();
}

/* Two at a time: the page that is open needs the line for its own questions. */
async function keepShell() {
  const cache = await caches.open(SHELL);
  const files = [...PRECACHE];
  const keepOneByOne = async () => {
    for (let file = files.shift(); file; file = files.shift()) await cache.add(file);
  };
  await Promise.all([keepOneByOne(), keepOneByOne()]);
}

async function dropOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('shell-') && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(request) {
  return (await caches.match('/index.html')) || fetch(request);
}

async function asset(request) {
  const cached = await caches.match(request);
  if (cached) return cached;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
  }
  return answer;
}
