/*
 * Files that people send: in pieces with resuming, or as a form; known by their content, seen by
 * whoever sees where they belong, and never run (S1-CHAT-18, IMP-CHAT-03, U-1…U-5, U-9).
 */
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn, stranger } from '../support/client.ts';
import { alter, changeRows, lastAudit, sql } from '../support/database.ts';
import { checkReply } from '../support/openapi.ts';
import { root } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';

const MB = 1024 * 1024;

let server: Server;
let admin: Client;
let sarah: Client;
let omar: Client;
let homes: Client;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  sarah = await signIn(server, 'AG001');
  omar = await signIn(server, 'AG002');
  homes = await signIn(server, 'admin', 'homes');
});

afterAll(() => server.stop());

interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  body: Body;
}

/** A request whose body is bytes; the answer is held against openapi.json as any other. */
async function send(
  client: Client,
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: BodyInit } = {},
): Promise<Answer> {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: options.body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const body = isJson ? JSON.parse(bytes.toString()) : null;
  if (isJson) checkReply(method, path, response.status, body);
  return { status: response.status, headers: response.headers, bytes, body };
}

const begin = (client: Client, name: string, size: number, purpose = 'chat') =>
  client.post('/api/uploads', { name, size, purpose });

const piece = (client: Client, id: string, offset: number, bytes: Uint8Array) =>
  send(client, 'PATCH', `/api/uploads/${id}`, {
    headers: { 'upload-offset': String(offset), 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });

/** In pieces; the file it became. */
async function upload(client: Client, name: string, bytes: Buffer): Promise<Body> {
  const begun = await begin(client, name, bytes.length);
  expect(begun.status, begun.text).toBe(201);
  const { id, piece_bytes: most } = begun.body.upload;
  let answer: Answer | undefined;
  for (let at = 0; at < bytes.length; at += most)
    answer = await piece(client, id, at, bytes.subarray(at, at + most));
  expect(answer?.status, answer?.bytes.toString()).toBe(200);
  return answer?.body.file;
}

function form(bytes: Uint8Array | string, name: string, fields: Record<string, string> = {}) {
  const data = new FormData();
  for (const [key, value] of Object.entries({ purpose: 'chat', ...fields })) data.set(key, value);
  data.set('file', new Blob([bytes as BlobPart]), name);
  return data;
}

const post = (client: Client, body: BodyInit, headers: Record<string, string> = {}) =>
  send(client, 'POST', '/api/uploads', { body, headers });

const read = (client: Client, path: string, headers: Record<string, string> = {}) =>
  send(client, 'GET', path, { headers });

const pdf = (size: number) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9, 'hatif ')]);

const spoolOf = () => {
  const folder = join(server.folder, 'spool');
  return readdirSync(folder).filter((name) => !name.startsWith('file-'));
};

/** Files whose bytes are kept: in the folder, or in the database. */
const stored = () =>
  server.engine === 'sqlite'
    ? readdirSync(join(server.folder, 'spool')).filter((name) => name.startsWith('file-')).length
    : Number(
        sql(server, "SELECT COUNT(DISTINCT name) FROM file_pieces WHERE name LIKE 'file-%'")[0],
      );
const counted = () => sql(server, 'SELECT SUM(used_bytes) FROM file_stores');
const summed = () => sql(server, 'SELECT SUM(kept_bytes) FROM files');
/** The job's turn comes with the next start. */
const forget = (job: string) =>
  changeRows(server, `DELETE FROM periodic_jobs WHERE kind = '${job}'`);

