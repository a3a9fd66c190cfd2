import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

interface ResizeHandleProps {
  label: string;
  width: number;
  minWidth: number;
  onResize: (width: number) => void;
  onReset: () => void;
}

const STEP = 16;
export const MAX_WIDTH = 640;

/**
 * The edge of a column: dragged with the pointer, or moved with the arrow keys (Enter or a double
 * click gives the first width back). The arrow that points away from the text makes it wider, so
 * in Arabic that is the left one.
 */
export function ResizeHandle({ label, width, minWidth, onResize, onReset }: ResizeHandleProps) {
  const drag = useRef<{ x: number; width: number; sign: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.min(MAX_WIDTH, Math.max(minWidth, value)));
  const sign = () => (document.documentElement.dir === 'rtl' ? -1 : 1);

  /* A column that shares the free width is measured first, so that it does not jump. */
  const present = (handle: HTMLElement) => handle.parentElement?.offsetWidth ?? width;

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: present(event.currentTarget), sign: sign() };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const start = drag.current;
    if (start) onResize(clamp(start.width + (event.clientX - start.x) * start.sign));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const now = present(event.currentTarget);
    const wider = sign() === 1 ? 'ArrowRight' : 'ArrowLeft';
    const narrower = sign() === 1 ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === wider) onResize(clamp(now + STEP));
    else if (event.key === narrower) onResize(clamp(now - STEP));
    else if (event.key === 'Home') onResize(minWidth);
    else if (event.key === 'End') onResize(MAX_WIDTH);
    else if (event.key === 'Enter') onReset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={minWidth}
      aria-valuemax={MAX_WIDTH}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
      className="absolute inset-y-1 end-0 w-2 cursor-col-resize touch-none rounded-sm border-e border-line hover:border-accent hover:bg-selected focus-visible:bg-selected"
    />
  );
}
