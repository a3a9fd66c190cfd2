import type { ElementType, ReactNode, Ref } from 'react';

interface RemoveScrollProps {
  as?: ElementType;
  ref?: Ref<HTMLElement>;
  children?: ReactNode;
  allowPinchZoom?: boolean;
  shards?: unknown;
  enabled?: boolean;
  removeScrollBar?: boolean;
  [prop: string]: unknown;
}

/**
 * Stands in for the react-remove-scroll package, which Radix asks for. The page itself never
 * scrolls, so nothing has to be locked, and the package writes a <style> that the CSP forbids.
 */
export function RemoveScroll({
  as: Component = 'div',
  allowPinchZoom: _allowPinchZoom,
  shards: _shards,
  enabled: _enabled,
  removeScrollBar: _removeScrollBar,
  ...props
}: RemoveScrollProps) {
  return <Component {...props} />;
}
RemoveScroll.classNames = { fullWidth: '', zeroRight: '' };

export default RemoveScroll;
