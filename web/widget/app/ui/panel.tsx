import type { RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { asksNothing, type Draft } from '../form';
import type { Details, Fields } from '../types';
import { ContactForm } from './contact-form';
import { useChatState, useSurroundings } from './context';
import { Conversation } from './conversation';
import { Header } from './header';

/** Whoever writes to an empty room leaves a way to be answered. */
const offlineFields: Fields = {
  name: 'required',
  email: 'required',
  phone: 'optional',
  department: 'off',
};
const noDetails: Details = { name: '', email: '', phone: '', department: '' };

export function Panel({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const box = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { quietly } = useChatState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    if (quietly) return;
    const first = field.current ?? box.current?.querySelector<HTMLElement>('form input, textarea');
    (first ?? box.current)?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      class="panel"
      ref={box}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        // Keys typed in here are none of the page's.
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <Header titleId={titleId} onClose={onClose} />
      <Body field={field} />
    </section>
  );
}

function Body({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const { chat, t } = useSurroundings();
  const { settings, visitor, chat: current, outgoing, problem } = useChatState();
  const beginning = outgoing.find(({ begin }) => begin !== null);
  const refused = beginning?.refused;
  if (problem !== null) return <Refusal text={problem || t('failed')} />;
  if (!settings) return null;
  if (current || (beginning && refused === null)) {
    return <Conversation field={field} begin={null} />;
  }
  if (visitor?.blocked) return <Refusal text={t('blocked')} />;
  const { openNow, fields, departments, greeting, offlineText } = settings;
  if (openNow && asksNothing(fields, departments)) {
    return <Conversation field={field} begin={noDetails} />;
  }
  const begin = ({ message, ...details }: Draft) => {
    if (beginning) chat.discard(beginning);
    const { name, email, phone, department } = details;
    chat.send({
      content: message.trim(),
      files: [],
      reply: null,
      begin: { name: name.trim(), email: email.trim(), phone: phone.trim(), department },
      offline: !openNow,
    });
  };
  return (
    <ContactForm
      key={openNow ? 'before' : 'offline'}
      fields={openNow ? fields : offlineFields}
      intro={openNow ? greeting || t('greeting') : offlineText || t('offline')}
      messageLabel={t(openNow ? 'how_help' : 'message')}
      submit={t(openNow ? 'begin' : 'leave')}
      message={beginning?.content}
      refused={refused}
      onSubmit={begin}
    />
  );
}

function Refusal({ text }: { text: string }) {
  return (
    <p class="notice wrong" role="alert">
      {text}
    </p>
  );
}
