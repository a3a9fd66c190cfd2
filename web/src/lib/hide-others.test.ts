import { expect, it } from 'vitest';
import { hideOthers, STAYS_IN_REACH } from './hide-others';

const inert = () => [...document.querySelectorAll('[inert]')].map((element) => element.id);

it('leaves only the layer and the messages in reach, one layer over the other', () => {
  document.body.innerHTML = `
    <div id="root">
      <header id="top"></header>
      <main id="main"><div id="dialog"><p id="text"></p><div id="list"></div></div></main>
      <section id="messages" ${STAYS_IN_REACH}></section>
    </div>
    <script id="code"></script>`;
  const part = (id: string) => document.getElementById(id) as HTMLElement;

  const closeDialog = hideOthers(part('dialog'));
  expect(inert()).toEqual(['top', 'code']);
  const closeList = hideOthers(part('list'));
  expect(inert()).toEqual(['top', 'text', 'code']);
  closeList();
  expect(inert()).toEqual(['top', 'code']);
  closeDialog();
  expect(inert()).toEqual([]);
});
