/* What the page around the chat may ask of it, and hear from it: window.Hatif('open'), … */

export interface Person {
  name?: string;
  email?: string;
  phone?: string;
}

export interface HatifEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  /** Somebody of the company wrote. */
  message: { text: string; name: string | null };
  /** How many messages nobody has looked at. */
  unread: { count: number };
}

export type HatifEvent = keyof HatifEvents;
export type Listener = (detail: unknown) => void;

export type Command =
  | ['open' | 'close' | 'toggle' | 'show' | 'hide' | 'logout']
  | ['identify', string | (Person & { token?: string })]
  | ['on' | 'off', HatifEvent, Listener];

export interface Hatif {
  (...command: Command): void;
  /** What was asked before the chat was there. */
  q?: Command[];
  loaded?: boolean;
}

/** How a site embeds it: the attributes of its <script>. */
export interface Embedding {
  key: string;
  /** Where the program is: https://chat.example.com */
  base: string;
  language: string | undefined;
  /** A signed token that says who visits. */
  identity: string | undefined;
}

declare global {
  interface Window {
    Hatif?: Hatif;
  }
}
