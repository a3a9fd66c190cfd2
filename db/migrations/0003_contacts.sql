-- 0003_contacts - customers, and what is sold to them: sellers and products.

CREATE TABLE customers (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL, -- the number of CUST-001
	name TEXT NOT NULL,
	name_fold TEXT NOT NULL DEFAULT '',
	phone TEXT, -- E.164
	email TEXT,
	email_key TEXT,
	language TEXT CHECK (language IN ('en', 'ar')),
	stage TEXT NOT NULL DEFAULT 'lead' CHECK (stage IN ('lead', 'contacted', 'qualified',
		'viewing', 'negotiation', 'won', 'lost')),
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
CREATE UNIQUE INDEX customers_phone ON customers (company_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX customers_email ON customers (company_id, email_key) WHERE email_key IS NOT NULL;

CREATE TABLE sellers (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	name TEXT NOT NULL,
	name_fold TEXT NOT NULL,
	external_ref TEXT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX sellers_name ON sellers (company_id, name_fold);

CREATE TABLE products (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_fold TEXT NOT NULL,
	category TEXT NOT NULL DEFAULT '',
	product_url TEXT,
	price_minor BIGINT,
	seller_id BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, seller_id) REFERENCES sellers (company_id, id)
);
CREATE UNIQUE INDEX products_code ON products (company_id, code);
CREATE INDEX products_name ON products (company_id, name_fold);
