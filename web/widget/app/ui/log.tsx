import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isOver } from '../state';
import type { WidgetMessage } from '../types';
import { Bubble, OutgoingBubble } from './bubble';
import { useChatState, useSurroundings } from './context';
import { DownIcon } from './icons';
import { TypingLine } from './typing-line';

/** So near to the end, one wants to see what comes. */
const NEAR_END = 80;
const NEAR_BEGINNING = 60;

const dayOf = ({ sent_at }: WidgetMessage) => new Date(sent_at).toDateString();

/* Keeps the end in view for who is there, and what one reads where it is for who is not. */
function useScroll(busy: () => boolean, onBeginning: () => void) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const fromEnd = useRef(0);
  const [away, setAway] = useState(false);
  const state = useChatState();
  const first = state.messages[0]?.seq;
  const knownFirst = useRef(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn, not what is computed
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    else if (first !== knownFirst.current) {
      // What was above came: the distance from the end is what stays.
      element.scrollTop = element.scrollHeight - fromEnd.current;
    }
    knownFirst.current = first;
    fromEnd.current = element.scrollHeight - element.scrollTop;
  }, [state.messages, state.outgoing, state.typing, state.chat?.state]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    fromEnd.current = element.scrollHeight - element.scrollTop;
    atEnd.current = fromEnd.current - element.clientHeight < NEAR_END;
    setAway(!atEnd.current);
    if (element.scrollTop < NEAR_BEGINNING && !atEnd.current && !busy()) onBeginning();
  };
  const toEnd = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  /* A picture that comes late makes the list longer. */
  const onLoad = () => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  return { box, away, onScroll, toEnd, onLoad };
}

interface LogProps {
  onReply: (message: WidgetMessage) => void;
}

/** The conversation, the oldest first. */
export function Log({ onReply }: LogProps) {
  const { chat, t, format } = useSurroundings();
  const state = useChatState();
  const { messages, outgoing, hasEarlier, settings } = state;
  const [loading, setLoading] = useState(false);
  const asked = useRef(false);
  const earlier = async () => {
    if (asked.current || !hasEarlier) return;
    asked.current = true;
    setLoading(true);
    // It can be asked for again by the button.
    await chat.loadEarlier().catch(() => {});
    asked.current = false;
    setLoading(false);
  };
  const scroll = useScroll(
    () => asked.current,
    () => void earlier(),
  );
  const lastOwn = messages.filter(({ speaker }) => speaker === 'customer').at(-1)?.seq;
  const over = isOver(state);
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={scroll.box}
        onScroll={scroll.onScroll}
        onLoadCapture={scroll.onLoad}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
        tabIndex={0}
        role="log"
        aria-label={t('log')}
        aria-busy={loading}
      >
        {hasEarlier && (
          <button
            type="button"
            class="text earlier"
            disabled={loading}
            onClick={() => void earlier()}
          >
            {t('earlier')}
          </button>
        )}
        <ol>
          {!hasEarlier && (
            <li class="message">
              <div class="row">
                <div class="bubble">
                  <p class="written" dir="auto">
                    {settings?.greeting || t('greeting')}
                  </p>
                </div>
              </div>
            </li>
          )}
          {messages.map((message, at) => {
            const before = messages[at - 1];
            const newDay = !before || dayOf(before) !== dayOf(message);
            return [
              newDay && (
                <li key={`day-${message.seq}`} class="day">
                  {format.day(message.sent_at, t)}
                </li>
              ),
              <Bubble
                key={message.seq}
                message={message}
                first={
                  newDay || before?.speaker !== message.speaker || before.name !== message.name
                }
                receipt={message.seq === lastOwn}
                onReply={over ? null : onReply}
              />,
            ];
          })}
          {outgoing.map((message) => (
            <OutgoingBubble key={message.id} message={message} />
          ))}
        </ol>
        <TypingLine />
      </div>
      {scroll.away && (
        <button type="button" class="to-end" aria-label={t('to_end')} onClick={scroll.toEnd}>
          <DownIcon />
        </button>
      )}
    </div>
  );
}
