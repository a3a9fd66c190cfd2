/* A stand-in for an SMTP server; the server under test needs `--mail-url` and `--mail-tls off`. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface Mail {
  from: string;
  to: string;
  /** As it came, with its headers. */
  text: string;
  messageId: string;
  /** The body, decoded. */
  body: string;
}

/** 'stall' hears the whole message and never says whether it was taken; 'busy' says 451. */
export type MailManner = 'take' | 'stall' | 'busy' | 'refuse';

export interface MailServer {
  /** smtp://127.0.0.1:PORT */
  url: string;
  /** Every message heard whole, whatever was said to it. */
  mails: Mail[];
  be: (manner: MailManner) => void;
  mail: (n: number, withinMs?: number) => Promise<Mail>;
  stop: () => Promise<void>;
}

const says: Record<MailManner, string> = {
  take: '250 taken\r\n',
  stall: '',
  busy: '451 not now\r\n',
  refuse: '554 never\r\n',
};

function read(from: string, to: string, text: string): Mail {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const messageId = /^Message-ID: <(.*)>$/im.exec(head)?.[1] ?? '';
  const body = Buffer.from(rest.join('').replace(/\s/g, ''), 'base64').toString();
  return { from, to, text, messageId, body };
}

function converse(socket: Socket, mails: Mail[], manner: () => MailManner): void {
  let from = '';
  let to = '';
  let buffer = '';
  let inData = false;
  const line = (text: string) => {
    if (/^EHLO/i.test(text)) socket.write('250-stand-in\r\n250 8BITMIME\r\n');
    else if (/^MAIL FROM:/i.test(text)) {
      from = text.slice(10);
      socket.write('250 ok\r\n');
    } else if (/^RCPT TO:/i.test(text)) {
      to = text.slice(8);
      socket.write('250 ok\r\n');
    } else if (/^DATA/i.test(text)) {
      inData = true;
      socket.write('354 go on\r\n');
    } else if (/^QUIT/i.test(text)) socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  const step = (): boolean => {
    const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
    if (end < 0) return false;
    const text = buffer.slice(0, end);
    buffer = buffer.slice(end + (inData ? 5 : 2));
    if (!inData) {
      line(text);
      return true;
    }
    inData = false;
    mails.push(read(from, to, text));
    socket.write(says[manner()]);
    return true;
  };
  socket.write('220 stand-in ESMTP\r\n');
  socket.on('data', (chunk) => {
    buffer += chunk.toString();
    while (step());
  });
}

export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const mails: Mail[] = [];
  let manner: MailManner = 'take';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    converse(socket, mails, () => manner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    be: (given) => {
      manner = given;
    },
    mail: async (n, withinMs = 15_000) => {
      const until = Date.now() + withinMs;
      for (;;) {
        const mail = mails[n - 1];
        if (mail) return mail;
        if (Date.now() > until) throw new Error(`mail ${n} did not come; ${mails.length} came`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
