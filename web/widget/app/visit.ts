import type { Page } from './types';

export function thisPage(): Page {
  return {
    url: location.href.slice(0, 2_000),
    title: document.title.slice(0, 300),
    referrer: document.referrer.slice(0, 2_000),
  };
}

interface Navigation extends EventTarget {
  currentEntry: unknown;
}

/**
 * Tells when the customer is on another page of a site that changes pages without loading them.
 * Nothing of the page is replaced for it: browsers that cannot say so are looked at now and then.
 */
export function onVisit(run: () => void): void {
  let known = location.href;
  const look = () => {
    if (location.href === known) return;
    known = location.href;
    // Its title comes a moment after its address.
    setTimeout(run, 300);
  };
  const { navigation } = window as unknown as { navigation?: Navigation };
  if (navigation) navigation.addEventListener('navigatesuccess', look);
  else setInterval(look, 3_000);
  addEventListener('popstate', look);
  addEventListener('hashchange', look);
}
