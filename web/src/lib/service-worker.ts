import { toast } from '@/components/ui/toast-store';
import { i18n } from './i18n';

/*
 * Not on the load event: with an asynchronous start of the page it may be over already. The files
 * it keeps are many, so what this visit shows comes first, its letters included.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const register = () => {
    navigator.serviceWorker.register('/sw.js').then(offerUpdates, () => {
      // Without a service worker the app works, only not offline.
    });
  };
  const afterLetters = () => void document.fonts.ready.then(register);
  if ('requestIdleCallback' in window) requestIdleCallback(afterLetters, { timeout: 3_000 });
  else setTimeout(afterLetters, 1_000);
}

/** A new version waits until the person agrees: nobody loses a half-written note to a release. */
function offerUpdates(registration: ServiceWorkerRegistration | undefined): void {
  // Some browsers answer with nothing where site data is switched off.
  if (!registration) return;
  const offer = (worker: ServiceWorker) => {
    toast.info(i18n.t('shell:update.ready'), {
      durationMs: 3_600_000,
      action: {
        label: i18n.t('shell:update.apply'),
        run: () => {
          navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
          worker.postMessage({ type: 'SKIP_WAITING' });
        },
      },
    });
  };
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
}
