-- 0015_escalations - complaints of customers, and what agents hand up to those above them.

CREATE TABLE complaints (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	order_id BIGINT,
	created_by BIGINT NOT NULL, -- the user who wrote it down
	agent_id BIGINT, -- that user's agent
	subject TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	priority TEXT NOT NULL CHECK (priority IN ('normal', 'high')),
	status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_progress', 'resolved')),
	resolution TEXT,
	resolved_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, created_by) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE INDEX complaints_order ON complaints (company_id, order_id);
CREATE INDEX complaints_customer ON complaints (company_id, customer_id, id);

-- One step of an escalation: it ends by being resolved, or by a step of the level above.
CREATE TABLE escalations (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	subject_type TEXT NOT NULL CHECK (subject_type IN ('order', 'complaint')),
	subject_id BIGINT NOT NULL,
	order_id BIGINT, -- the subject's own, if it has one
	level TEXT NOT NULL CHECK (level IN ('supervisor', 'manager')),
	reason TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'raised' CHECK (status IN ('raised', 'assigned', 'resolved',
		'escalated_further')),
	raised_by BIGINT NOT NULL, -- a user
	agent_id BIGINT, -- who raised the first step, as an agent: hears what becomes of it
	origin_by BIGINT NOT NULL, -- the same as a user
	assigned_to BIGINT, -- a user
	assigned_agent_id BIGINT,
	resolution TEXT,
	resolved_by BIGINT,
	resolved_us BIGINT,
	assigned_us BIGINT,
	from_id BIGINT, -- the step below
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, raised_by) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, origin_by) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, assigned_to) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, resolved_by) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, assigned_agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, from_id) REFERENCES escalations (company_id, id)
);
-- One at a time: whoever raises it again is told that it is on its way.
CREATE UNIQUE INDEX escalations_open ON escalations (company_id, subject_type, subject_id)
	WHERE status IN ('raised', 'assigned');
CREATE INDEX escalations_order ON escalations (company_id, order_id, id);
