-- 0010_inventory - what is in stock and where, and how it came about.

-- Of all locations together; maintained with stock_levels, so that lists and numbers need no sum.
ALTER TABLE products ADD COLUMN quantity BIGINT NOT NULL DEFAULT 0 CHECK (quantity >= 0);
ALTER TABLE products ADD COLUMN low_stock_threshold BIGINT NOT NULL DEFAULT 5
	CHECK (low_stock_threshold >= 0);
ALTER TABLE products ADD COLUMN stock_state TEXT NOT NULL DEFAULT 'out_of_stock'
	CHECK (stock_state IN ('in_stock', 'low_stock', 'out_of_stock'));
-- Folded name and code, one blank before every word. What the program folds is written by it.
ALTER TABLE products ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE products SET search_text = ' ' || name_fold || ' ' ||
	REPLACE(REPLACE(REPLACE(LOWER(code), '-', ' '), '_', ' '), '.', ' ');

DROP INDEX products_name;
CREATE INDEX products_name ON products (company_id, name_fold, id);
/*lite: CREATE INDEX products_search ON products (company_id, search_text, id); */
CREATE INDEX products_state ON products (company_id, stock_state, name_fold, id);
CREATE INDEX products_category ON products (company_id, category, name_fold, id);
CREATE INDEX products_category_state
	ON products (company_id, category, stock_state, name_fold, id);

-- How many products there are of each category and state; maintained in every transaction.
CREATE TABLE stock_counters (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	category TEXT NOT NULL,
	stock_state TEXT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (company_id, category, stock_state)
) /*lite: WITHOUT ROWID */;
INSERT INTO stock_counters (company_id, category, stock_state, n)
SELECT company_id, category, stock_state, COUNT(*) FROM products
GROUP BY company_id, category, stock_state;

CREATE TABLE stock_locations (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,      -- WH-A-R3-S12: warehouse, row, shelf
	warehouse TEXT NOT NULL, -- WH-A
	name TEXT NOT NULL DEFAULT '',
	retired_us BIGINT, -- still named by the ledger, offered to nobody
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX stock_locations_code ON stock_locations (company_id, code)
	WHERE retired_us IS NULL;
CREATE INDEX stock_locations_warehouse ON stock_locations (company_id, warehouse);

CREATE TABLE stock_levels (
	company_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, product_id, location_id),
	FOREIGN KEY (company_id, product_id) REFERENCES products (company_id, id),
	FOREIGN KEY (company_id, location_id) REFERENCES stock_locations (company_id, id)
) /*lite: WITHOUT ROWID */;
CREATE INDEX stock_levels_location ON stock_levels (company_id, location_id, product_id);

-- Every change of a level, append-only: levels are its sums.
CREATE TABLE stock_ledger (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	delta BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0), -- at the location, afterwards
	kind TEXT NOT NULL CHECK (kind IN ('adjustment', 'count', 'import')),
	reason TEXT NOT NULL DEFAULT '',
	import_id BIGINT,
	user_id BIGINT,
	user_name TEXT NOT NULL DEFAULT '',
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, product_id) REFERENCES products (company_id, id),
	FOREIGN KEY (company_id, location_id) REFERENCES stock_locations (company_id, id)
);
CREATE INDEX stock_ledger_product ON stock_ledger (company_id, product_id, id);

-- Orders that still need their product. Which products an agent's orders need is one walk along
-- orders_current, which orders need a product one along orders_wanting.
CREATE INDEX orders_current ON orders (company_id, assigned_agent_id, product_id, id)
	WHERE status IN ('new', 'confirmed', 'no_response', 'postponed', 'under_review')
	AND product_id IS NOT NULL;
CREATE INDEX orders_wanting ON orders (company_id, product_id, id)
	WHERE status IN ('new', 'confirmed', 'no_response', 'postponed', 'under_review')
	AND product_id IS NOT NULL;

CREATE TABLE stock_imports (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	user_id BIGINT,
	user_name TEXT NOT NULL DEFAULT '',
	status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN
		('waiting', 'running', 'done', 'failed', 'cancelled')),
	file_name TEXT NOT NULL DEFAULT '',
	stored_file TEXT,
	dry_run BIGINT NOT NULL DEFAULT 0 CHECK (dry_run IN (0, 1)),
	size_bytes BIGINT NOT NULL DEFAULT 0,
	done_bytes BIGINT NOT NULL DEFAULT 0, -- an interrupted import goes on from here
	total_lines BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL DEFAULT 0, -- new products
	changed BIGINT NOT NULL DEFAULT 0,
	unchanged BIGINT NOT NULL DEFAULT 0,
	failed BIGINT NOT NULL DEFAULT 0,
	error TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);

CREATE TABLE stock_import_errors (
	company_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	field TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (company_id, import_id, line, field),
	FOREIGN KEY (company_id, import_id) REFERENCES stock_imports (company_id, id)
) /*lite: WITHOUT ROWID */;
