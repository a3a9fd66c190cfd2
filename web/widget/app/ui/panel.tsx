import type { RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { asksNothing, type Draft } from '../form';
import { newId } from '../ids';
import type { FieldName, Need } from '../types';
import { ContactForm } from './contact-form';
import { useChatState, useSurroundings } from './context';
import { Conversation } from './conversation';
import { Header } from './header';
import { CheckIcon } from './icons';

/** Whoever writes to an empty room leaves a way to be answered. */
const offlineFields: Record<FieldName, Need> = {
  name: 'required',
  email: 'required',
  phone: 'optional',
  department: 'off',
};
const noDetails = { name: '', email: '', phone: '', department: '' };

export function Panel({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const box = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
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
  const { settings, chat: current, outgoing, problem } = useChatState();
  const [left, setLeft] = useState(false);
  const beginning = outgoing.find(({ begin }) => begin !== null);
  if (problem !== null) {
    return (
      <p class="notice wrong" role="alert">
        {problem || t('failed')}
      </p>
    );
  }
  if (!settings) return null;
  if (left) return <Left onDone={() => setLeft(false)} />;
  if (current || (beginning && beginning.refused === null)) {
    return <Conversation field={field} begin={null} />;
  }
  if (!settings.openNow) {
    return (
      <ContactForm
        key="offline"
        fields={offlineFields}
        intro={settings.offlineText || t('offline')}
        messageLabel={t('message')}
        submit={t('leave')}
        onSubmit={async ({ message, ...details }) => {
          await chat.api.leave(details, message.trim(), newId());
          setLeft(true);
        }}
      />
    );
  }
  if (asksNothing(settings.fields, settings.departments)) {
    return <Conversation field={field} begin={noDetails} />;
  }
  return (
    <ContactForm
      key="before"
      fields={settings.fields}
      intro={settings.greeting || t('greeting')}
      messageLabel={t('how_help')}
      submit={t('begin')}
      refused={beginning?.refused}
      onSubmit={async (draft) => begin(draft)}
    />
  );

  function begin({ message, ...details }: Draft) {
    if (beginning) chat.discard(beginning);
    const trimmed = Object.fromEntries(
      Object.entries(details).map(([name, value]) => [name, value.trim()]),
    ) as typeof details;
    chat.send({ content: message.trim(), files: [], reply: null, begin: trimmed });
  }
}

function Left({ onDone }: { onDone: () => void }) {
  const { t } = useSurroundings();
  return (
    <div class="notice left" role="status">
      <CheckIcon />
      <h3>{t('left_title')}</h3>
      <p>{t('left_text')}</p>
      <button type="button" class="secondary" onClick={onDone}>
        {t('close')}
      </button>
    </div>
  );
}
