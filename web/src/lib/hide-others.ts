/** Marks what stays in reach while a dialog is open: messages with their Undo button. */
export const STAYS_IN_REACH = 'data-stays-in-reach';

/** A press on such an element is not a press beside the dialog. */
export function isInReach(event: { target: EventTarget | null }): boolean {
  return event.target instanceof Element && event.target.closest(`[${STAYS_IN_REACH}]`) !== null;
}

/**
 * Stands in for the aria-hidden package, which Radix asks for. Everything beside the open layer
 * becomes inert: not read, not reached with Tab, not pressed. (Hiding alone leaves controls that a
 * screen reader cannot see but the keyboard can reach.)
 */
export function hideOthers(layer: Element | Element[]): () => void {
  const layers = [layer].flat();
  const kept = [...layers, ...document.querySelectorAll(`[${STAYS_IN_REACH}]`)];
  const changed: Element[] = [];

  const visit = (parent: Element) => {
    for (const child of parent.children) {
      if (kept.includes(child) || child.hasAttribute('inert')) continue;
      if (kept.some((element) => child.contains(element))) {
        visit(child);
      } else {
        child.setAttribute('inert', '');
        changed.push(child);
      }
    }
  };
  visit(document.body);

  return () => {
    for (const element of changed) element.removeAttribute('inert');
  };
}
