import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { expect, it, vi } from 'vitest';
import { STAYS_IN_REACH } from '@/lib/hide-others';
import { Drawer } from './drawer';

it('stays open when a message is pressed, and closes on a press beside it', async () => {
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const onClose = vi.fn();
  const undo = vi.fn();
  render(
    <Tooltip.Provider>
      <p>beside</p>
      <section {...{ [STAYS_IN_REACH]: '' }}>
        <button type="button" onClick={undo}>
          Undo
        </button>
      </section>
      <Drawer open onClose={onClose} title="Tasks">
        <button type="button">inside</button>
      </Drawer>
    </Tooltip.Provider>,
  );
  // Radix listens to presses from the next turn on, so that the opening press is not one of them.
  await new Promise((resolve) => setTimeout(resolve));
  await user.click(screen.getByText('Undo'));
  expect(undo).toHaveBeenCalledOnce();
  expect(onClose).not.toHaveBeenCalled();
  await user.click(screen.getByText('beside'));
  expect(onClose).toHaveBeenCalledOnce();
});
