import { lazyDialog } from '@/components/ui/lazy-dialog';
import { useCan } from '@/lib/auth/use-can';
import { loadTexts } from '@/lib/i18n';
import type { KnownCustomer } from './customer-parts';
import type { CustomerPart } from './part';

/* No part of the first paint of a page: code and texts come together, right behind it. */
const Parts = lazyDialog(async () => {
  const [{ CustomerParts }] = await Promise.all([
    import('./customer-parts'),
    loadTexts('customers'),
  ]);
  return CustomerParts;
});

export const EnterDialog = lazyDialog(async () => {
  const [dialog] = await Promise.all([import('./enter-dialog'), loadTexts('customers')]);
  return dialog.EnterDialog;
});

interface CustomerProps {
  id: number;
  /** Puts a heading over each part. */
  part: CustomerPart;
  known: KnownCustomer;
}

const nothing = () => {};

/** All that is known of a customer, for a page about something else of theirs. */
export function Customer(props: CustomerProps) {
  return useCan('customers.read') && <Parts {...props} onClose={nothing} />;
}
