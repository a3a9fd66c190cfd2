import { api, call } from '@/lib/api';
import { readLocal, removeLocal, writeLocal } from '@/lib/storage/local';

/** For whom this browser takes push messages: `company:user`. A screen is not always one person's. */
const OWNER_KEY = 'hatif.push.owner';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

export async function pushState(owner: string): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const own = readLocal<string | null>(OWNER_KEY, null) === owner;
  return own && (await subscription()) ? 'on' : 'off';
}

/** base64url, as the server gives its key. */
export function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function tellServer(made: PushSubscription): Promise<void> {
  const { endpoint, keys } = made.toJSON();
  const body = { endpoint: endpoint ?? '', keys: { ...keys } };
  await call(api.POST('/api/push/subscribe', { body }));
}

/** Asks for permission, so only after the person pressed something. */
export async function startPush(owner: string, serverKey: string): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return pushState(owner);
  const worker = await navigator.serviceWorker.ready;
  // One that another person, or another installation, left behind is not ours.
  if (readLocal<string | null>(OWNER_KEY, null) !== owner)
    await (await subscription())?.unsubscribe();
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(serverKey),
  });
  await tellServer(made);
  writeLocal(OWNER_KEY, owner);
  return 'on';
}

/** Best effort: a person who leaves must not be kept by a network that fails. */
export async function stopPush(): Promise<void> {
  removeLocal(OWNER_KEY);
  if (!isSupported()) return;
  const made = await subscription();
  if (!made) return;
  const { endpoint } = made;
  await made.unsubscribe();
  await call(api.DELETE('/api/push/subscribe', { params: { query: { endpoint } } })).catch(
    () => {},
  );
}

/** Browsers renew what they gave by themselves; said again, the server has the newest. */
export async function keepPush(owner: string): Promise<void> {
  if ((await pushState(owner)) !== 'on') return;
  const made = await subscription();
  if (made) await tellServer(made);
}
