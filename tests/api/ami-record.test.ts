/* `hatif ami record`: what a PBX says, in a file that `hatif ami replay` reads (IMP-TEL-06). */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ami, startAmi } from '../support/ami.ts';
import { hatif, temporary } from '../support/paths.ts';
import { Player } from '../support/recording.ts';

const SECRET = 'only-the-pbx-knows';
let pbx: Ami;
let folder: string;

beforeAll(async () => {
  pbx = await startAmi(SECRET);
  folder = temporary('record');
});
afterAll(async () => {
  await pbx.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', resolve));

async function record(file: string, secret: string, flags: string[] = []) {
  const child = spawn(
    hatif,
    ['ami', 'record', `127.0.0.1:${pbx.port}`, file, '--username', 'hatif', ...flags],
    { stdio: 'ignore', env: { ...process.env, HATIF_PASSWORD: secret } },
  );
  return { child, end: ended(child) };
}

async function recorded(name: string, flags: string[] = []) {
  const file = join(folder, `${name}.ami`);
  const { child, end } = await record(file, SECRET, flags);
  await pbx.action('QueueStatus', pbx.heard.length);
  const player = new Player(pbx);
  player.play('j1_outgoing');
  pbx.event('UserEvent', { UserEvent: 'Over' });
  const late = Date.now() + 20_000;
  while (!readFileSync(file, 'latin1').includes('UserEvent: Over')) {
    if (Date.now() > late) throw new Error('it is not in the file');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  child.kill('SIGINT');
  expect(await end).toBe(0);
  const bytes = readFileSync(file, 'latin1');
  const args = ['ami', 'replay', file, '--trunk', 'trunk', '--truth'];
  const { calls } = JSON.parse(execFileSync(hatif, args, { encoding: 'utf8' }));
  return { bytes, calls };
}

test('what is recorded is what is replayed; masked, it is the same call of other people', async () => {
  const plain = await recorded('plain');
  expect(plain.bytes.startsWith('Asterisk Call Manager/')).toBe(true);
  expect(plain.bytes).toContain('CoreShowChannelsComplete');
  expect(plain.calls).toHaveLength(1);
  expect(plain.calls[0]).toMatchObject({ direction: 'outgoing', callee: '9447700900123' });
  const masked = await recorded('masked', ['--mask']);
  expect(masked.bytes).not.toContain('7700900123');
  expect(masked.calls[0].callee).toMatch(/^9447700\d{6}$/);
  expect(masked.calls[0].callee.endsWith(masked.calls[0].answered_by)).toBe(true);
  const { callee, answered_by, ...rest } = plain.calls[0];
  expect(masked.calls[0]).toMatchObject(rest);
});

test('a wrong secret leaves an exit code and no secret in the file', async () => {
  const file = join(folder, 'refused.ami');
  const { end } = await record(file, 'guessed-secret');
  expect(await end).toBe(1);
  expect(readFileSync(file, 'latin1')).not.toContain('guessed-secret');
});
