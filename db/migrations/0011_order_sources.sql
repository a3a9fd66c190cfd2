-- 0011_order_sources - work of a period by its own indexes; why orders of a shop do not arrive.

-- What was worked in a period: counted, and filtered, without reading the rows.
CREATE INDEX orders_worked ON orders (company_id, status_since_us, id, status, priority,
	assigned_agent_id, department_id);
CREATE INDEX orders_agent_worked
	ON orders (company_id, assigned_agent_id, status_since_us, id, status, priority);

ALTER TABLE order_sources ADD COLUMN seller_name TEXT NOT NULL DEFAULT ''; -- of orders that name none
ALTER TABLE order_sources ADD COLUMN status TEXT NOT NULL DEFAULT 'active'
	CHECK (status IN ('active', 'paused'));

-- What became of the last deliveries, the refused ones too.
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
