-- 0004_orders - orders, what happened to them, and what is still to be done about them.

-- Names and phone are those of the order's day: a list needs no join, and a
-- customer who moves does not change yesterday's orders.
CREATE TABLE orders (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,        -- the number of ORD-2026-001847
	code_year BIGINT NOT NULL, -- and its year
	version BIGINT NOT NULL DEFAULT 1,
	status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'confirmed', 'no_response',
		'postponed', 'under_review', 'cancelled', 'closed')),
	status_since_us BIGINT NOT NULL,
	priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'high')),
	customer_id BIGINT NOT NULL,
	customer_name TEXT NOT NULL,
	customer_phone TEXT NOT NULL DEFAULT '',
	seller_id BIGINT,
	seller_name TEXT NOT NULL DEFAULT '',
	product_id BIGINT,
	product_code TEXT,
	product_name TEXT NOT NULL,
	product_url TEXT,
	quantity BIGINT NOT NULL DEFAULT 1 CHECK (quantity > 0),
	price_minor BIGINT NOT NULL CHECK (price_minor >= 0),
	currency TEXT NOT NULL,
	address TEXT NOT NULL DEFAULT '',
	area TEXT NOT NULL DEFAULT '',
	landmark TEXT NOT NULL DEFAULT '',
	expected_us BIGINT,
	expected_delivery_day BIGINT,
	department_id BIGINT, -- whose pool it is in while nobody has it; NULL = anyone's
	assigned_agent_id BIGINT,
	assigned_us BIGINT,
	attempts BIGINT NOT NULL DEFAULT 0, -- changes to no_response since it was last anything else
	next_attempt_us BIGINT,
	cancellation_reason TEXT CHECK (cancellation_reason IN ('customer_changed_mind',
		'price_concerns', 'better_offer', 'financial_constraints', 'not_as_described',
		'delivery_issues', 'other')),
	cancellation_details TEXT,
	source TEXT NOT NULL DEFAULT 'manual',
	external_code TEXT,
	created_us BIGINT NOT NULL,
	created_day BIGINT NOT NULL, -- in the company's zone
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, seller_id) REFERENCES sellers (company_id, id),
	FOREIGN KEY (company_id, product_id) REFERENCES products (company_id, id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id),
	FOREIGN KEY (company_id, assigned_agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX orders_created ON orders (company_id, created_us, id);
CREATE INDEX orders_status ON orders (company_id, status, created_us, id);
CREATE INDEX orders_agent ON orders (company_id, assigned_agent_id, created_us, id);
CREATE INDEX orders_agent_status
	ON orders (company_id, assigned_agent_id, status, created_us, id);
CREATE INDEX orders_customer ON orders (company_id, customer_id, created_us);
CREATE INDEX orders_updated ON orders (company_id, updated_us, id);
-- What was worked in a period: counted, and filtered, without reading the rows.
CREATE INDEX orders_worked ON orders (company_id, status_since_us, id, status, priority,
	assigned_agent_id, department_id);
CREATE INDEX orders_agent_worked
	ON orders (company_id, assigned_agent_id, status_since_us, id, status, priority);
CREATE INDEX orders_urgent ON orders (company_id, assigned_agent_id, created_us, id)
	WHERE priority = 'high' AND status IN ('new', 'no_response', 'postponed', 'under_review');
CREATE INDEX orders_urgent_company ON orders (company_id, created_us, id)
	WHERE priority = 'high' AND status IN ('new', 'no_response', 'postponed', 'under_review');
-- Orders without an expected time come last.
CREATE INDEX orders_expected
	ON orders (company_id, (COALESCE(expected_us, 9223372036854775807)), id);
CREATE INDEX orders_due ON orders (company_id, next_attempt_us) WHERE next_attempt_us IS NOT NULL;
CREATE UNIQUE INDEX orders_external ON orders (company_id, source, external_code)
	WHERE external_code IS NOT NULL;

-- Only for orders of several products.
CREATE TABLE order_items (
	company_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	product_id BIGINT,
	code TEXT,
	name TEXT NOT NULL,
	quantity BIGINT NOT NULL,
	price_minor BIGINT NOT NULL,
	PRIMARY KEY (company_id, order_id, line),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, product_id) REFERENCES products (company_id, id)
) /*lite: WITHOUT ROWID */;

