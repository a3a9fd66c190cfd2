import { lazy, Suspense, useEffect, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';
import { useCan } from '@/lib/auth/use-can';
import { loadTexts } from '@/lib/i18n';

const OfferBar = lazy(async () => {
  const [module] = await Promise.all([import('@/features/chat/offer-bar'), loadTexts('chat')]);
  return { default: module.OfferBar };
});

/** Chats that are offered to whoever answers chats. Nothing of it comes before the page is drawn. */
export function OfferSlot() {
  const allowed = useCan('chats.write');
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  if (!allowed || !painted) return null;
  return (
    <Suspense>
      <OfferBar />
    </Suspense>
  );
}
