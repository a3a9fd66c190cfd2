/*
 * Of all tabs of the app one makes the noise: whoever holds this lock. It passes on by itself when
 * that tab is closed, or dies.
 */
const LOCK = 'hatif.alerts';

export function lead(onLead: () => void): () => void {
  if (!('locks' in navigator)) {
    // Without locks each tab is alone, as far as it can know.
    onLead();
    return () => {};
  }
  const stop = new AbortController();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  navigator.locks
    .request(LOCK, { signal: stop.signal }, () => {
      onLead();
      return held;
    })
    .catch(() => {
      // Stopped while it waited.
    });
  return () => {
    stop.abort();
    release();
  };
}
