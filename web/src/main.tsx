import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { watchAppearance } from './lib/appearance';
import { loadSession, watchSession } from './lib/auth/session';
import { initI18n } from './lib/i18n';
import { registerServiceWorker } from './lib/service-worker';
import { listenForShortcuts } from './lib/shortcuts';

watchAppearance();
watchSession();
// Asked while the texts are on their way. A guarded page asks again after a failure, and says so.
loadSession().catch(() => {});
listenForShortcuts();
await initI18n();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
registerServiceWorker();
