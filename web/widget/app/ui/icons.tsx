import type { ComponentChildren } from 'preact';

function Icon({ children, flip }: { children: ComponentChildren; flip?: boolean }) {
  return (
    <svg class={flip ? 'icon flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const ChatIcon = () => (
  <Icon flip>
    <path d="M20.5 11.5a8 8 0 0 1-8.3 7.7 9 9 0 0 1-3.3-.6L3.5 20l1.6-4.2a7.3 7.3 0 0 1-1.1-4.3 8.2 8.2 0 0 1 8.2-7.7 8.2 8.2 0 0 1 8.3 7.7Z" />
    <path class="dotted" d="M8.5 11.5h.01M12.2 11.5h.01M15.9 11.5h.01" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M18 6 6 18M6 6l12 12" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="m6 9 6 6 6-6" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path class="dotted" d="M5 12h.01M12 12h.01M19 12h.01" />
  </Icon>
);
export const SendIcon = () => (
  <Icon flip>
    <path d="M4 12 20 4l-4 16-4.5-6.5L4 12Zm7.5 1.5L20 4" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="m20 11-8.4 8.3a5 5 0 0 1-7-7l8.2-8.3a3.4 3.4 0 0 1 4.8 4.8L9.3 17a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6" />
  </Icon>
);
export const SmileIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M8.5 14.2a4.4 4.4 0 0 0 7 0M9 9.5h.01M15 9.5h.01" />
  </Icon>
);
export const ReplyIcon = () => (
  <Icon flip>
    <path d="M9 15 4 10l5-5M4 10h9a7 7 0 0 1 7 7v2" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8Zm0 0v5h5" />
  </Icon>
);
export const SoundIcon = ({ muted }: { muted: boolean }) => (
  <Icon>
    <path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15Zm4.5 4h3" />
    {muted && <path d="M4 4l16 16" />}
  </Icon>
);
export const EndIcon = () => (
  <Icon flip>
    <path d="M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8M10 12h11m-4-4 4 4-4 4" />
  </Icon>
);
export const StarIcon = () => (
  <Icon>
    <path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9-4.3-4.1 5.9-.8Z" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m4 12.5 5 5L20 6.5" />
  </Icon>
);
