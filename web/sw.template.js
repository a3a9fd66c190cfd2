/* The build fills in the version and the list of files. */
const SHELL = 'shell-__VERSION__';
const PRECACHE = ['__PRECACHE__'];
const SERVER_PATHS = /^\/(api|docs|redoc|ws|health|openapi\.json|files)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'SKIP_WAITING') self.skipWaiting();
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
