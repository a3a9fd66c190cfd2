import { type ComponentType, useEffect, useState } from 'react';
import { asApiError, errorText } from '@/lib/api';
import { toast } from './toast-store';

interface Closable {
  onClose: () => void;
}

export type LazyDialog<P extends Closable> = ComponentType<P> & {
  /** Brings the code ahead, so that the dialog opens also when the line is lost by then. */
  preload: () => void;
};

/**
 * A dialog, or another part that is opened and closed, whose code comes when it is first opened.
 * Where it cannot come, the page stays as it is: the person is told, and the next opening asks
 * again, which React's own `lazy` would not.
 */
export function lazyDialog<P extends Closable>(
  load: () => Promise<ComponentType<P>>,
): LazyDialog<P> {
  let known: ComponentType<P> | undefined;
  const bring = async () => {
    known ??= await load();
    return known;
  };

  function Lazy(props: P) {
    const [Dialog, setDialog] = useState(() => known);
    const { onClose } = props;
    useEffect(() => {
      if (Dialog) return;
      let closed = false;
      bring().then(
        (loaded) => !closed && setDialog(() => loaded),
        (error: unknown) => {
          if (closed) return;
          toast.error(errorText(asApiError(error)));
          onClose();
        },
      );
      return () => {
        closed = true;
      };
    }, [Dialog, onClose]);
    return Dialog ? <Dialog {...props} /> : null;
  }
  Lazy.preload = () => void bring().catch(() => {});
  return Lazy;
}