describe('in pieces', () => {
  test('a file comes whole, and is what was sent', async () => {
    const bytes = pdf(2 * MB + 17);
    const file = await upload(sarah, 'Offer.pdf', bytes);
    expect(file).toMatchObject({
      name: 'Offer.pdf',
      mime: 'application/pdf',
      kind: 'document',
      size: bytes.length,
      width: null,
      url: `/api/files/${file.id}`,
      thumbnail_url: null,
    });
    const answer = await read(sarah, file.url);
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  test('it goes on where it was, after anything', async () => {
    const bytes = pdf(MB + 100);
    const { id } = (await begin(sarah, 'a.pdf', bytes.length)).body.upload;
    expect((await piece(sarah, id, 0, bytes.subarray(0, MB))).body.upload.offset).toBe(MB);
    // The answer was lost, and the client sends the same again.
    const again = await piece(sarah, id, 0, bytes.subarray(0, MB));
    expect(again.status).toBe(409);
    expect(again.body.current).toMatchObject({ id, offset: MB });
    expect((await sarah.get(`/api/uploads/${id}`)).body.upload.offset).toBe(MB);
    await server.crash();
    const last = await piece(sarah, id, MB, bytes.subarray(MB));
    expect(last.status).toBe(200);
    expect((await read(sarah, last.body.file.url)).bytes.equals(bytes)).toBe(true);
    // The last answer was lost: the file is named to whoever asks.
    const asked = await sarah.get(`/api/uploads/${id}`);
    expect(asked.body.file.id).toBe(last.body.file.id);
    expect((await piece(sarah, id, MB, bytes.subarray(MB))).status).toBe(409);
  });

  test('of two equal pieces at once one counts', async () => {
    const bytes = pdf(MB + 10);
    const { id } = (await begin(sarah, 'b.pdf', bytes.length)).body.upload;
    const first = await Promise.all(
      [0, 1, 2].map(() => piece(sarah, id, 0, bytes.subarray(0, MB))),
    );
    expect(first.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const before = stored();
    const last = await Promise.all([0, 1, 2].map(() => piece(sarah, id, MB, bytes.subarray(MB))));
    const statuses = last.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    // Too late, or while one's other file is being made.
    for (const status of statuses.slice(1)) expect([409, 429]).toContain(status);
    // Whoever was late kept nothing that nobody counts.
    expect(stored()).toBe(before + 1);
    expect(counted()).toEqual(summed());
  });

  test('pieces of a whole file do not stay', async () => {
    const bytes = pdf(2 * MB + 1);
    await upload(sarah, 'gone.pdf', bytes);
    if (server.engine === 'sqlite')
      await expect
        .poll(() => spoolOf().filter((name) => name.startsWith('upload-')), {
          timeout: 20_000,
        })
        .toEqual([]);
    else
      await expect
        .poll(() => sql(server, "SELECT COUNT(*) FROM file_pieces WHERE name LIKE 'upload-%'"), {
          timeout: 20_000,
        })
        .toEqual(['0']);
  });

  test('what does not fit is refused, and the upload stays as it was', async () => {
    const { id } = (await begin(sarah, 'c.pdf', 100)).body.upload;
    expect((await piece(sarah, id, 0, pdf(101))).status).toBe(413);
    expect((await piece(sarah, id, 50, pdf(50))).status).toBe(409);
    const none = await send(sarah, 'PATCH', `/api/uploads/${id}`, { body: 'x' });
    expect(none.status).toBe(422);
    expect(none.body.errors).toHaveProperty('Upload-Offset');
    expect((await piece(sarah, id, 0, new Uint8Array(0))).status).toBe(422);
    expect((await piece(sarah, id, 0, Buffer.alloc(MB + 1))).status).toBe(413);
    expect((await sarah.get(`/api/uploads/${id}`)).body.upload.offset).toBe(0);
    expect((await sarah.delete(`/api/uploads/${id}`)).status).toBe(200);
    expect((await sarah.get(`/api/uploads/${id}`)).status).toBe(404);
  });

  test.each([
    ['nothing', { name: 'a', size: 0, purpose: 'chat' }, 422, 'size'],
    ['too much', { name: 'a', size: 25 * MB + 1, purpose: 'chat' }, 413, 'size'],
    ['a large sound', { name: 'a', size: 2 * MB, purpose: 'sound' }, 413, 'size'],
    ['no size', { name: 'a', purpose: 'chat' }, 422, 'size'],
    ['no purpose', { name: 'a', size: 3 }, 422, 'purpose'],
    ['another purpose', { name: 'a', size: 3, purpose: 'x' }, 422, 'purpose'],
  ])('%s is not begun', async (_, body, status, field) => {
    const reply = await sarah.post('/api/uploads', body);
    expect(reply.status, reply.text).toBe(status);
    expect(Object.keys(reply.body.errors)).toEqual([field]);
  });
});

describe('as a form', () => {
  test('in one go', async () => {
    const answer = await post(sarah, form('a,b\n1,2\n', 'قائمة.csv'));
    expect(answer.status, answer.bytes.toString()).toBe(201);
    expect(answer.body.file).toMatchObject({
      name: 'قائمة.csv',
      mime: 'text/csv; charset=utf-8',
      kind: 'document',
      size: 8,
    });
    expect((await read(sarah, answer.body.file.url)).bytes.toString()).toBe('a,b\n1,2\n');
  });

  test('that is none is refused', async () => {
    const type = { 'content-type': 'multipart/form-data; boundary=X' };
    const bad = [
      'no boundary in it',
      '--X\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut off',
      '--X\r\n\r\nnameless\r\n--X--\r\n',
      `--X\r\nContent-Disposition: form-data; name="${'n'.repeat(5000)}"\r\n\r\nx\r\n--X--`,
      '',
    ];
    for (const body of bad) expect((await post(sarah, body, type)).status, body).toBe(400);
    const noBoundary = { 'content-type': 'multipart/form-data' };
    expect((await post(sarah, 'x', noBoundary)).status).toBe(400);
    const parts = Array.from({ length: 10_000 }, (_, i) => [`f${i}`, 'x']);
    expect((await post(sarah, form('text', 'a.txt', Object.fromEntries(parts)))).status).toBe(413);
    expect((await post(sarah, form('', 'a.txt'))).status).toBe(422);
    expect((await post(sarah, form('text', 'a.txt', { purpose: 'x' }))).status).toBe(422);
    const other = await post(sarah, form('text', 'a.txt', { company_id: '2' }));
    expect(other.status).toBe(403);
    expect(spoolOf()).toEqual([]);
  });

  test('with its own boundary in the data', async () => {
    const data = 'a\r\n--XY\r\n--X-\r\n--Xb\r\n--';
    const body = [
      '--X\r\nContent-Disposition: form-data; name=purpose\r\n\r\nchat\r\n',
      `--X\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${data}\r\n--X--`,
    ].join('');
    const answer = await post(sarah, body, {
      'content-type': 'multipart/form-data; boundary="X"',
    });
    expect(answer.status, answer.bytes.toString()).toBe(201);
    expect((await read(sarah, answer.body.file.url)).bytes.toString()).toBe(data);
  });

  test('one byte too many', async () => {
    const answer = await post(sarah, form(pdf(25 * MB + 1), 'a.pdf'));
    expect(answer.status).toBe(413);
    expect(spoolOf()).toEqual([]);
  });
});

describe('names', () => {
  const hidden = String.fromCodePoint(0x200b);
  const turned = String.fromCodePoint(0x202e);
  test.each([
    ['../../etc/passwd', 'passwd.txt'],
    ['C:\\Windows\\win.ini', 'win.ini.txt'],
    ['.htaccess', 'file.htaccess.txt'],
    [`${hidden}.htaccess`, 'file.htaccess.txt'],
    [`photo${turned}gpj.exe`, 'photogpj.exe.txt'],
    ['a"b<c>.txt', 'a_b_c_.txt'],
    ['page.html', 'page.html.txt'],
    ['x.txt.', 'x.txt'],
    ['..', 'file.txt'],
    ['رسالة العميل.txt', 'رسالة العميل.txt'],
    [`${'a'.repeat(300)}.txt`, `${'a'.repeat(112)}.txt`],
  ])('%s is called %s', async (name, expected) => {
    const { file } = (await post(sarah, form('text', 'x', { name }))).body;
    expect(file.name).toBe(expected);
    const answer = await read(sarah, file.url);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[ -!#-~]*"; filename\*=UTF-8''[!-~]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(expected);
  });

  test('no line of a header can be begun by one', async () => {
    const name = 'a\r\nSet-Cookie: x=1.txt';
    const { file } = (await post(sarah, form('text', 'x', { name }))).body;
    const answer = await read(sarah, file.url);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('content', () => {
  test.each([
    ['HTML as an image', '<html><script>alert(1)</script>', 'a.png', 'text/plain; charset=utf-8'],
    [
      'SVG as an image',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'a.svg',
      'text/plain; charset=utf-8',
    ],
    ['a page of PHP', '<?php system($_GET[1]);', 'a.jpg', 'text/plain; charset=utf-8'],
    ['PDF with a script in front', '%PDF-1.4 <script>', 'a.html', 'application/pdf'],
  ])('%s is saved, never shown', async (_, bytes, name, mime) => {
    const { file } = (await post(sarah, form(bytes, name))).body;
    expect(file).toMatchObject({ kind: 'document', mime });
    const answer = await read(sarah, file.url);
    expect(answer.headers.get('content-type')).toBe(mime);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toContain('private');
  });

  test.each([
    ['a program', Buffer.from('MZ\x90\0\x03\0\0\0'), 'a.pdf'],
    ['an ELF program', Buffer.from('\x7fELF\x02\x01\x01\0'), 'a'],
    ['text with zeros', Buffer.from('text\0text'), 'a.txt'],
    ['a broken image', Buffer.from('\x89PNG\r\n\x1a\nbroken', 'latin1'), 'a.png'],
    ['half a JPEG', Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1'), 'a.jpg'],
    ['WebM without tracks', Buffer.from('\x1a\x45\xdf\xa3\x80', 'latin1'), 'a.webm'],
  ])('%s is refused', async (_, bytes, name) => {
    const answer = await post(sarah, form(bytes, name));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveProperty('file');
  });

  test('an avatar is an image, a sound a sound', async () => {
    for (const purpose of ['avatar', 'sound'])
      expect((await post(sarah, form(pdf(100), 'a.pdf', { purpose }))).status).toBe(422);
  });

  test('in parts', async () => {
    const bytes = pdf(1000);
    const { file } = (await post(sarah, form(bytes, 'a.pdf'))).body;
    const ask = (range: string) => read(sarah, file.url, { range });
    const first = await ask('bytes=0-99');
    expect(first.status).toBe(206);
    expect(first.bytes.equals(bytes.subarray(0, 100))).toBe(true);
    expect((await ask('bytes=1000-')).status).toBe(416);
    expect((await ask('bytes=-10')).bytes.equals(bytes.subarray(990))).toBe(true);
    const many = await ask(`bytes=${'0-0,'.repeat(1000)}0-0`);
    expect(many.bytes.length).toBe(1000);
  });
});

describe('images', () => {
  const photo = readFileSync(join(root, 'tests/support/samples/turned.jpg'));

  test('are drawn anew, upright, without where they were taken', async () => {
    expect(photo.includes('25.2048 N')).toBe(true);
    const file = await upload(sarah, 'IMG_1.JPG', photo);
    expect(file).toMatchObject({
      name: 'IMG_1.JPG',
      mime: 'image/jpeg',
      kind: 'image',
      width: 30,
      height: 60,
      thumbnail_url: `${file.url}/thumbnail`,
    });
    const answer = await read(sarah, file.url);
    expect(answer.bytes.length).toBe(file.size);
    expect(answer.bytes.includes('25.2048 N')).toBe(false);
    expect(answer.bytes.includes('Exif')).toBe(false);
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="IMG_1.JPG"/);
    const small = await read(sarah, file.thumbnail_url);
    expect(small.status).toBe(200);
    expect(small.headers.get('content-type')).toBe('image/webp');
    expect(small.bytes.subarray(8, 12).toString()).toBe('WEBP');
    expect((await read(omar, file.thumbnail_url)).status).toBe(404);
  });

  test('lose what is behind them: a picture that is an archive, too', async () => {
    const both = Buffer.concat([photo, Buffer.from('PK\x03\x04 an archive')]);
    const { file } = (await post(sarah, form(both, 'a.jpg'))).body;
    expect((await read(sarah, file.url)).bytes.includes('an archive')).toBe(false);
  });

  test('of more pixels than anybody has are refused by their head', async () => {
    const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
    const png = (width: number, height: number) => {
      const sides = Buffer.alloc(8);
      sides.writeUInt32BE(width);
      sides.writeUInt32BE(height, 4);
      return Buffer.concat([head, sides, Buffer.alloc(1000, '\x08\x02')]);
    };
    for (const [width, height] of [
      [65535, 65535],
      [16384, 16384],
      [4294967295, 1],
    ] as const)
      expect((await post(sarah, form(png(width, height), 'a.png'))).status).toBe(413);
    expect((await post(sarah, form(png(0, 5), 'a.png'))).status).toBe(422);
    // A head that could be one, and nothing behind it: the other process says so.
    expect((await post(sarah, form(png(50, 50), 'a.png'))).status).toBe(422);
    expect(spoolOf()).toEqual([]);
  });
});

describe('who sees it', () => {
  test('what belongs nowhere is the sender’s alone', async () => {
    const { file } = (await post(sarah, form('text', 'a.txt'))).body;
    const { upload: begun } = (await begin(sarah, 'b.pdf', 100)).body;
    for (const client of [omar, admin, homes]) {
      const gone = await read(client, '/api/files/not-there');
      const answer = await read(client, file.url);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({ ...gone.body, request_id: answer.body.request_id });
      expect((await client.get(`/api/uploads/${begun.id}`)).status).toBe(404);
      expect((await piece(client, begun.id, 0, pdf(100))).status).toBe(404);
      expect((await client.delete(`/api/uploads/${begun.id}`)).status).toBe(404);
    }
    const nobody = stranger(server);
    expect((await read(nobody, file.url)).status).toBe(401);
    expect((await post(nobody, form('text', 'a.txt'))).status).toBe(401);
    expect((await begin(nobody, 'a', 1)).status).toBe(401);
    expect((await read(sarah, file.url)).status).toBe(200);
  });

  test('what nobody may read by its place is nobody’s', async () => {
    const { file } = (await post(sarah, form('text', 'a.txt'))).body;
    alter(
      server.db,
      `UPDATE files SET place_type = 'nowhere', place_id = 1, place_part = 0
       WHERE code = '${file.id}'`,
    );
    expect((await read(sarah, file.url)).status).toBe(404);
  });
});

describe('what a company keeps', () => {
  test('is said by its administrators, by version, and is in the audit log', async () => {
    const { settings } = (await admin.get('/api/settings/files')).body;
    expect(settings).toMatchObject({ quota_mb: 10_240, retention_days: 0 });
    expect(settings.used_bytes).toBeGreaterThan(0);
    expect((await homes.get('/api/settings/files')).body.settings.file_count).toBe(0);
    const put = (body: Body) => admin.put('/api/settings/files', body);
    const changed = await put({ retention_days: 30, version: settings.version });
    expect(changed.body.settings).toMatchObject({
      retention_days: 30,
      quota_mb: 10_240,
      version: settings.version + 1,
    });
    const late = await put({ quota_mb: 5, version: settings.version });
    expect(late.status).toBe(409);
    expect(late.body.current.retention_days).toBe(30);
    for (const bad of [{ quota_mb: 0 }, { retention_days: -1 }, { retention_days: 4000 }])
      expect((await put(bad)).status).toBe(422);
    expect((await sarah.get('/api/settings/files')).status).toBe(403);
    expect(lastAudit(server, 'company.files_changed').before.retention_days).toBe(0);
    expect((await put({ retention_days: 0 })).status).toBe(200);
  });

  test('goes after so many days, and the chat says that there was a file', async () => {
    const begun = await sarah.post('/api/chats', { name: 'Noura', message: 'Here you are' });
    const chat = begun.body.chat.id;
    const file = await upload(sarah, 'offer.pdf', pdf(500));
    const loose = await upload(sarah, 'loose.pdf', pdf(400));
    const sent = await sarah.post(`/api/chats/${chat}/messages`, {
      client_message_id: 'with-a-file',
      content: 'The offer',
      files: [file.id],
    });
    expect(sent.status, sent.text).toBe(201);
    expect((await admin.put('/api/settings/files', { retention_days: 30 })).status).toBe(200);
    await server.crash(() => {
      changeRows(
        server,
        `UPDATE files SET created_us = created_us - 31 * 86400000000 WHERE code = '${file.id}';
         UPDATE files SET created_us = created_us - 2 * 86400000000 WHERE code = '${loose.id}'`,
      );
      forget('file.sweep');
    });
    const said = async () => {
      const { messages } = (await sarah.get(`/api/chats/${chat}/messages`)).body;
      return messages.find((one: Body) => one.kind === 'file').files[0];
    };
    await expect.poll(async () => (await said()).url, { timeout: 20_000 }).toBeNull();
    expect(await said()).toMatchObject({ id: file.id, name: 'offer.pdf' });
    expect((await read(sarah, file.url)).status).toBe(404);
    expect((await read(sarah, loose.url)).status).toBe(404);
    expect(counted()).toEqual(summed());
    expect((await admin.put('/api/settings/files', { retention_days: 0 })).status).toBe(200);
  });
});

describe('limits', () => {
  test('a company’s room is used up: nothing more comes in, and what goes gives room', async () => {
    const [used = ''] = sql(
      server,
      `SELECT used_bytes FROM file_stores s JOIN companies c ON c.id = s.company_id
       WHERE c.code = 'gulf'`,
    );
    const [sum] = sql(
      server,
      `SELECT SUM(kept_bytes) FROM files f JOIN companies c ON c.id = f.company_id
       WHERE c.code = 'gulf'`,
    );
    expect(used).toBe(sum);
    const set = (quota: string) =>
      alter(server.db, `UPDATE file_stores SET quota_bytes = ${quota}`);
    const [coming = ''] = sql(
      server,
      'SELECT COALESCE(SUM(size_bytes), 0) FROM uploads WHERE file_id IS NULL',
    );
    const taken = Number(used) + Number(coming);
    set(String(taken + 10));
    expect((await begin(omar, 'a.txt', 11)).status).toBe(507);
    expect((await post(omar, form('12345678901', 'a.txt'))).status).toBe(507);
    expect((await post(omar, form('1234567890', 'a.txt'))).status).toBe(201);
    // What is on its way has its room, also when it began at the same moment.
    set(String(taken + 10 + 100));
    const begun = await Promise.all([1, 2, 3].map(() => begin(omar, 'b.txt', 60)));
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 507, 507]);
    expect((await post(omar, form('x'.repeat(41), 'a.txt'))).status).toBe(507);
    const first = begun.find(({ status }) => status === 201);
    const whole = await piece(omar, first?.body.upload.id, 0, Buffer.from('y'.repeat(60)));
    expect(whole.status).toBe(200);
    expect((await post(omar, form('x'.repeat(40), 'a.txt'))).status).toBe(201);
    set('10737418240');
  });

  test('forty that wait are enough', async () => {
    let status = 201;
    for (let i = 0; i < 60 && status === 201; i++) status = (await begin(omar, 'a', 10)).status;
    expect(status).toBe(429);
    const [waiting] = sql(server, 'SELECT COUNT(*) FROM uploads WHERE size_bytes = 10');
    expect(Number(waiting)).toBeLessThan(40);
    expect((await post(omar, form('text', 'a.txt'))).status).toBe(429);
  });
});

/* Last: what a killed program leaves on its way stays for a day. */
describe('after a kill', () => {
  let grace: Client;
  beforeAll(async () => {
    grace = await signIn(server, 'AG007');
  });

  test('killed in the middle, what counts is there and what is there counts', async () => {
    const bytes = pdf(MB + 10);
    const ids = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const { id } = (await begin(grace, `kill-${at}.pdf`, bytes.length)).body.upload;
        await piece(grace, id, 0, bytes.subarray(0, MB));
        return id as string;
      }),
    );
    const last = ids.map((id) => piece(grace, id, MB, bytes.subarray(MB)).catch(() => null));
    await Promise.race(last);
    await server.crash(() => forget('file.unknown'));
    await Promise.all(last);
    expect(counted()).toEqual(summed());
    for (const id of ids) {
      const asked = (await grace.get(`/api/uploads/${id}`)).body;
      const file = asked.file ?? (await piece(grace, id, MB, bytes.subarray(MB))).body.file;
      expect((await read(grace, file.url)).bytes.equals(bytes)).toBe(true);
    }
    expect(counted()).toEqual(summed());
  });

  test('bytes that no row knows are removed, and no others', async () => {
    if (server.engine !== 'sqlite') return; // there they stand in the transaction
    const file = await upload(grace, 'known.pdf', pdf(100));
    const { id } = (await begin(grace, 'coming.pdf', MB + 1)).body.upload;
    await piece(grace, id, 0, pdf(MB));
    const folder = join(server.folder, 'spool');
    const known = [`file-${file.id}`, `upload-${id}-0`];
    const unknown = ['file-nobody', 'file-nobody-small', 'upload-no-body-3'];
    await server.crash(() => {
      for (const name of unknown) writeFileSync(join(folder, name), 'left');
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1);
      forget('file.unknown');
    });
    const left = () => unknown.filter((name) => readdirSync(folder).includes(name));
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    for (const name of known) expect(readdirSync(folder)).toContain(name);
    expect((await read(grace, file.url)).status).toBe(200);
  });
});
