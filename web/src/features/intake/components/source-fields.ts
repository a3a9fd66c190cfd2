import { Boxes, type LucideIcon, ShoppingBag, Store } from 'lucide-react';
import type { OrderSource } from '@/lib/api';

export type SourceKind = OrderSource['kind'];

/** The kinds in the order they are offered; words are in intake.json. */
export const KINDS: { value: SourceKind; icon: LucideIcon }[] = [
  { value: 'shopify', icon: ShoppingBag },
  { value: 'woocommerce', icon: Store },
  { value: 'hatif', icon: Boxes },
];

export const SECRET_LEAST = 16;

/** The key of what is wrong with a secret that was typed; empty is allowed. */
export function secretFault(secret: string): string | null {
  return secret !== '' && secret.length < SECRET_LEAST ? 'form.error.secret' : null;
}
