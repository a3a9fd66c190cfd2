import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { Dialog } from './dialog';
import { Drawer } from './drawer';
import { Menu, MenuItem } from './menu';

const layers = { dialog: Dialog, drawer: Drawer };

/* A layer that a key opens, from a row; beside it a field that a key leads to. */
function Desk({ kind }: { kind: keyof typeof layers }) {
  const [open, setOpen] = useState(false);
  const Layer = layers[kind];
  return (
    <Tooltip.Provider>
      <div>
        <button type="button" onClick={() => setOpen(true)}>
          row
        </button>
        <input aria-label="search" />
      </div>
      <Layer open={open} onClose={() => setOpen(false)} title="Notes">
        <p>a note</p>
      </Layer>
    </Tooltip.Provider>
  );
}

/* Radix gives the focus back in a later turn than the one that takes the layer away. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 5));

async function openAndClose(kind: keyof typeof layers) {
  const user = userEvent.setup();
  render(<Desk kind={kind} />);
  screen.getByRole('button', { name: 'row' }).focus();
  await user.keyboard('{Enter}');
  const layer = screen.getByRole('dialog', { name: 'Notes' });
  expect(layer.contains(document.activeElement)).toBe(true);
  return user;
}

it.each(['dialog', 'drawer'] as const)('%s: the focus goes back to where it was', async (kind) => {
  const user = await openAndClose(kind);
  await user.keyboard('{Escape}');
  await nextTurn();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'row' }));
});

it.each(['dialog', 'drawer'] as const)(
  '%s: who is faster than that keeps the focus, and the letters',
  async (kind) => {
    await openAndClose(kind);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    const search = screen.getByRole('textbox', { name: 'search' });
    search.focus();
    await nextTurn();
    expect(document.activeElement).toBe(search);
  },
);

it('menu: likewise, and otherwise its button has the focus again', async () => {
  const user = userEvent.setup();
  render(
    <>
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={() => {}}>Export</MenuItem>
      </Menu>
      <input aria-label="search" />
    </>,
  );
  const more = screen.getByRole('button', { name: 'More' });
  await user.click(more);
  await user.keyboard('{Escape}');
  await nextTurn();
  expect(document.activeElement).toBe(more);
  await user.click(more);
  fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
  expect(screen.queryByRole('menu')).toBeNull();
  const search = screen.getByRole('textbox', { name: 'search' });
  search.focus();
  await nextTurn();
  expect(document.activeElement).toBe(search);
});
