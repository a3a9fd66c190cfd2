import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import type { Attention } from '../attention';
import type { Chat } from '../chat';
import type { Formats, Translate } from '../i18n';
import type { State } from '../state';
import type { Language } from '../types';

export interface Surroundings {
  chat: Chat;
  attention: Attention;
  t: Translate;
  format: Formats;
  language: Language;
}

export const Surrounded = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const known = useContext(Surrounded);
  if (!known) throw new Error('outside of <Surrounded>');
  return known;
}

export function useChatState(): State {
  const { chat } = useSurroundings();
  const [state, setState] = useState(chat.store.get());
  useLayoutEffect(() => {
    setState(chat.store.get());
    return chat.store.subscribe(setState);
  }, [chat]);
  return state;
}
