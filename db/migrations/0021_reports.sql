-- 0021_reports - what became of confirmed orders, orders to look at twice, and files of reports.

-- Bits of order_flag_words: 1 the customer refused often, 2 likely the same order twice.
ALTER TABLE orders ADD COLUMN flags BIGINT NOT NULL DEFAULT 0;
CREATE INDEX orders_flagged ON orders (company_id, created_us, id) WHERE flags <> 0;

-- One row for each order that was ever confirmed, by its last confirmation. What it is counted
-- by stands here, so that a later correction takes the right numbers out of the counters.
CREATE TABLE order_confirmations (
	company_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	confirmed_us BIGINT NOT NULL,
	day BIGINT NOT NULL,                -- in the company's zone
	agent_id BIGINT NOT NULL DEFAULT 0, -- who confirmed; 0 = nobody who is an agent
	product_id BIGINT NOT NULL DEFAULT 0,
	area TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL,
	currency TEXT NOT NULL,
	value_minor BIGINT NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'returned', 'failed', 'on_the_way',
		'no_parcel', 'cancelled', 'reopened')),
	PRIMARY KEY (company_id, order_id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id)
) /*lite: WITHOUT ROWID */;
CREATE INDEX order_confirmations_at ON order_confirmations
	(company_id, confirmed_us, order_id, outcome, agent_id, product_id, area, source);

-- The same as numbers of days, so that a month needs no look at its orders. agent_id -1 is the
-- whole company; subject is the agent, product, area or source that is counted.
CREATE TABLE confirmation_counters (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	dimension TEXT NOT NULL CHECK (dimension IN ('agent', 'product', 'area', 'source')),
	agent_id BIGINT NOT NULL,
	day BIGINT NOT NULL,
	subject TEXT NOT NULL,
	outcome TEXT NOT NULL,
	currency TEXT NOT NULL,
	n BIGINT NOT NULL,
	value_minor BIGINT NOT NULL,
	PRIMARY KEY (company_id, dimension, agent_id, day, subject, outcome, currency)
) /*lite: WITHOUT ROWID */;

-- When an order is flagged; a company without a row has the standard.
CREATE TABLE order_flag_rules (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	refused_least BIGINT NOT NULL,  -- so many refused ...
	refused_of BIGINT NOT NULL,     -- ... of the last so many others
	duplicate_days BIGINT NOT NULL, -- 0: no order is taken for a second one
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL
);

-- Flags that somebody looked into; other_id is the order it was taken for, 0 where there is none.
CREATE TABLE order_flag_dismissals (
	company_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	flag TEXT NOT NULL CHECK (flag IN ('refuser', 'duplicate')),
	other_id BIGINT NOT NULL DEFAULT 0,
	user_id BIGINT,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, order_id, flag, other_id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id)
) /*lite: WITHOUT ROWID */;

-- Companies whose confirmations and flags are to be gone through, and how far that is.
CREATE TABLE order_rechecks (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	after_id BIGINT NOT NULL DEFAULT 0,
	requested_us BIGINT NOT NULL
);
INSERT INTO order_rechecks (company_id, requested_us)
SELECT c.id, c.updated_us FROM companies c
WHERE EXISTS (SELECT 1 FROM orders o WHERE o.company_id = c.id);

CREATE TABLE report_exports (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	type TEXT NOT NULL CHECK (type IN ('orders', 'interactions', 'deliveries')),
	format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx')),
	language TEXT CHECK (language IN ('en', 'ar')),
	filters TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN
		('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
	rows_done BIGINT NOT NULL DEFAULT 0,
	rows_total BIGINT,     -- when it could be counted
	size_bytes BIGINT NOT NULL DEFAULT 0,
	stored_file TEXT NOT NULL,
	node TEXT NOT NULL DEFAULT '', -- the machine that has the file
	error TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	finished_us BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id)
);
CREATE INDEX report_exports_user ON report_exports (company_id, user_id, id);
CREATE INDEX report_exports_done ON report_exports (finished_us) WHERE finished_us IS NOT NULL;

-- What reports walk along.
CREATE INDEX deliveries_created ON deliveries (company_id, created_us, id);
