/*
 * A browser and its push service: it subscribes with keys of its own, and reads what comes as a
 * browser does (RFC 8188, 8291), after the service has looked who sends it (RFC 8292).
 */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import type { Body } from './client.ts';
import { type Heard, type Provider, startProvider } from './provider.ts';

const hkdf = (salt: Buffer, key: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));

export class Browser {
  private readonly key: ECDH = createECDH('prime256v1');
  private readonly secret = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.key.generateKeys();
  }

  /** As PushSubscription.toJSON() says it. */
  subscription(): Body {
    return {
      endpoint: this.endpoint,
      keys: {
        p256dh: this.key.getPublicKey().toString('base64url'),
        auth: this.secret.toString('base64url'),
      },
    };
  }

  /** What was sent to this browser alone; throws for anything else. */
  read({ bytes }: Heard): Body {
    const salt = bytes.subarray(0, 16);
    if (bytes.readUInt32BE(16) !== 4096 || bytes[20] !== 65) throw new Error('no such header');
    const sender = bytes.subarray(21, 86);
    const shared = this.key.computeSecret(sender);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.key.getPublicKey(), sender]);
    const common = hkdf(this.secret, shared, info, 32);
    const content = hkdf(salt, common, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = hkdf(salt, common, Buffer.from('Content-Encoding: nonce\0'), 12);
    const cipher = createDecipheriv('aes-128-gcm', content, nonce);
    cipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([cipher.update(bytes.subarray(86, -16)), cipher.final()]);
    if (plain.at(-1) !== 2) throw new Error('not the last record');
    return JSON.parse(plain.subarray(0, -1).toString());
  }
}

/** What the service finds out about the sender: whether it signed, with which key, and its words. */
export function senderOf({ headers }: Heard): { good: boolean; key: string; claims: Body } {
  const [, token = '', key = ''] =
    /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const open = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const good = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: open, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return { good, key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) };
}

export interface PushService extends Provider {
  /** A new browser that this service delivers to. */
  browser: () => Browser;
}

export async function startPushService(): Promise<PushService> {
  const provider = await startProvider();
  provider.always({ status: 201 });
  let browsers = 0;
  return {
    ...provider,
    browser: () => {
      browsers += 1;
      return new Browser(`${provider.url}/push/${browsers}-${randomBytes(16).toString('hex')}`);
    },
  };
}
