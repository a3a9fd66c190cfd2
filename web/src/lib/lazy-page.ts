import type { ComponentType } from 'react';
import { loadTexts } from './i18n';

/**
 * The `lazy` of a route: code and texts of a page come together.
 *
 *   { path: '/call-center-panel/orders', lazy: lazyPage('orders', async () =>
 *       (await import('./orders-page')).OrdersPage) }
 */
export function lazyPage(texts: string | string[], load: () => Promise<ComponentType>) {
  return async () => {
    const [Component] = await Promise.all([load(), loadTexts(...[texts].flat())]);
    return { Component };
  };
}
