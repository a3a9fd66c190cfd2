/*
 * reference.mjs - the same list, read and create as a small tuned Fastify + better-sqlite3 server.
 *
 * It works on a copy of the same database with the same indexes and does the same writes in one
 * transaction a request with synchronous=FULL; better-sqlite3 is synchronous, so each durable
 * create has an fsync of its own. Sessions are known by token in memory, as they are to us. What
 * it leaves out (signatures, rights, live events, totals of the page, validation beyond Fastify's
 * own, indexing of words) only makes it faster.
 *
 * usage: reference.mjs DB PORT
 */
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [file, port] = process.argv.slice(2);
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('cache_size = -65536');

const columns = `id, code_year, version, status, status_since_us, priority, customer_id, customer_name, customer_phone,
  seller_id, seller_name, product_id, product_code, product_name, product_url, quantity, price_minor,
  currency, address, area, landmark, expected_us, expected_delivery_day, assigned_agent_id,
  assigned_us, attempts, next_attempt_us, cancellation_reason, cancellation_details, source,
  external_code, created_us, updated_us`;
const list = db.prepare(
  `SELECT ${columns} FROM orders WHERE company_id = ? ORDER BY created_us DESC, id DESC LIMIT 50`,
);
const counts = db.prepare(
  `SELECT status, SUM(n) AS n FROM order_counters
   WHERE company_id = ? AND day = 0 AND agent_id = -1 GROUP BY status`,
);
const urgent = db.prepare(
  `SELECT ${columns} FROM orders WHERE company_id = ? AND priority = 'high'
   AND status <> 'confirmed' AND status <> 'cancelled' AND status <> 'closed'
   ORDER BY created_us DESC, id DESC LIMIT 50`,
);
const agents = db.prepare('SELECT id, agent_no, name FROM agents WHERE company_id = ?');
const one = db.prepare(`SELECT ${columns} FROM orders WHERE company_id = ? AND id = ?`);
const children = [
  'SELECT * FROM order_notes WHERE company_id = ? AND order_id = ? ORDER BY id',
  'SELECT * FROM order_status_history WHERE company_id = ? AND order_id = ? ORDER BY id DESC LIMIT 20',
  'SELECT * FROM communications WHERE company_id = ? AND order_id = ? ORDER BY at_us',
].map((sql) => db.prepare(sql));
const customer = db.prepare('SELECT id FROM customers WHERE company_id = ? AND phone = ?');
const nextId = db.prepare(
  `INSERT INTO company_counters (company_id, kind, last) VALUES (?, ?, 1)
   ON CONFLICT (company_id, kind) DO UPDATE SET last = last + 1 RETURNING last`,
);
const newCustomer = db.prepare(
  `INSERT INTO customers (company_id, id, name, phone, created_us, updated_us)
   VALUES (?, ?, ?, ?, ?, ?)`,
);
const newOrder = db.prepare(
  `INSERT INTO orders (company_id, id, code_year, status_since_us, customer_id, customer_name,
   customer_phone, product_name, quantity, price_minor, currency, address, area, created_us,
   created_day, updated_us) VALUES (?, ?, 2026, ?, ?, ?, ?, ?, ?, ?, 'AED', ?, ?, ?, ?, ?)`,
);
const newHistory = db.prepare(
  `INSERT INTO order_status_history (company_id, id, order_id, new_status, change_timestamp, created_at)
   VALUES (?, ?, ?, 'new', ?, ?)`,
);
const count = db.prepare(
  `INSERT INTO order_counters (company_id, day, agent_id, department_id, status, priority, n)
   VALUES (?, ?, 0, 0, 'new', 'normal', 1)
   ON CONFLICT (company_id, day, agent_id, department_id, status, priority) DO UPDATE SET n = n + 1`,
);
const nextSeq = db.prepare(
  'UPDATE company_sequences SET event_seq = event_seq + 1 WHERE company_id = ? RETURNING event_seq',
);
const newEvent = db.prepare(
  `INSERT INTO events (company_id, seq, at_us, type, subject_type, subject_id, permission, data)
   VALUES (?, ?, ?, 'order:created', 'order', ?, 'orders.read', ?)`,
);

const company = 1;
const sessions = new Map([['Bearer x', { user: 1, expires: Date.now() + 3600e3 }]]);
const names = new Map(agents.all(company).map((agent) => [agent.id, agent]));
const time = (us) => (us === null ? null : new Date(us / 1000).toISOString());

