import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/api';
import { clearDrafts, draftsUnder } from '@/lib/storage/idb';
import { chatOf, messageOf } from '@/test/chats';
import { sendMessage, sendNote } from '../api';
import {
  closeChatOutbox,
  countWaiting,
  drop,
  dropSent,
  openChatOutbox,
  post,
  postAgain,
  queuedIn,
  sendWaiting,
  useChatOutbox,
} from './outbox';

vi.mock('../api', () => ({
  sendMessage: vi.fn(),
  sendNote: vi.fn(),
  getMessages: vi.fn(),
  markRead: vi.fn(),
}));

const send = vi.mocked(sendMessage);
const queue = (id = 1) => queuedIn(id)(useChatOutbox.getState());
const phases = (id = 1) => queue(id).map(({ content, phase }) => [content, phase]);
const lost = new ApiError(0, { code: 'network' });

let seq = 0;
const taken = (content: string) => {
  seq += 1;
  return {
    message: messageOf({ seq, content, speaker: 'agent' }),
    chat: chatOf({ last_seq: seq }),
  };
};

const write = (content: string, chatId = 1) =>
  post({ chatId, kind: 'text', content, replyTo: null, mentions: [], files: [], seenSeq: 4 });

beforeEach(async () => {
  vi.useFakeTimers();
  await openChatOutbox(7);
});
afterEach(async () => {
  closeChatOutbox();
  await clearDrafts();
  vi.useRealTimers();
  vi.resetAllMocks();
});

describe('messages on their way (S1-RT-06)', () => {
  it('are sent with what was seen, and gone when the server has them', async () => {
    send.mockImplementation(async (_id, { content }) => taken(content));
    await write('Hello');
    expect(send).toHaveBeenCalledWith(1, {
      client_message_id: expect.any(String),
      content: 'Hello',
      seen_seq: 4,
    });
    expect(queue()).toEqual([]);
    expect(await draftsUnder('chat-out:7:')).toEqual([]);
  });

  it('wait for the network, and go out once and in their order', async () => {
    send.mockRejectedValue(lost);
    await write('One');
    await write('Two');
    expect(phases()).toEqual([
      ['One', 'waiting'],
      ['Two', 'waiting'],
    ]);
    expect(countWaiting(useChatOutbox.getState())).toBe(2);
    const asked = send.mock.calls[0]?.[1].client_message_id;
    send.mockReset();
    send.mockImplementation(async (_id, { content }) => taken(content));
    sendWaiting();
    await vi.waitFor(() => expect(queue()).toEqual([]));
    expect(send.mock.calls.map(([, { content }]) => content)).toEqual(['One', 'Two']);
    expect(send.mock.calls[0]?.[1].client_message_id, 'the same message').toBe(asked);
  });

  it('are tried again by themselves when the server was busy', async () => {
    send.mockRejectedValueOnce(new ApiError(503, { code: 'busy' }));
    send.mockImplementation(async (_id, { content }) => taken(content));
    await write('Hello');
    expect(phases()).toEqual([['Hello', 'waiting']]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(queue()).toEqual([]);
  });

  it('survive the page, for the same person only', async () => {
    send.mockRejectedValue(lost);
    await write('Hello');
    closeChatOutbox();
    await openChatOutbox(8);
    expect(queue()).toEqual([]);
    await openChatOutbox(7);
    expect(phases()[0]?.[0]).toBe('Hello');
  });

  it('let others go on when one is refused, and can be sent again', async () => {
    send.mockRejectedValueOnce(new ApiError(422, { code: 'invalid' }));
    send.mockImplementation(async (_id, { content }) => taken(content));
    await write('Bad');
    await write('Good');
    expect(phases()).toEqual([['Bad', 'refused']]);
    const [refused] = queue();
    if (!refused) throw new Error('it was kept');
    await postAgain(refused, false);
    expect(queue()).toEqual([]);
  });

  it('of one chat do not wait for those of another', async () => {
    send.mockImplementation(async (id, { content }) => {
      if (id === 1) throw lost;
      return taken(content);
    });
    await write('Here', 1);
    await write('There', 2);
    expect(phases(1)).toEqual([['Here', 'waiting']]);
    expect(queue(2)).toEqual([]);
  });

  it('are held where something newer was written, and so are those behind', async () => {
    const newer = [messageOf({ seq: 5, content: 'Wait!' })];
    send.mockRejectedValueOnce(
      new ApiError(409, { code: 'newer_message', current: { last_seq: 5, messages: newer } }),
    );
    send.mockImplementation(async (_id, { content }) => taken(content));
    await write('One');
    await write('Two');
    expect(phases()).toEqual([
      ['One', 'held'],
      ['Two', 'waiting'],
    ]);
    const [held] = queue();
    if (!held) throw new Error('it was kept');
    expect(held.newer).toEqual(newer);
    await postAgain(held, true);
    expect(queue()).toEqual([]);
    expect(send.mock.calls.map(([, body]) => [body.content, body.anyway])).toEqual([
      ['One', undefined],
      ['One', true],
      ['Two', undefined],
    ]);
  });

  it('are gone when an event shows them, whatever became of the answer', async () => {
    send.mockRejectedValue(lost);
    await write('Hello');
    const sent = send.mock.calls[0]?.[1].client_message_id ?? '';
    dropSent(messageOf({ speaker: 'agent', client_message_id: sent }));
    await vi.waitFor(() => expect(queue()).toEqual([]));
    await vi.waitFor(async () => expect(await draftsUnder('chat-out:7:')).toEqual([]));
  });

  it('can be taken back', async () => {
    send.mockRejectedValue(lost);
    await write('Hello');
    const [kept] = queue();
    if (!kept) throw new Error('it was kept');
    await drop(kept);
    expect(queue()).toEqual([]);
    expect(await draftsUnder('chat-out:7:')).toEqual([]);
  });

  it('send notes to colleagues and not to the customer (S1-CHAT-29)', async () => {
    vi.mocked(sendNote).mockImplementation(async (_id, { content }) => taken(content));
    await post({
      chatId: 1,
      kind: 'note',
      content: '@Omar look',
      replyTo: null,
      mentions: ['AGT-003'],
      files: [],
      seenSeq: 4,
    });
    expect(send).not.toHaveBeenCalled();
    expect(sendNote).toHaveBeenCalledWith(1, {
      client_message_id: expect.any(String),
      content: '@Omar look',
      mentions: ['AGT-003'],
    });
  });
});
