import { create } from 'zustand';

/** Who is writing in which chat; it goes by itself where no word comes any more. */
export interface Typing {
  side: 'customer' | 'agent';
  userId: number | null;
  name: string;
  until: number;
}

interface TypingStore {
  byChat: Readonly<Record<number, readonly Typing[]>>;
}

export const useTypingStore = create<TypingStore>()(() => ({ byChat: {} }));

const LASTS_MS = 6_000;
const nobody: readonly Typing[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export function typingIn(id: number) {
  return ({ byChat }: TypingStore) => byChat[id] ?? nobody;
}

function set(id: number, typing: readonly Typing[]): void {
  const { [id]: _, ...rest } = useTypingStore.getState().byChat;
  useTypingStore.setState({ byChat: typing.length > 0 ? { ...rest, [id]: typing } : rest });
}

/** Drops those whose time is over, and looks again when the next one's is. */
function sweep(): void {
  const now = Date.now();
  let next = Number.POSITIVE_INFINITY;
  for (const [id, typing] of Object.entries(useTypingStore.getState().byChat)) {
    const rest = typing.filter(({ until }) => until > now);
    if (rest.length < typing.length) set(Number(id), rest);
    for (const { until } of rest) next = Math.min(next, until);
  }
  clearTimeout(timer);
  if (next < Number.POSITIVE_INFINITY) timer = setTimeout(sweep, next - now);
}

type Said = Omit<Typing, 'until'> & { isTyping: boolean };

export function hearTyping(id: number, { isTyping, ...who }: Said): void {
  const others = typingIn(id)(useTypingStore.getState()).filter(
    ({ side, userId }) => side !== who.side || userId !== who.userId,
  );
  set(id, isTyping ? [...others, { ...who, until: Date.now() + LASTS_MS }] : others);
  sweep();
}

/** A message came: its writer has stopped. */
export function stopTyping(id: number, side: Typing['side'], userId: number | null): void {
  if (typingIn(id)(useTypingStore.getState()).length === 0) return;
  hearTyping(id, { side, userId, name: '', isTyping: false });
}