const code = (prefix, number, width) => prefix + String(number).padStart(width, '0');
const moves = {
  new: ['confirmed', 'no_response', 'postponed', 'under_review', 'cancelled'],
  no_response: ['confirmed', 'no_response', 'postponed', 'under_review', 'cancelled'],
  postponed: ['confirmed', 'no_response', 'under_review', 'cancelled'],
  under_review: ['confirmed', 'no_response', 'postponed', 'cancelled'],
  confirmed: ['postponed', 'under_review', 'cancelled', 'closed'],
};

function shape(row) {
  const agent = names.get(row.assigned_agent_id);
  const orderCode = `ORD-${row.code_year}-${String(row.id).padStart(6, '0')}`;
  return {
    customer: {
      id: row.customer_id,
      code: code('CUST-', row.customer_id, 3),
      name: row.customer_name,
      phone: row.customer_phone,
    },
    id: row.id,
    order_id: orderCode,
    code: orderCode,
    short_code: code('ORD-', row.id, 6),
    external_code: row.external_code,
    source: row.source,
    version: row.version,
    status: row.status,
    priority: row.priority,
    status_since: time(row.status_since_us),
    customer_name: row.customer_name,
    customer_phone: row.customer_phone,
    seller: row.seller_id && { id: row.seller_id, name: row.seller_name },
    seller_name: row.seller_name,
    product: row.product_id && {
      id: row.product_id,
      code: row.product_code,
      name: row.product_name,
      product_url: row.product_url,
    },
    product_name: row.product_name,
    product_url: row.product_url,
    quantity: row.quantity,
    price: row.price_minor / 100,
    price_minor: row.price_minor,
    currency: row.currency,
    address: row.address,
    area: row.area,
    landmark: row.landmark,
    expected_at: time(row.expected_us),
    expected_delivery:
      row.expected_delivery_day && time(row.expected_delivery_day * 86400e6).slice(0, 10),
    created_at: time(row.created_us),
    updated_at: time(row.updated_us),
    assigned_agent: agent && {
      id: agent.id,
      code: code('AGT-', agent.agent_no, 3),
      name: agent.name,
    },
    assigned_at: time(row.assigned_us),
    attempts: row.attempts,
    next_attempt_at: time(row.next_attempt_us),
    cancellation_reason: row.cancellation_reason,
    cancellation_details: row.cancellation_details,
    allowed_statuses: moves[row.status] ?? [],
  };
}

const app = Fastify({ logger: false });
app.addHook('onRequest', (request, reply, done) => {
  const session = sessions.get(request.headers.authorization);
  if (!session || session.expires < Date.now()) {
    reply.code(401).send({ success: false });
    return;
  }
  done();
});
app.get('/list', (_request, reply) => {
  const rows = JSON.stringify(list.all(company).map(shape)); // made once, sent twice
  const head = JSON.stringify({
    high_priority: urgent.all(company).map(shape),
    counts: Object.fromEntries(counts.all(company).map(({ status, n }) => [status, n])),
  });
  reply.type('application/json');
  return `{"success":true,"orders":${rows},"data":${rows},${head.slice(1)}`;
});
app.get('/one/:id', (request) => {
  const [notes, history, communications] = children.map((c) => c.all(company, request.params.id));
  return {
    success: true,
    order: { ...shape(one.get(company, request.params.id)), notes, history, communications },
  };
});

const create = db.transaction((body) => {
  const now = Date.now() * 1000;
  let customerId = customer.get(company, body.customer_phone)?.id;
  if (!customerId) {
    customerId = nextId.get(company, 'customer').last;
    newCustomer.run(company, customerId, body.customer_name, body.customer_phone, now, now);
  }
  const id = nextId.get(company, 'order').last;
  const day = Math.floor(now / 86400e6);
  newOrder.run(
    company,
    id,
    now,
    customerId,
    body.customer_name,
    body.customer_phone,
    body.product_name,
    body.quantity,
    Math.round(body.price * 100),
    body.address,
    body.area,
    now,
    day,
    now,
  );
  newHistory.run(company, nextId.get(company, 'order_status_history').last, id, now, now);
  count.run(company, 0);
  count.run(company, day);
  const order = shape(one.get(company, id));
  newEvent.run(company, nextSeq.get(company).event_seq, now, id, JSON.stringify({ order }));
  return order;
});
app.post('/create', (request, reply) => {
  reply.code(201);
  return { success: true, order: create(request.body) };
});

await app.listen({ host: '127.0.0.1', port: Number(port) });
console.log('listening');
