const FIELDS =
  'input:not([type=hidden]), textarea, [role=radio][data-state=checked], [role=radio], [role=combobox]';

/**
 * Where the focus goes when a dialog opens: the wanted element, the first field, or the dialog
 * itself. Not the close button, whose tooltip would be the first thing on screen.
 */
export function focusFirst(event: Event, wanted?: HTMLElement | null): void {
  event.preventDefault();
  const dialog = event.currentTarget as HTMLElement | null;
  const target = wanted ?? dialog?.querySelector<HTMLElement>(FIELDS) ?? dialog;
  target?.focus();
}
