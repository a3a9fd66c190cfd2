-- 0017_order_modifications - changes and cancellations that somebody has to approve.

-- What was asked for and what became of it; what was applied at once is here as approved.
CREATE TABLE order_modifications (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('change', 'cancellation')),
	changes TEXT NOT NULL, -- [{"field","before","after"}], as the API shows it
	reason TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'pending'
		CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
	user_id BIGINT NOT NULL, -- who asks
	user_name TEXT NOT NULL,
	agent_id BIGINT,         -- the same, for those who are agents
	order_version BIGINT NOT NULL, -- what they were looking at
	decided_by BIGINT,
	decided_name TEXT,
	decided_us BIGINT,
	decision_reason TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id)
);
CREATE UNIQUE INDEX order_modifications_open ON order_modifications (company_id, order_id, kind)
	WHERE status = 'pending';
CREATE INDEX order_modifications_status ON order_modifications (company_id, status, id);
CREATE INDEX order_modifications_order ON order_modifications (company_id, order_id, id);

-- Which kinds wait for a decision: 1 a change, 2 a cancellation. Rows of lists show it.
ALTER TABLE orders ADD COLUMN pending_changes BIGINT NOT NULL DEFAULT 0;
