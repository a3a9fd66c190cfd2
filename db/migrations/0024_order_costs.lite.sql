-- 0024_order_costs - what an order costs to write and to find.

-- SQLite makes a table of the words of an IN (...) of more than two each time a row is written:
-- for the checks of a table and for the conditions of its indexes. A chain of OR costs a comparison.
CREATE TABLE orders_new (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,        -- the number of ORD-2026-001847
	code_year BIGINT NOT NULL, -- and its year
	version BIGINT NOT NULL DEFAULT 1,
	status TEXT NOT NULL DEFAULT 'new' CHECK (status = 'new' OR status = 'confirmed'
		OR status = 'no_response' OR status = 'postponed' OR status = 'under_review'
		OR status = 'cancelled' OR status = 'closed'),
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
	cancellation_reason TEXT CHECK (cancellation_reason IS NULL
		OR cancellation_reason = 'customer_changed_mind'
		OR cancellation_reason = 'price_concerns' OR cancellation_reason = 'better_offer'
		OR cancellation_reason = 'financial_constraints'
		OR cancellation_reason = 'not_as_described'
		OR cancellation_reason = 'delivery_issues' OR cancellation_reason = 'other'),
	cancellation_details TEXT,
	source TEXT NOT NULL DEFAULT 'manual',
	external_code TEXT,
	created_us BIGINT NOT NULL,
	created_day BIGINT NOT NULL, -- in the company's zone
	updated_us BIGINT NOT NULL,
	pending_changes BIGINT NOT NULL DEFAULT 0, -- modifications that wait: 1 a change, 2 a cancellation
	sla_policy_id BIGINT,
	sla_state TEXT CHECK (sla_state IS NULL OR sla_state = 'running' OR sla_state = 'kept'
		OR sla_state = 'breached'),
	sla_response_due_us BIGINT,
	sla_responded_us BIGINT,
	sla_resolution_due_us BIGINT,
	sla_resolved_us BIGINT,
	sla_next_us BIGINT, -- what the job looks at next
	flags BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, seller_id) REFERENCES sellers (company_id, id),
	FOREIGN KEY (company_id, product_id) REFERENCES products (company_id, id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id),
	FOREIGN KEY (company_id, assigned_agent_id) REFERENCES agents (company_id, id)
);
INSERT INTO orders_new SELECT * FROM orders ORDER BY company_id, id;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;

CREATE INDEX orders_agent ON orders (company_id, assigned_agent_id, created_us, id);
-- With what the head of a row needs, so that a page of lists looks at no row.
CREATE INDEX orders_created
	ON orders (company_id, created_us, id, version, status_since_us, assigned_agent_id);
CREATE INDEX orders_urgent
	ON orders (company_id, assigned_agent_id, created_us, id, version, status_since_us)
	WHERE priority = 'high' AND status <> 'confirmed' AND status <> 'cancelled'
	AND status <> 'closed';
CREATE INDEX orders_urgent_company
	ON orders (company_id, created_us, id, version, status_since_us, assigned_agent_id)
	WHERE priority = 'high' AND status <> 'confirmed' AND status <> 'cancelled'
	AND status <> 'closed';
CREATE INDEX orders_status ON orders (company_id, status, created_us, id);
CREATE INDEX orders_agent_status
	ON orders (company_id, assigned_agent_id, status, created_us, id);
-- To its end in the order that statements ask for: an index that has the order but not the
-- customer is no better then.
CREATE INDEX orders_customer ON orders (company_id, customer_id, created_us, id);
CREATE INDEX orders_updated ON orders (company_id, updated_us, id);
CREATE INDEX orders_expected
	ON orders (company_id, (COALESCE(expected_us, 9223372036854775807)), id);
CREATE UNIQUE INDEX orders_external ON orders (company_id, source, external_code)
	WHERE external_code IS NOT NULL;
CREATE INDEX orders_current ON orders (company_id, assigned_agent_id, product_id, id)
	WHERE status <> 'cancelled' AND status <> 'closed' AND product_id IS NOT NULL;
CREATE INDEX orders_wanting ON orders (company_id, product_id, id)
	WHERE status <> 'cancelled' AND status <> 'closed' AND product_id IS NOT NULL;
CREATE INDEX orders_worked ON orders (company_id, status_since_us, id, status, priority,
	assigned_agent_id, department_id);
CREATE INDEX orders_agent_worked
	ON orders (company_id, assigned_agent_id, status_since_us, id, status, priority);
CREATE INDEX orders_sla ON orders (company_id, sla_state, created_us, id)
	WHERE sla_state IS NOT NULL;
CREATE INDEX orders_agent_sla ON orders (company_id, assigned_agent_id, sla_state, created_us, id)
	WHERE sla_state IS NOT NULL;
CREATE INDEX orders_sla_next ON orders (sla_next_us) WHERE sla_next_us IS NOT NULL;
CREATE INDEX orders_flagged ON orders (company_id, created_us, id) WHERE flags <> 0;

CREATE TABLE customers_new (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL, -- the number of CUST-001
	name TEXT NOT NULL,
	name_fold TEXT NOT NULL DEFAULT '',
	phone TEXT, -- E.164
	email TEXT,
	email_key TEXT,
	language TEXT CHECK (language IN ('en', 'ar')),
	stage TEXT NOT NULL DEFAULT 'lead' CHECK (stage = 'lead' OR stage = 'contacted'
		OR stage = 'qualified' OR stage = 'viewing' OR stage = 'negotiation'
		OR stage = 'won' OR stage = 'lost'),
	address TEXT NOT NULL DEFAULT '',
	area TEXT NOT NULL DEFAULT '',
	landmark TEXT NOT NULL DEFAULT '',
	external_ref TEXT,
	orders_total BIGINT NOT NULL DEFAULT 0, -- maintained with the orders
	orders_completed BIGINT NOT NULL DEFAULT 0,
	orders_cancelled BIGINT NOT NULL DEFAULT 0,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
INSERT INTO customers_new SELECT * FROM customers ORDER BY company_id, id;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
CREATE UNIQUE INDEX customers_phone ON customers (company_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX customers_email ON customers (company_id, email_key, id) WHERE email_key IS NOT NULL;

DROP INDEX ratings_order;
CREATE INDEX ratings_order ON ratings (company_id, order_id, at_us, id);
CREATE INDEX ratings_customer ON ratings (company_id, customer_id, at_us, id);

-- What is old enough to go is found by number.
DROP INDEX events_at;

-- Most orders come in by nobody who is an agent.
DROP INDEX order_status_history_agent;
CREATE INDEX order_status_history_agent
	ON order_status_history (company_id, agent_id, change_timestamp) WHERE agent_id IS NOT NULL;
