import { useCallback, useEffect, useRef, useState } from 'react';

/** What browsers record, the best first; the server tells them by their content. */
const KINDS = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg;codecs=opus', 'ogg'],
] as const;

/** Longer ones are cut off: nobody listens to more, and nobody means it. */
const LONGEST_MS = 5 * 60_000;

export interface Recorder {
  /** Null where the browser cannot. */
  state: 'idle' | 'asking' | 'recording' | 'refused' | null;
  startedAt: string | null;
  start: () => void;
  /** Ends it; `keep` false throws it away. */
  stop: (keep: boolean) => void;
}

/** Records a voice message from the microphone. */
export function useRecorder(onRecorded: (blob: Blob, ending: string) => void): Recorder {
  const kind =
    typeof MediaRecorder === 'undefined'
      ? undefined
      : KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));
  const [state, setState] = useState<Recorder['state']>(kind ? 'idle' : null);
  const [startedAt, setStartedAt] = useState<string | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const isKept = useRef(false);
  const latest = useRef(onRecorded);
  useEffect(() => {
    latest.current = onRecorded;
  });

  const stop = useCallback((keep: boolean) => {
    isKept.current = keep;
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);

  const record = useCallback(
    (stream: MediaStream, [type, ending]: (typeof KINDS)[number]) => {
      const own = new MediaRecorder(stream, { mimeType: type });
      const pieces: Blob[] = [];
      const late = setTimeout(() => stop(true), LONGEST_MS);
      own.ondataavailable = ({ data }) => pieces.push(data);
      own.onstop = () => {
        clearTimeout(late);
        for (const track of stream.getTracks()) track.stop();
        recorder.current = null;
        setState('idle');
        setStartedAt(null);
        const blob = new Blob(pieces, { type: type.split(';')[0] });
        if (isKept.current && blob.size > 0) latest.current(blob, ending);
      };
      recorder.current = own;
      own.start();
      setStartedAt(new Date().toISOString());
      setState('recording');
    },
    [stop],
  );

  const start = useCallback(() => {
    if (!kind || recorder.current) return;
    setState('asking');
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      (stream) => record(stream, kind),
      () => setState('refused'),
    );
  }, [kind, record]);

  // Whoever leaves the chat is not recorded any longer.
  useEffect(() => () => stop(false), [stop]);
  return { state, startedAt, start, stop };
}
