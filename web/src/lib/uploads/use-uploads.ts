import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText, type FilePurpose, type StoredFile } from '../api';
import { type Begun, forgetUpload, sendFile } from './send';

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** What the browser takes it for: for a preview until the server has looked at it. */
  type: string;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** From 0 to 1. */
  progress: number;
  file: StoredFile | null;
  /** A sentence for the person. */
  error: string | null;
}

interface Work {
  source: Blob;
  begun: Begun | null;
  stop: AbortController;
}

export interface Uploads {
  list: Upload[];
  /** Nothing waits, is sent or has failed. */
  ready: boolean;
  add: (files: Iterable<File | { blob: Blob; name: string }>) => void;
  /** Stops it, or takes a file that came whole out of the list. */
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** The files that are whole, for the message that takes them; the list is empty afterwards. */
  take: () => StoredFile[];
}

/**
 * Files on their way to the server, one after another, with progress; each goes on after a lost
 * connection. What is still under way when the page is left is stopped.
 */
export function useUploads(purpose: FilePurpose): Uploads {
  const [list, setList] = useState<Upload[]>([]);
  const works = useRef(new Map<string, Work>());
  const current = useRef<string | null>(null);

  const change = useCallback((key: string, part: Partial<Upload>) => {
    setList((all) => all.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
  }, []);

  const send = useCallback(
    async (upload: Upload, work: Work) => {
      const { key, name } = upload;
      change(key, { state: 'sending', error: null });
      try {
        const file = await sendFile(
          {
            file: work.source,
            name,
            purpose,
            signal: work.stop.signal,
            onProgress: (progress) => change(key, { progress }),
          },
          (begun) => {
            work.begun = begun;
          },
          work.begun,
        );
        change(key, { state: 'done', progress: 1, file });
      } catch (error) {
        if (!work.stop.signal.aborted) change(key, { state: 'failed', error: errorText(error) });
      }
    },
    [change, purpose],
  );

  useEffect(() => {
    const next = list.find(({ state }) => state === 'waiting');
    const work = next && works.current.get(next.key);
    if (!next || !work || current.current !== null) return;
    current.current = next.key;
    void send(next, work).finally(() => {
      current.current = null;
      // Another look at the list: something may wait.
      setList((all) => [...all]);
    });
  }, [list, send]);

  useEffect(() => {
    const all = works.current;
    return () => {
      for (const { stop } of all.values()) stop.abort();
    };
  }, []);

  const add = useCallback<Uploads['add']>((files) => {
    const added: Upload[] = [];
    for (const file of files) {
      const source = file instanceof Blob ? file : file.blob;
      const key = crypto.randomUUID();
      works.current.set(key, { source, begun: null, stop: new AbortController() });
      added.push({
        key,
        name: file.name,
        size: source.size,
        type: source.type,
        state: 'waiting',
        progress: 0,
        file: null,
        error: null,
      });
    }
    setList((all) => [...all, ...added]);
  }, []);

  const remove = useCallback((key: string) => {
    const work = works.current.get(key);
    work?.stop.abort();
    if (work?.begun) void forgetUpload(work.begun.id);
    works.current.delete(key);
    setList((all) => all.filter((upload) => upload.key !== key));
  }, []);

  const retry = useCallback((key: string) => change(key, { state: 'waiting' }), [change]);

  const take = useCallback(() => {
    const whole = list.flatMap(({ file }) => (file ? [file] : []));
    for (const { key } of list) works.current.delete(key);
    setList([]);
    return whole;
  }, [list]);

  return { list, ready: list.every(({ state }) => state === 'done'), add, remove, retry, take };
}
