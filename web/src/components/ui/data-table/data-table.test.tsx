import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataTable } from './data-table';
import type { DataColumn } from './types';

interface Fruit {
  id: string;
  name: string;
  price: number;
}

const rows: Fruit[] = [
  { id: '1', name: 'Pear', price: 3 },
  { id: '2', name: 'Apple', price: 9 },
  { id: '3', name: 'Mango', price: 5 },
];

const columns: DataColumn<Fruit>[] = [
  {
    id: 'name',
    label: 'Name',
    cell: (row) => row.name,
    sortable: true,
    sortValue: (row) => row.name,
  },
  { id: 'price', label: 'Price', cell: (row) => row.price, minSize: 80, size: 100 },
];

/* jsdom measures everything as zero, and a list without height has no visible rows. */
const measures = { offsetWidth: 100, offsetHeight: 600, clientWidth: 800, clientHeight: 600 };
beforeAll(() => {
  for (const [name, value] of Object.entries(measures)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  }
});
afterAll(() => {
  for (const name of Object.keys(measures)) {
    Reflect.deleteProperty(HTMLElement.prototype, name);
  }
});
afterEach(() => localStorage.clear());

function wrap(children: ReactNode) {
  return render(<Tooltip.Provider>{children}</Tooltip.Provider>);
}

function names(): string[] {
  return screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell').at(-2)?.textContent ?? '');
}

const base = { id: 'fruit', label: 'Fruit', columns, rows, getRowId: (row: Fruit) => row.id };

function Selectable({ onChange }: { onChange: (ids: string[]) => void }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  return (
    <DataTable
      {...base}
      getRowLabel={(row) => row.name}
      selection={selection}
      onSelectionChange={(next) => {
        setSelection(next);
        onChange([...next].sort());
      }}
    />
  );
}

describe('DataTable', () => {
  it('is a grid that tells its size', () => {
    wrap(<DataTable {...base} total={240} />);
    const grid = screen.getByRole('grid', { name: 'Fruit' });
    expect(grid.getAttribute('aria-rowcount')).toBe('241');
    expect(names()).toEqual(['Pear', 'Apple', 'Mango']);
  });

  it('sorts by a press on a heading and says so', async () => {
    wrap(<DataTable {...base} />);
    const heading = screen.getByRole('columnheader', { name: /Name/ });
    expect(heading.getAttribute('aria-sort')).toBe('none');
    await userEvent.click(within(heading).getByRole('button', { name: 'Name' }));
    expect(heading.getAttribute('aria-sort')).toBe('ascending');
    expect(names()).toEqual(['Apple', 'Mango', 'Pear']);
    await userEvent.click(within(heading).getByRole('button', { name: 'Name' }));
    expect(heading.getAttribute('aria-sort')).toBe('descending');
    expect(names()).toEqual(['Pear', 'Mango', 'Apple']);
  });

  it('leaves the order to the server when asked', async () => {
    const onSortChange = vi.fn();
    wrap(<DataTable {...base} sort={null} onSortChange={onSortChange} />);
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSortChange).toHaveBeenCalledWith({ id: 'name', desc: false });
    expect(names()).toEqual(['Pear', 'Apple', 'Mango']);
  });

  it('is walked with the arrows and opened with Enter', async () => {
    const onOpen = vi.fn();
    wrap(<DataTable {...base} onOpen={onOpen} />);
    const body = screen.getAllByRole('row').slice(1);
    body[0]?.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(document.activeElement).toBe(body[1]);
    await userEvent.keyboard('{Enter}');
    expect(onOpen).toHaveBeenCalledWith(rows[1]);
    await userEvent.keyboard('{End}');
    expect(document.activeElement).toBe(body[2]);
  });

  it('selects with Space, and a range with Shift', async () => {
    const onChange = vi.fn();
    wrap(<Selectable onChange={onChange} />);
    screen.getAllByRole('row')[1]?.focus();
    await userEvent.keyboard(' ');
    expect(onChange).toHaveBeenLastCalledWith(['1']);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await userEvent.keyboard('{Shift>} {/Shift}');
    expect(onChange).toHaveBeenLastCalledWith(['1', '2', '3']);
  });

  it('is resized with the keyboard, and remembers it', async () => {
    const first = wrap(<DataTable {...base} />);
    const handle = () => screen.getByRole('separator', { name: /Price/ });
    handle().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(handle().getAttribute('aria-valuenow')).toBe('116');
    first.unmount();
    wrap(<DataTable {...base} />);
    expect(handle().getAttribute('aria-valuenow')).toBe('116');
    handle().focus();
    await userEvent.keyboard('{Home}');
    expect(handle().getAttribute('aria-valuenow')).toBe('80');
    await userEvent.keyboard('{Enter}');
    expect(handle().getAttribute('aria-valuenow')).toBe('100');
  });

  it('turns the arrows of a width around in Arabic', async () => {
    document.documentElement.dir = 'rtl';
    wrap(<DataTable {...base} />);
    screen.getByRole('separator', { name: /Price/ }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    const handle = screen.getByRole('separator', { name: /Price/ });
    expect(handle.getAttribute('aria-valuenow')).toBe('116');
    document.documentElement.dir = 'ltr';
  });
});
