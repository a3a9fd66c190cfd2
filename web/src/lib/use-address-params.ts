import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';

/**
 * The query of the address, and the way to change it. Of two changes in quick succession the
 * second builds on the first, drawn or not.
 */
export function useAddressParams() {
  const [params, setParams] = useSearchParams();
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const change = useCallback(
    (make: (before: URLSearchParams) => URLSearchParams, replace: boolean) => {
      latest.current = make(latest.current);
      setParams(latest.current, { replace });
    },
    [setParams],
  );
  return [params, change] as const;
}
