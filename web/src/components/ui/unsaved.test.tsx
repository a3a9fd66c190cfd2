import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Tooltip } from 'radix-ui';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { Dialog } from './dialog';
import { Drawer } from './drawer';
import { Field } from './field';
import { Input } from './input';
import { SearchInput } from './search-input';

const QUESTION = 'What you entered is not saved yet.';

function Form({ refused }: { refused?: string }) {
  const [find, setFind] = useState('');
  const [ticked, setTicked] = useState(false);
  const [error, setError] = useState<string>();
  return (
    <>
      <SearchInput label="Find" value={find} onChange={setFind} />
      <Field label="Name" error={error}>
        {(control) => <Input {...control} />}
      </Field>
      <Field label="Code" error={error}>
        {(control) => <Input {...control} />}
      </Field>
      <Checkbox checked={ticked} onChange={setTicked}>
        Reads
      </Checkbox>
      <Button onClick={() => setError(refused)}>Save</Button>
    </>
  );
}

function show(kind: 'dialog' | 'drawer', props: { once?: boolean; refused?: string } = {}) {
  const onClose = vi.fn();
  const { refused, ...others } = props;
  const shared = { open: true, onClose, title: 'New', children: <Form refused={refused} /> };
  render(
    <Tooltip.Provider>
      {kind === 'dialog' ? <Dialog {...shared} {...others} /> : <Drawer {...shared} keeps />}
    </Tooltip.Provider>,
  );
  return onClose;
}

it.each(['dialog', 'drawer'] as const)(
  '%s: Esc asks before what was typed is lost',
  async (kind) => {
    const user = userEvent.setup();
    const onClose = show(kind);
    await user.type(screen.getByLabelText('Name'), 'Night shift');
    await user.keyboard('{Escape}');
    expect(onClose).not.toHaveBeenCalled();
    // Esc again, and the button, go back to where one was.
    await user.keyboard('{Escape}');
    expect(screen.queryByText(QUESTION)).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Go on editing' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Night shift');
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect(onClose).toHaveBeenCalledOnce();
  },
);

it('asks for what was ticked, and not once it is as it was', async () => {
  const user = userEvent.setup();
  const onClose = show('drawer');
  await user.click(screen.getByLabelText('Reads'));
  await user.keyboard('{Escape}');
  expect(onClose).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  await user.click(screen.getByLabelText('Reads'));
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});

it('does not ask for a search', async () => {
  const user = userEvent.setup();
  const onClose = show('dialog');
  await user.type(screen.getByLabelText('Find'), 'orders');
  await user.tab();
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});

it('what is shown once stays through Esc', async () => {
  const user = userEvent.setup();
  const onClose = show('dialog', { once: true });
  await user.keyboard('{Escape}');
  expect(onClose).not.toHaveBeenCalled();
});

it('the first refused field takes the focus', async () => {
  const user = userEvent.setup();
  show('dialog', { refused: 'This is needed.' });
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(document.activeElement).toBe(screen.getByLabelText('Name'));
});
