-- 0018_policies - how a company wants calls handled, and how soon orders are to be dealt with.

-- Without a row the standard counts: nothing is limited.
CREATE TABLE call_policies (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	assignment TEXT NOT NULL CHECK (assignment IN ('load', 'manual')),
	no_response_attempts BIGINT NOT NULL,  -- then closing is proposed; 0 = never
	attempt_pause_minutes BIGINT NOT NULL, -- at least so long between two attempts
	callback_days BIGINT NOT NULL,         -- bit n: the n-th day from Monday on
	callback_from BIGINT NOT NULL,         -- minutes of the day in the company's zone
	callback_to BIGINT NOT NULL,
	postpone_hours BIGINT NOT NULL,        -- when nobody says until when; 0 = open
	version BIGINT NOT NULL,
	updated_us BIGINT NOT NULL
);

-- What subject_type is about is in sla_events; orders now.
CREATE TABLE sla_policies (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL, -- folded
	subject_type TEXT NOT NULL CHECK (subject_type IN ('order')),
	priority TEXT CHECK (priority IN ('normal', 'high')), -- NULL = any
	department_id BIGINT,                                 -- NULL = any
	response_minutes BIGINT,   -- until the first response; NULL = no limit
	resolution_minutes BIGINT, -- until it is decided
	hours TEXT, -- the hours that count: '0:540-1080 …', day from Monday on and minutes; NULL = all
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id)
);
CREATE UNIQUE INDEX sla_policies_name ON sla_policies (company_id, name_key);

-- Times that were not kept; once each, whoever notices it. Append-only.
CREATE TABLE sla_events (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	subject_type TEXT NOT NULL,
	subject_id BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('response', 'resolution')),
	policy_id BIGINT NOT NULL, -- which may be gone
	due_us BIGINT NOT NULL,
	at_us BIGINT NOT NULL,     -- when it was noticed
	PRIMARY KEY (company_id, subject_type, subject_id, kind)
);

ALTER TABLE orders ADD COLUMN sla_policy_id BIGINT;
ALTER TABLE orders ADD COLUMN sla_state TEXT
	CHECK (sla_state IN ('running', 'kept', 'breached'));
ALTER TABLE orders ADD COLUMN sla_response_due_us BIGINT;
ALTER TABLE orders ADD COLUMN sla_responded_us BIGINT;
ALTER TABLE orders ADD COLUMN sla_resolution_due_us BIGINT;
ALTER TABLE orders ADD COLUMN sla_resolved_us BIGINT;
ALTER TABLE orders ADD COLUMN sla_next_us BIGINT; -- the next of its times that may be missed
CREATE INDEX orders_sla ON orders (company_id, sla_state, created_us, id)
	WHERE sla_state IS NOT NULL;
CREATE INDEX orders_agent_sla ON orders (company_id, assigned_agent_id, sla_state, created_us, id)
	WHERE sla_state IS NOT NULL;
CREATE INDEX orders_sla_next ON orders (sla_next_us) WHERE sla_next_us IS NOT NULL;
