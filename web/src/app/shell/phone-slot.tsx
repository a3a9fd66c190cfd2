import { lazy, Suspense, useEffect, useState } from 'react';
import { afterPaint } from '@/lib/after-paint';
import { useCan } from '@/lib/auth/use-can';
import { loadTexts } from '@/lib/i18n';

const Softphone = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/calls/softphone/softphone'),
    loadTexts('softphone'),
  ]);
  return module;
});

/** The phone of whoever may call. Nothing of it comes before the page is drawn. */
export function PhoneSlot() {
  const allowed = useCan('calls.make');
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  if (!allowed) return null;
  // Its place is kept, so that nothing beside it moves when it comes.
  return (
    <span className="flex min-w-8 justify-end xl:min-w-28 pointer-coarse:min-w-11">
      {painted && (
        <Suspense>
          <Softphone />
        </Suspense>
      )}
    </span>
  );
}
