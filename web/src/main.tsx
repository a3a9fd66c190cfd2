import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { watchAppearance } from './lib/appearance';
import { watchSession } from './lib/auth/session';
import { initI18n } from './lib/i18n';
import { registerServiceWorker } from './lib/service-worker';
import { listenForShortcuts } from './lib/shortcuts';

watchAppearance();
watchSession();
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
