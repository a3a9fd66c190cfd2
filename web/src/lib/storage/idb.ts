/**
 * A small key-value store in IndexedDB, for what must survive a reload: drafts of notes and of
 * messages. Where IndexedDB is not available, everything is kept in memory for this page.
 */
const DATABASE = 'hatif';
const STORE = 'drafts';

const memory = new Map<string, unknown>();
let opening: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  if (!opening) {
    opening = new Promise((resolve) => {
      if (typeof indexedDB === 'undefined') {
        resolve(null);
        return;
      }
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    });
  }
  return opening;
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function getDraft<T>(key: string): Promise<T | undefined> {
  const database = await open();
  if (!database) return memory.get(key) as T | undefined;
  return finished(database.transaction(STORE).objectStore(STORE).get(key)) as Promise<
    T | undefined
  >;
}

export async function putDraft(key: string, value: unknown): Promise<void> {
  const database = await open();
  if (!database) {
    memory.set(key, value);
    return;
  }
  await finished(database.transaction(STORE, 'readwrite').objectStore(STORE).put(value, key));
}

export async function deleteDraft(key: string): Promise<void> {
  const database = await open();
  if (!database) {
    memory.delete(key);
    return;
  }
  await finished(database.transaction(STORE, 'readwrite').objectStore(STORE).delete(key));
}

/** Every value whose key begins with `prefix`, in the order of the keys. */
export async function draftsUnder<T>(prefix: string): Promise<T[]> {
  const database = await open();
  if (!database) {
    const keys = [...memory.keys()].filter((key) => key.startsWith(prefix)).sort();
    return keys.map((key) => memory.get(key) as T);
  }
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  return finished(database.transaction(STORE).objectStore(STORE).getAll(range)) as Promise<T[]>;
}

/** Drafts belong to the person who wrote them: leaving the session removes them all. */
export async function clearDrafts(): Promise<void> {
  memory.clear();
  const database = await open();
  if (database) {
    await finished(database.transaction(STORE, 'readwrite').objectStore(STORE).clear());
  }
}
