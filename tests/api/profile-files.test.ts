/*
 * One's own picture, which the whole company sees, and one's own sounds, which nobody else hears
 * (S1-PROF-05, S1-NOTIF-18, IMP-PROF-01, U-8).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type Client, signIn } from '../support/client.ts';
import { sql } from '../support/database.ts';
import { root } from '../support/paths.ts';
import { type Server, startServer } from '../support/server.ts';
import { listen } from '../support/socket.ts';

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

const photo = readFileSync(join(root, 'tests/support/samples/turned.jpg'));
const sound = Buffer.concat([
  Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1'),
  Buffer.from('\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0', 'latin1'),
  Buffer.alloc(8000, 0x80),
]);

async function send(client: Client, path: string, bytes: Uint8Array, fields = {}) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, String(value));
  form.set('file', new Blob([bytes as BlobPart]), 'a');
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const status = async (client: Client, path: string) =>
  (await fetch(server.url + path, { headers: { authorization: `Bearer ${client.token}` } })).status;

const picture = '/api/agent/profile/avatar';
const sounds = '/api/agent/profile/sounds';
const pictureOf = async (client: Client) => (await client.get('/api/auth/me')).body.user.avatar_url;
const count = () => sql(server, "SELECT COUNT(*) FROM files WHERE purpose = 'avatar'")[0];

describe('a picture', () => {
  test('is set by a form, seen by the company, and replaced without a rest', async () => {
    expect(await pictureOf(sarah)).toBeNull();
    const before = listen(sarah);
    const { seq } = await before.wait((event) => event.type === 'hello');
    before.close();
    const first = await send(sarah, picture, photo);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const url = first.body.avatar_url;
    expect(url).toMatch(/^\/api\/files\/[\w-]+\/thumbnail$/);
    expect(await pictureOf(sarah)).toBe(url);
    // Her pages are told, also those that were away meanwhile.
    const live = listen(sarah, seq);
    await live.wait((event) => event.type === 'account:changed');
    live.close();
    for (const client of [sarah, omar, admin]) expect(await status(client, url)).toBe(200);
    expect(await status(homes, url)).toBe(404);
    const { sessions } = (await admin.get('/api/admin/sessions')).body;
    const hers = sessions.find(({ user }: Body) => user.agent_code === 'AGT-001');
    expect(hers.user.avatar_url).toBe(url);
    const audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'user.avatar_changed'";
    expect(sql(server, audited)).toEqual(['1']);

    const second = await send(sarah, picture, photo);
    expect(second.body.avatar_url).not.toBe(url);
    expect(await status(sarah, url)).toBe(404);
    expect(count()).toBe('1');
    expect((await sarah.delete(picture)).body.avatar_url).toBeNull();
    expect(await pictureOf(sarah)).toBeNull();
    expect(await status(sarah, second.body.avatar_url)).toBe(404);
    expect(count()).toBe('0');
  });

  test('is one that came in pieces, once, and one’s own', async () => {
    const upload = { purpose: 'avatar' };
    const { file } = (await send(sarah, '/api/uploads', photo, upload)).body;
    expect((await omar.post(picture, { file_id: file.id })).status).toBe(422);
    expect((await homes.post(picture, { file_id: file.id })).status).toBe(422);
    const own = await sarah.post(picture, { file_id: file.id });
    expect(own.status, own.text).toBe(200);
    expect((await sarah.post(picture, { file_id: file.id })).status).toBe(422);
    expect(await pictureOf(sarah)).toBe(`/api/files/${file.id}/thumbnail`);
    const chat = (await send(sarah, '/api/uploads', photo, { purpose: 'chat' })).body.file;
    expect((await sarah.post(picture, { file_id: chat.id })).status).toBe(422);
    expect((await sarah.post(picture, {})).status).toBe(422);
  });

  test('is no sound, and not too large', async () => {
    expect((await send(sarah, picture, sound)).status).toBe(422);
    const large = Buffer.concat([photo, Buffer.alloc(10 * 1024 * 1024)]);
    expect((await send(sarah, picture, large)).status).toBe(413);
  });

  test('of many at once one stays', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => send(omar, picture, photo)));
    // One picture at a time is looked at for one person; the others are to come again.
    expect(replies.map((reply) => reply.status)).toContain(200);
    expect(replies.every(({ status }) => status === 200 || status === 429)).toBe(true);
    const [own] = sql(
      server,
      `SELECT COUNT(*) FROM files WHERE purpose = 'avatar' AND user_id = ${omar.login.user.id}`,
    );
    expect(own).toBe('1');
    expect(await status(omar, await pictureOf(omar))).toBe(200);
  });
});

describe('sounds', () => {
  test('are one’s own, ten at most', async () => {
    expect((await sarah.get(sounds)).body.sounds).toEqual([]);
    const added = await send(sarah, sounds, sound);
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(added.body.sound).toMatchObject({ kind: 'audio', mime: 'audio/wav', duration: 1 });
    expect((await sarah.get(sounds)).body.sounds).toEqual([added.body.sound]);
    expect((await omar.get(sounds)).body.sounds).toEqual([]);
    expect(await status(sarah, added.body.sound.url)).toBe(200);
    for (const client of [omar, admin, homes]) {
      expect(await status(client, added.body.sound.url)).toBe(404);
      expect((await client.delete(`/api/agent/profile/sounds/${added.body.sound.id}`)).status).toBe(
        404,
      );
    }
    expect((await send(sarah, sounds, photo)).status).toBe(422);
    for (let i = 0; i < 9; i++) expect((await send(sarah, sounds, sound)).status).toBe(201);
    expect((await send(sarah, sounds, sound)).status).toBe(409);
    expect((await sarah.delete(`/api/agent/profile/sounds/${added.body.sound.id}`)).status).toBe(
      200,
    );
    expect((await sarah.delete(`/api/agent/profile/sounds/${added.body.sound.id}`)).status).toBe(
      404,
    );
    expect((await sarah.get(sounds)).body.sounds).toHaveLength(9);
  });

  test('a picture is not removed as a sound', async () => {
    const url = (await send(sarah, picture, photo)).body.avatar_url;
    const [, , , id] = url.split('/');
    expect((await sarah.delete(`${sounds}/${id}`)).status).toBe(404);
    expect((await omar.delete(`${sounds}/${id}`)).status).toBe(404);
    expect(await status(sarah, url)).toBe(200);
  });
});
