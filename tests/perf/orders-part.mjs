/* orders-part.mjs - one list, one order and one durable create, beside a reference in the same run. */
import { join } from 'node:path';
import { freePort, here, load, report, start, startHatif, stop, withCopy } from './measure.mjs';

const listPath = '/api/agent/orders?orders=all&date=all&per_page=50&page=1';

async function large(engine, db) {
  const server = await startHatif(db);
  const list = load(server.pid, server.url + listPath, { token: server.token });
  const one = load(server.pid, `${server.url}/api/agent/orders/1847`, { token: server.token });
  const create = load(server.pid, `${server.url}/api/orders`, {
    token: server.token,
    connections: 64,
    script: 'create.lua',
  });
  await stop(server.child);
  for (const [name, result] of Object.entries({ list, one, create }))
    if (result.bad) console.log(`     ${engine} ${name}: ${result.bad} answers were not 2xx`);
  return { list, one, create };
}

async function reference(file) {
  const port = await freePort();
  const child = await start(
    process.execPath,
    [join(here, 'reference.mjs'), file, String(port)],
    'listening',
  );
  const url = `http://127.0.0.1:${port}`;
  const result = {
    list: load(child.pid, `${url}/list`, { token: 'x' }),
    one: load(child.pid, `${url}/one/1847`, { token: 'x' }),
    create: load(child.pid, `${url}/create`, { token: 'x', connections: 64, script: 'create.lua' }),
  };
  await stop(child);
  return result;
}

export async function besideReference(file) {
  const ours = await withCopy(file, (copy) => large('sqlite', `sqlite:${copy}`));
  const theirs = await withCopy(file, reference);
  const ratio = (part) =>
    `reference ${theirs[part].cpu.toFixed(0)} µs, ${theirs[part].rate.toFixed(0)}/s`;
  report('50-row list: CPU', ours.list.cpu, 'µs', 110, { note: ratio('list') });
  report('50-row list: share of the reference', ours.list.cpu / theirs.list.cpu, '', 1 / 3);
  report('50-row list: p99', ours.list.p99, 'ms', 20, { note: `${ours.list.rate.toFixed(0)}/s` });
  report('one order with all that belongs to it: CPU', ours.one.cpu, 'µs', 22, {
    note: ratio('one'),
  });
  report('durable create: CPU', ours.create.cpu, 'µs', 65, { note: ratio('create') });
  report('durable create: share of the reference', ours.create.cpu / theirs.create.cpu, '', 0.25);
  report('durable create: rate with 64 connections', ours.create.rate, '/s', 10000, {
    least: true,
    note: `p99 ${ours.create.p99.toFixed(1)} ms`,
  });
}

export async function postgres(db) {
  const result = await large('postgres', db);
  report('PostgreSQL: 50-row list: p99', result.list.p99, 'ms', 20, {
    note: `${result.list.cpu.toFixed(0)} µs of ours, ${result.list.rate.toFixed(0)}/s`,
  });
  report('PostgreSQL: create: rate', result.create.rate, '/s', 1000, {
    least: true,
    note: `${result.create.cpu.toFixed(0)} µs of ours`,
  });
}