-- Maintained in the transaction of every change: day 0 is all time, other days
-- are days of creation. agent_id 0 is the pool, whose department_id is then meant (0 = anyone's);
-- agent_id -1 is the whole company, so that its numbers need no sum over agents.
CREATE TABLE order_counters (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	day BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	department_id BIGINT NOT NULL,
	status TEXT NOT NULL,
	priority TEXT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (company_id, day, agent_id, department_id, status, priority)
) /*lite: WITHOUT ROWID */;

-- The columns of the first source document; append-only.
CREATE TABLE order_status_history (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	agent_id BIGINT,
	user_id BIGINT,
	user_name TEXT NOT NULL DEFAULT '',
	previous_status TEXT,
	new_status TEXT NOT NULL,
	status_change_reason TEXT,
	cancellation_reason TEXT,
	cancellation_details TEXT,
	change_timestamp BIGINT NOT NULL,
	customer_notified BIGINT NOT NULL DEFAULT 0 CHECK (customer_notified IN (0, 1)),
	customer_name TEXT NOT NULL DEFAULT '', -- so that recent activity needs no join
	created_at BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX order_status_history_order ON order_status_history (company_id, order_id, id);
CREATE INDEX order_status_history_at ON order_status_history (company_id, change_timestamp);
CREATE INDEX order_status_history_agent
	ON order_status_history (company_id, agent_id, change_timestamp);

CREATE TABLE order_notes (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	agent_id BIGINT,
	user_id BIGINT,
	user_name TEXT NOT NULL,
	body TEXT NOT NULL,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id)
);
CREATE INDEX order_notes_order ON order_notes (company_id, order_id, id);

CREATE TABLE order_assignments (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	from_agent_id BIGINT,
	to_agent_id BIGINT,
	by_user_id BIGINT,
	reason TEXT NOT NULL DEFAULT '',
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, from_agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, to_agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX order_assignments_order ON order_assignments (company_id, order_id, id);

CREATE TABLE reassign_requests (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL, -- who asks
	wanted_agent_id BIGINT,
	reason TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'pending'
		CHECK (status IN ('pending', 'approved', 'rejected')),
	decided_by BIGINT,
	decided_us BIGINT,
	decision_reason TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, wanted_agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX reassign_requests_open ON reassign_requests (company_id, order_id)
	WHERE status = 'pending';
CREATE INDEX reassign_requests_status ON reassign_requests (company_id, status, created_us);

CREATE TABLE callbacks (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT,
	customer_id BIGINT NOT NULL,
	agent_id BIGINT,
	due_us BIGINT NOT NULL,
	phone TEXT NOT NULL,
	notes TEXT NOT NULL DEFAULT '',
	status TEXT NOT NULL DEFAULT 'pending'
		CHECK (status IN ('pending', 'due', 'done', 'missed', 'cancelled')),
	closed_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX callbacks_agent ON callbacks (company_id, agent_id, status, due_us);
CREATE INDEX callbacks_due ON callbacks (company_id, status, due_us);
CREATE INDEX callbacks_order ON callbacks (company_id, order_id);

CREATE TABLE follow_ups (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	agent_id BIGINT,
	due_us BIGINT NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'cancelled')),
	closed_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX follow_ups_agent ON follow_ups (company_id, agent_id, status, due_us);
CREATE INDEX follow_ups_due ON follow_ups (company_id, status, due_us);
CREATE INDEX follow_ups_order ON follow_ups (company_id, order_id);

-- Contacts with customers: now calls that agents log; later SMS and e-mail too.
CREATE TABLE communications (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT,
	customer_id BIGINT NOT NULL,
	agent_id BIGINT,
	channel TEXT NOT NULL CHECK (channel IN ('call', 'sms', 'email')),
	direction TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')),
	to_addr TEXT NOT NULL DEFAULT '',
	outcome TEXT CHECK (outcome IN ('answered', 'no_answer', 'busy', 'voicemail',
		'wrong_number', 'callback_requested', 'failed')),
	duration_seconds BIGINT NOT NULL DEFAULT 0,
	body TEXT NOT NULL DEFAULT '',
	at_us BIGINT NOT NULL,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX communications_order ON communications (company_id, order_id, at_us);
CREATE INDEX communications_customer ON communications (company_id, customer_id, at_us);
CREATE INDEX communications_agent ON communications (company_id, agent_id, at_us);

-- Words of orders that the full-text index has not taken in yet: searched by LIKE meanwhile.
CREATE TABLE order_search_pending (
	company_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	body TEXT NOT NULL, -- folded, one blank before every word
	PRIMARY KEY (company_id, order_id)
) /*lite: WITHOUT ROWID */;

CREATE TABLE order_imports (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	user_id BIGINT,
	status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN
		('waiting', 'running', 'done', 'failed', 'cancelled')),
	format TEXT NOT NULL,
	file_name TEXT NOT NULL DEFAULT '',
	stored_file TEXT,
	dry_run BIGINT NOT NULL DEFAULT 0 CHECK (dry_run IN (0, 1)),
	size_bytes BIGINT NOT NULL DEFAULT 0,
	done_bytes BIGINT NOT NULL DEFAULT 0, -- an interrupted import goes on from here
	total_lines BIGINT NOT NULL DEFAULT 0,
	imported BIGINT NOT NULL DEFAULT 0,
	duplicates BIGINT NOT NULL DEFAULT 0,
	failed BIGINT NOT NULL DEFAULT 0,
	error TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);

CREATE TABLE order_import_errors (
	company_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	field TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (company_id, import_id, line, field),
	FOREIGN KEY (company_id, import_id) REFERENCES order_imports (company_id, id)
) /*lite: WITHOUT ROWID */;

-- Who may post orders by webhook, and the secret that signs them (sealed).
CREATE TABLE order_sources (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('hatif', 'shopify', 'woocommerce')),
	source_key TEXT NOT NULL, -- unguessable part of the address
	secret_sealed TEXT NOT NULL,
	seller_name TEXT NOT NULL DEFAULT '', -- of orders that name none
	status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')),
	last_used_us BIGINT,
	revoked_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX order_sources_key ON order_sources (source_key);

-- Deliveries seen, so that the same one has no second effect.
CREATE TABLE order_source_deliveries (
	company_id BIGINT NOT NULL,
	source_id BIGINT NOT NULL,
	delivery_key TEXT NOT NULL,
	order_id BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, source_id, delivery_key),
	FOREIGN KEY (company_id, source_id) REFERENCES order_sources (company_id, id)
) /*lite: WITHOUT ROWID */;

-- What became of the last deliveries, the refused ones too: why orders do not arrive.
CREATE TABLE order_source_log (
	company_id BIGINT NOT NULL,
	source_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN
		('created', 'duplicate', 'ignored', 'ping', 'refused', 'unsigned', 'paused')),
	order_id BIGINT,
	reason TEXT NOT NULL DEFAULT '',
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, source_id, id),
	FOREIGN KEY (company_id, source_id) REFERENCES order_sources (company_id, id)
) /*lite: WITHOUT ROWID */;
