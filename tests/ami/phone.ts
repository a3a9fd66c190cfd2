/*
 * A SIP phone over UDP, as far as a PBX needs one: it registers, picks up or is busy, holds, hands
 * callers over, hangs up, speaks with a voice of its own and knows those that it hears.
 */
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { PACKET_MS, speech, type Voice, voicesOf } from './sound.ts';

export interface Manners {
  /** Otherwise it picks up whatever comes. */
  busy?: boolean;
  /** Milliseconds that it rings. */
  after?: number;
  /** Silent without one. */
  voice?: Voice;
}

/** A call that it is in. */
interface Dialog {
  id: string;
  /** Its own name in this call and the other one's, with their tags. */
  own: string;
  peer: string;
  target: string;
  count: number;
  media: { address: string; port: number };
}

interface Message {
  first: string;
  method: string;
  lines: string[];
  body: string;
}

const HEARD_PACKETS = 50;
/** A word between tones does not make a voice. */
const HEARD_AT_LEAST = 10;
const LATE_MS = 30_000;
const AGAIN_MS = 500;

function read(bytes: Buffer): Message {
  const [head = '', body = ''] = bytes.toString().split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  return { first, method: first.split(' ')[0]!, lines, body };
}

const all = ({ lines }: Message, name: string) =>
  lines.filter((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
const value = (message: Message, name: string) =>
  all(message, name)[0]
    ?.slice(name.length + 1)
    .trim() ?? '';
const tagOf = (party: string) => /;tag=([^;>]+)/.exec(party)?.[1] ?? '';
const branchOf = (via: string) => /branch=([^;]+)/.exec(via)?.[1] ?? '';
const randomWord = () => Math.random().toString(36).slice(2);

function mediaOf(sdp: string): Dialog['media'] {
  return {
    address: /^c=IN IP4 (\S+)/m.exec(sdp)?.[1] ?? '127.0.0.1',
    port: Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0),
  };
}

export class Phone {
  private readonly line = createSocket('udp4');
  private readonly sound = createSocket('udp4');
  private readonly dialogs: Dialog[] = [];
  /** What was asked and is not answered yet, by its branch. */
  private readonly asked = new Map<string, (answer: Message) => void>();
  /** What rings, by its call. */
  private readonly ringing = new Map<string, { invite: Message; timer: NodeJS.Timeout }>();
  private readonly hearers = new Set<(packet: Buffer) => void>();
  private manners: Manners = {};
  private words: Generator<Buffer, never> | null = null;
  private talking: NodeJS.Timeout | null = null;
  private version = 0;

  private constructor(
    readonly extension: string,
    private readonly sip: number,
  ) {}

  /** `sip`: the PBX's port; `port`: its own, or any. */
  static async open(extension: string, sip: number, port = 0): Promise<Phone> {
    const phone = new Phone(extension, sip);
    await new Promise<void>((resolve) => phone.line.bind(port, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => phone.sound.bind(0, '127.0.0.1', resolve));
    phone.line.on('message', (bytes) => phone.take(read(bytes)));
    phone.sound.on('message', (packet) => {
      for (const hear of phone.hearers) hear(packet);
    });
    return phone;
  }

  close(): void {
    if (this.talking) clearInterval(this.talking);
    for (const { timer } of this.ringing.values()) clearTimeout(timer);
    this.line.close();
    this.sound.close();
  }

  /* ---- What people do with it ------------------------------------------------------ */

  /** How it takes calls from now on. */
  behave(manners: Manners): void {
    this.manners = manners;
    this.words = manners.voice ? speech(manners.voice) : null;
    if (this.words) this.talking ??= setInterval(() => this.say(), PACKET_MS);
  }

  /** It registers, or goes away. */
  async register(there: boolean): Promise<void> {
    const name = `<sip:${this.extension}@127.0.0.1>`;
    await this.ask(`REGISTER sip:127.0.0.1:${this.sip}`, 1, [
      `From: ${name};tag=${randomWord()}`,
      `To: ${name}`,
      `Call-ID: ${randomWord()}@127.0.0.1`,
      `Expires: ${there ? 600 : 0}`,
    ]);
  }

  /** Holds whom it talks with, or talks on; gives the moment at which the PBX had accepted it. */
  async hold(held: boolean): Promise<number> {
    const dialog = this.first();
    const body = this.offer(held ? 'sendonly' : 'sendrecv');
    const answer = await this.askIn(dialog, 'INVITE', [], body);
    this.send([
      `ACK ${dialog.target} SIP/2.0`,
      this.via(),
      'Max-Forwards: 70',
      ...this.names(dialog),
      `CSeq: ${dialog.count} ACK`,
    ]);
    dialog.media = mediaOf(answer.body);
    return Date.now();
  }

  /** Whom it talks with in its first call is handed to whom it asked in its second (RFC 3891). */
  async joinCalls(): Promise<void> {
    const [call, asked] = this.dialogs;
    if (!call || !asked) throw new Error(`${this.extension} is not in two calls`);
    const tags = `to-tag=${tagOf(asked.peer)};from-tag=${tagOf(asked.own)}`;
    const replaces = encodeURIComponent(`${asked.id};${tags}`);
    await this.askIn(call, 'REFER', [
      `Refer-To: <sip:asked@127.0.0.1:${this.sip}?Replaces=${replaces}>`,
      `Referred-By: <sip:${this.extension}@127.0.0.1>`,
    ]);
  }

  hangUp(): Promise<void> {
    return this.leave(this.first());
  }

  /** How many calls it is in. */
  get calls(): number {
    return this.dialogs.length;
  }

  /** Who is heard in the second that begins now. */
  listen(): Promise<Voice[]> {
    const counts = new Map<Voice, number>();
    let packets = 0;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        this.hearers.delete(hear);
        clearTimeout(late);
        settle();
      };
      const nothing = new Error(`${this.extension} hears nothing at all`);
      const late = setTimeout(() => end(() => reject(nothing)), LATE_MS);
      const hear = (packet: Buffer) => {
        for (const voice of voicesOf(packet)) counts.set(voice, (counts.get(voice) ?? 0) + 1);
        if (++packets < HEARD_PACKETS) return;
        const often = [...counts].filter(([, count]) => count >= HEARD_AT_LEAST);
        end(() => resolve(often.map(([voice]) => voice).sort()));
      };
      this.hearers.add(hear);
    });
  }

  private say(): void {
    const media = this.dialogs.at(-1)?.media;
    if (this.words && media?.port)
      this.sound.send(this.words.next().value, media.port, media.address);
  }

  /* ---- What the PBX asks of it ------------------------------------------------------- */

  private take(message: Message): void {
    const id = value(message, 'Call-ID');
    if (message.method === 'SIP/2.0') this.asked.get(branchOf(value(message, 'Via')))?.(message);
    else if (message.method === 'INVITE') this.called(id, message);
    else if (message.method !== 'ACK') {
      if (message.method === 'BYE') this.forget(id);
      this.reply(message, '200 OK');
      if (message.method === 'CANCEL') this.givenUp(id);
      if (message.method === 'NOTIFY') this.handedOver(id, message);
    }
  }

  /** Who hands somebody over goes when that has come about. */
  private handedOver(id: string, { body }: Message): void {
    const dialog = this.dialogs.find((one) => one.id === id);
    if (dialog && body.startsWith('SIP/2.0 200')) void this.leave(dialog);
  }

  private async leave(dialog: Dialog): Promise<void> {
    this.forget(dialog.id);
    await this.askIn(dialog, 'BYE');
  }

  private called(id: string, invite: Message): void {
    const dialog = this.dialogs.find((one) => one.id === id);
    if (dialog) {
      // Within a call the PBX asks again when its own side of the sound changes.
      if (invite.body) dialog.media = mediaOf(invite.body);
      this.reply(invite, '200 OK', this.offer('sendrecv'));
    } else if (this.manners.busy) {
      this.reply(invite, '486 Busy Here');
    } else {
      this.reply(invite, '180 Ringing');
      this.ring(id, invite);
    }
  }

  private ring(id: string, invite: Message): void {
    if (this.ringing.has(id)) return;
    const timer = setTimeout(() => this.pickUp(id, invite), this.manners.after ?? 0);
    this.ringing.set(id, { invite, timer });
  }

  private pickUp(id: string, invite: Message): void {
    this.ringing.delete(id);
    this.dialogs.push({
      id,
      own: `${value(invite, 'To')};tag=${this.tag()}`,
      peer: value(invite, 'From'),
      target: /<([^>]+)>/.exec(value(invite, 'Contact'))?.[1] ?? '',
      count: 0,
      media: mediaOf(invite.body),
    });
    this.reply(invite, '200 OK', this.offer('sendrecv'));
  }

  private givenUp(id: string): void {
    const one = this.ringing.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    this.ringing.delete(id);
    this.reply(one.invite, '487 Request Terminated');
  }

  private forget(id: string): void {
    const at = this.dialogs.findIndex((one) => one.id === id);
    if (at >= 0) this.dialogs.splice(at, 1);
  }

  /* ---- SIP ------------------------------------------------------------------------------- */

  private get port(): number {
    return (this.line.address() as AddressInfo).port;
  }
  private tag = () => `own-${this.port}`;
  private via = () => `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${randomWord()};rport`;
  private contact = () => `Contact: <sip:${this.extension}@127.0.0.1:${this.port}>`;
  private names = ({ own, peer, id }: Dialog) => [`From: ${own}`, `To: ${peer}`, `Call-ID: ${id}`];

  private first(): Dialog {
    const [dialog] = this.dialogs;
    if (!dialog) throw new Error(`${this.extension} is in no call`);
    return dialog;
  }

  private offer(way: 'sendrecv' | 'sendonly'): string {
    const lines = [
      'v=0',
      `o=- 1 ${++this.version} IN IP4 127.0.0.1`,
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${(this.sound.address() as AddressInfo).port} RTP/AVP 0`,
      'a=rtpmap:0 PCMU/8000',
      `a=${way}`,
      '',
    ];
    return lines.join('\r\n');
  }

  private send(lines: string[], body = ''): void {
    const type = body ? ['Content-Type: application/sdp'] : [];
    const text = [...lines, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n');
    this.line.send(text, this.sip, '127.0.0.1');
  }

  private reply(to: Message, status: string, body = ''): void {
    const party = value(to, 'To');
    const lines = [
      `SIP/2.0 ${status}`,
      ...all(to, 'Via'),
      ...all(to, 'From'),
      `To: ${tagOf(party) ? party : `${party};tag=${this.tag()}`}`,
      ...all(to, 'Call-ID'),
      ...all(to, 'CSeq'),
      ...all(to, 'Record-Route'),
      this.contact(),
    ];
    this.send(lines, body);
  }

  private askIn(dialog: Dialog, method: string, head: string[] = [], body = ''): Promise<Message> {
    dialog.count++;
    const first = `${method} ${dialog.target}`;
    return this.ask(first, dialog.count, [...this.names(dialog), ...head], body);
  }

  /** Sent until it is answered: UDP may lose it, and a PBX that starts hears nobody yet. */
  private ask(first: string, count: number, head: string[], body = ''): Promise<Message> {
    const via = this.via();
    const [method] = first.split(' ');
    const cseq = `CSeq: ${count} ${method}`;
    const lines = [`${first} SIP/2.0`, via, 'Max-Forwards: 70', ...head, cseq, this.contact()];
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearInterval(again);
        clearTimeout(late);
        this.asked.delete(branchOf(via));
        settle();
      };
      const fail = (why: string) =>
        end(() => reject(new Error(`${this.extension}: ${first}: ${why}`)));
      const again = setInterval(() => this.send(lines, body), AGAIN_MS);
      const late = setTimeout(() => fail('no answer'), LATE_MS);
      this.asked.set(branchOf(via), (answer) => {
        const [, status = ''] = answer.first.split(' ');
        if (status.startsWith('2')) end(() => resolve(answer));
        else if (!status.startsWith('1')) fail(answer.first);
      });
      this.send(lines, body);
    });
  }
}
